import {
  isCallExpression,
  isIdentifier,
  isMetaProperty,
  isObjectLiteralExpression,
  isPropertyAccessExpression,
  isPropertyAssignment,
  isShorthandPropertyAssignment,
  type Node,
  type ObjectLiteralExpression,
} from 'typescript/unstable/ast';
import { calleeName, fixedText, literal, nodes } from './ast';
import { importsOf } from './imports';
import { hit, type Rule } from './rule';
import type { File } from './tree';

export const noEnvironment: Rule = {
  id: 'no-environment',
  promise: 'Settings are read and checked in one place.',
  instead: 'Add it to the schema in lib/env.ts and call env().',
  *check(tree) {
    const may = ['lib/env.ts', 'middleware.ts', 'next.config.ts', 'next.config.mjs'];
    for (const file of tree.files) {
      if (may.includes(file.path)) continue;
      for (const node of nodes(file.source)) {
        if (!isPropertyAccessExpression(node) || node.name.text !== 'env') continue;
        const { expression } = node;
        if ((isIdentifier(expression) && expression.text === 'process') || isMetaProperty(expression))
          yield hit(file, node, 'reads the environment');
      }
    }
  },
};

export const hostOnlyCookies: Rule = {
  id: 'host-only-cookies',
  promise: 'No cookie has a Domain: sibling hosts belong to other organizations.',
  instead: 'Leave the domain out (cookieOptions of lib/auth/cookie does).',
  *check(tree) {
    for (const file of tree.files)
      for (const node of nodes(file.source)) {
        if (isObjectLiteralExpression(node) && has(node, ['domain', 'Domain']) && isCookie(node))
          yield hit(file, node, 'a cookie with a domain');
        if (/;\s*domain\s*=/i.test(fixedText(node) ?? ''))
          yield hit(file, node, 'a Set-Cookie with a Domain');
      }
  },
};

const has = (object: ObjectLiteralExpression, names: string[]) =>
  object.properties.some(
    (property) =>
      (isPropertyAssignment(property) || isShorthandPropertyAssignment(property)) &&
      names.includes(literal(property.name) ?? (isIdentifier(property.name) ? property.name.text : '')),
  );

function isCookie(object: ObjectLiteralExpression): boolean {
  if (has(object, ['httpOnly', 'sameSite', 'maxAge', 'secure', 'expires'])) return true;
  const around = object.parent as Node;
  return isCallExpression(around) && (calleeName(around) === 'set' || calleeName(around) === 'cookieOptions');
}

export const noSharedCache: Rule = {
  id: 'no-shared-cache',
  promise: 'Nothing that one request read is kept for another.',
  instead: 'Read it again: one round trip. Within one request, use cache of react.',
  *check(tree) {
    for (const file of tree.files) {
      for (const one of importsOf(file))
        for (const { name, typeOnly } of one.taken)
          if (
            one.specifier === 'next/cache' &&
            !typeOnly &&
            !['revalidatePath', 'refresh', 'unstable_noStore'].includes(name)
          )
            yield hit(file, one.node, `imports ${name} of next/cache`);
      for (const node of nodes(file.source)) {
        const text = literal(node);
        if (text !== undefined && /^use cache(:.*)?$/.test(text))
          yield hit(file, node, `the directive ${text}`);
        if (
          isPropertyAssignment(node) &&
          isIdentifier(node.name) &&
          node.name.text === 'cache' &&
          literal(node.initializer) === 'force-cache'
        )
          yield hit(file, node, 'a fetch that is kept');
      }
      for (const name of [
        'dynamic',
        'revalidate',
        'fetchCache',
        'generateStaticParams',
        'dynamicParams',
        'experimental_ppr',
      ])
        if (file.path.startsWith('app/')) yield* exported(file, name);
    }
  },
};

function* exported(file: File, name: string) {
  for (const statement of file.source.statements) {
    const text = statement.getText(file.source);
    if (new RegExp(`^export\\s+(const|let|(async\\s+)?function)\\s+${name}\\b`).test(text))
      yield hit(file, statement, `exports ${name}`);
  }
}
