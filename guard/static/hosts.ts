import {
  type CallExpression,
  type Expression,
  isBinaryExpression,
  isCallExpression,
  isConditionalExpression,
  isIdentifier,
  isNewExpression,
  isPropertyAccessExpression,
  isTemplateExpression,
  isVariableDeclaration,
} from 'typescript/unstable/ast';
import { bare, calleeName, literal, nodes } from './ast';
import { importedAs, importsOf } from './imports';
import { among, hit, type Rule } from './rule';
import type { File } from './tree';

/** Where a request came to is read from its headers here, and nowhere else. */
export const MAY_READ_HOST = [
  'middleware.ts', // parses it and seals what it found
  'lib/tenancy/request.ts', // reads what the middleware sealed
  'lib/tenancy/seal.ts', // the names
  'lib/admit/route.ts', // compares it with the Origin of a write
];
const HOST_HEADERS =
  /^(host|forwarded|x-forwarded-(host|server|proto|port|for)|x-original-host|x-rowhouse-(host|seal|path))$/i;
const HOST_NAMES = ['HOST_HEADER', 'SEAL_HEADER', 'PATH_HEADER'];

export const noHostReading: Rule = {
  id: 'no-host-reading',
  promise: 'One place reads where a request came to: what the middleware sealed.',
  instead: 'Call requestInfo() of lib/tenancy/request.',
  *check(tree) {
    for (const file of tree.files) {
      if (among(file.path, MAY_READ_HOST)) continue;
      for (const one of importsOf(file))
        for (const { name, typeOnly } of one.taken) {
          if (typeOnly) continue;
          if (one.specifier === 'next/headers' && (name === 'headers' || name === '*'))
            yield hit(file, one.node, 'imports headers of next/headers');
          if (one.inside === 'lib/tenancy/seal' && HOST_NAMES.includes(name))
            yield hit(file, one.node, `imports ${name}`);
        }
      for (const node of nodes(file.source)) {
        if (isCallExpression(node) && readsHeader(file, node))
          yield hit(file, node, `reads the header ${literal(node.arguments[0])}`);
        if (
          isPropertyAccessExpression(node) &&
          ['host', 'hostname', 'origin'].includes(node.name.text) &&
          ofRequest(node.expression)
        )
          yield hit(file, node, `reads the ${node.name.text} of the request’s URL`);
      }
    }
  },
};

function readsHeader(file: File, call: CallExpression): boolean {
  const { expression } = call;
  if (!isPropertyAccessExpression(expression) || expression.name.text !== 'get') return false;
  const header = literal(call.arguments[0]) ?? '';
  if (!HOST_HEADERS.test(header)) return false;
  // Query parameters may be called host, too.
  return header.toLowerCase() !== 'host' || ofHeaders(file, expression.expression);
}

function ofHeaders(file: File, from: Expression): boolean {
  const inner = bare(from);
  if (!isIdentifier(inner)) return /headers\W*$/i.test(inner.getText(file.source));
  return (
    /headers$/i.test(inner.text) ||
    nodes(file.source).some(
      (node) =>
        isVariableDeclaration(node) &&
        isIdentifier(node.name) &&
        node.name.text === inner.text &&
        /headers\W*$/i.test(node.initializer?.getText(file.source) ?? ''),
    )
  );
}

/** `new URL(request.url)`, `request.nextUrl`, `location`: addresses that say nothing about where a request came to. */
function ofRequest(expression: Expression): boolean {
  const inner = bare(expression);
  if (isPropertyAccessExpression(inner)) return inner.name.text === 'nextUrl';
  if (!isNewExpression(inner) || !isIdentifier(inner.expression) || inner.expression.text !== 'URL')
    return false;
  const first = inner.arguments?.[0];
  return first !== undefined && isPropertyAccessExpression(first) && first.name.text === 'url';
}

const ADDRESSES = 'lib/tenancy/urls.ts';

export const noBuiltHosts: Rule = {
  id: 'no-built-hosts',
  promise: 'Absolute addresses are made from the settings and the table of hosts, never from input.',
  instead: 'Use rootUrl or orgUrl of lib/tenancy/urls, and paths of lib/routes.',
  *check(tree) {
    for (const file of tree.files) {
      if (file.path === ADDRESSES) continue;
      for (const node of nodes(file.source)) {
        if (
          isTemplateExpression(node) &&
          file.path !== 'lib/env.ts' &&
          /(^|:)\/\/[^/]*$|\/\/\$\{\}/.test(node.head.text)
        )
          yield hit(file, node, 'an address with a host put in');
        if (
          isTemplateExpression(node) &&
          file.path !== 'lib/env.ts' &&
          node.templateSpans.some((span) => /:\/\/$/.test(span.literal.text))
        )
          yield hit(file, node, 'an address with a host put in');
        if (!isCallExpression(node)) continue;
        const target = leads(file, node);
        if (target && !isSafe(target))
          yield hit(file, node, `sends the browser to ${target.getText(file.source).slice(0, 60)}`);
        if (calleeName(node) === 'rewrite' && file.path !== 'middleware.ts')
          yield hit(file, node, 'rewrites a request');
      }
    }
  },
};

/** Where a call sends the browser; undefined for calls that send it nowhere. */
function leads(file: File, call: CallExpression): Expression | undefined {
  const name = calleeName(call);
  if (!name || !['redirect', 'permanentRedirect'].includes(name)) return undefined;
  const { expression } = call;
  if (isPropertyAccessExpression(expression)) {
    const of = isIdentifier(expression.expression) ? expression.expression.text : '';
    return ['Response', 'NextResponse'].includes(of) ? call.arguments[0] : undefined;
  }
  return importedAs(file, name)?.from.specifier === 'next/navigation' ? call.arguments[0] : undefined;
}

/** A path of this host, or something that was made elsewhere (and is judged there). Not text put together here. */
function isSafe(target: Expression): boolean {
  const inner = bare(target);
  const plain = literal(inner);
  if (plain !== undefined) return /^\/(?![/\\])/.test(plain);
  if (isConditionalExpression(inner)) return isSafe(inner.whenTrue) && isSafe(inner.whenFalse);
  if (isBinaryExpression(inner)) {
    const chooses = ['||', '&&', '??'].includes(inner.operatorToken.getText());
    return chooses && isSafe(inner.left) && isSafe(inner.right);
  }
  return !isTemplateExpression(inner) && !isNewExpression(inner);
}
