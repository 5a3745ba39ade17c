import {
  type Expression,
  isExportAssignment,
  isIdentifier,
  isObjectLiteralExpression,
  isPropertyAssignment,
  type Node,
  type ObjectLiteralExpression,
} from 'typescript/unstable/ast';
import { bare, constant } from './ast';
import { hit, type Rule } from './rule';
import type { File } from './tree';

/** Settings that must stand as they are, and settings that must not stand at all, with what they would open. */
const MUST: Record<string, string> = {
  poweredByHeader: 'false',
  'images.unoptimized': 'true',
  reactStrictMode: 'true',
};
const NEVER: Record<string, string> = {
  productionBrowserSourceMaps: 'publishes the sources',
  cacheComponents: 'keeps what one request read',
  rewrites: 'answers for hosts besides the middleware',
  redirects: 'leads away besides lib/routes',
  headers: 'sets headers besides the middleware',
  basePath: 'moves every path',
  assetPrefix: 'loads scripts from another host',
  'experimental.useCache': 'keeps what one request read',
  'experimental.serverActions.allowedOrigins': 'lets other origins call actions',
  'serverActions.allowedOrigins': 'lets other origins call actions',
  'images.remotePatterns': 'fetches what a client names',
  'images.domains': 'fetches what a client names',
  'experimental.serverSourceMaps': 'publishes the sources',
};

export const nextSettings: Rule = {
  id: 'next-settings',
  promise: 'Next’s settings open nothing: no image optimiser, no source maps, no other origins, no rewrites.',
  instead: 'Put it back as it was in next.config.ts.',
  *check(tree) {
    const file = tree.file('next.config');
    if (!file) return;
    const config = exported(file);
    if (!config) {
      yield hit(file, file.source, 'exports no plain object');
      return;
    }
    const settings = new Map(flat(config, ''));
    for (const [name, value] of Object.entries(MUST)) {
      const found = settings.get(name);
      if (found?.getText(file.source) !== value) yield hit(file, found ?? config, `${name} is not ${value}`);
    }
    for (const [name, why] of Object.entries(NEVER)) {
      const found = settings.get(name);
      if (found && found.getText(file.source) !== 'false') yield hit(file, found, `${name} ${why}`);
    }
  },
};

function exported(file: File): ObjectLiteralExpression | undefined {
  for (const statement of file.source.statements) {
    if (!isExportAssignment(statement)) continue;
    let value: Expression | undefined = bare(statement.expression);
    if (isIdentifier(value)) value = constant(file, value.text);
    value = value && bare(value);
    if (value && isObjectLiteralExpression(value)) return value;
  }
  return undefined;
}

function* flat(object: ObjectLiteralExpression, prefix: string): Generator<[string, Expression]> {
  for (const property of object.properties) {
    const { name: own } = property as { name?: Node };
    if (!own || !isIdentifier(own)) continue;
    const name = `${prefix}${own.text}`;
    if (!isPropertyAssignment(property))
      yield [name, property as unknown as Expression]; // a method: rewrites() {…}
    else if (isObjectLiteralExpression(property.initializer)) yield* flat(property.initializer, `${name}.`);
    else yield [name, property.initializer];
  }
}
