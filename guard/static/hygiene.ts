import {
  isCallExpression,
  isIdentifier,
  isJsxAttribute,
  isNewExpression,
  isPropertyAccessExpression,
  isPropertyAssignment,
  type Node,
} from 'typescript/unstable/ast';
import { literal, nodes } from './ast';
import { hit, type Rule } from './rule';
import type { File } from './tree';

export const noConsole: Rule = {
  id: 'no-console',
  promise: 'What is logged goes through lib/log, which writes no secret.',
  instead: 'Use log.info, log.warn or log.error of lib/log.',
  *check(tree) {
    for (const file of tree.files)
      for (const node of nodes(file.source))
        if (
          isPropertyAccessExpression(node) &&
          isIdentifier(node.expression) &&
          node.expression.text === 'console'
        )
          yield hit(file, node, `uses console.${node.name.text}`);
  },
};

const HTML = ['dangerouslySetInnerHTML', 'innerHTML', 'outerHTML', 'insertAdjacentHTML', 'srcDoc', 'srcdoc'];

export const noMarkupFromText: Rule = {
  id: 'no-markup-from-text',
  promise: 'No text becomes markup or code in the browser.',
  instead:
    'Let React render it as text; a stranger’s page belongs into an iframe whose sandbox allows neither scripts nor an origin.',
  *check(tree) {
    for (const file of tree.files)
      for (const node of nodes(file.source)) {
        const name = isJsxAttribute(node)
          ? node.name.getText(file.source)
          : isPropertyAccessExpression(node) || (isPropertyAssignment(node) && isIdentifier(node.name))
            ? (node.name as { text: string }).text
            : '';
        if (HTML.includes(name) && !inSealedFrame(file, node)) yield hit(file, node, `uses ${name}`);
        const callee = isCallExpression(node) || isNewExpression(node) ? node.expression : undefined;
        if (callee && isIdentifier(callee) && ['eval', 'Function'].includes(callee.text))
          yield hit(file, node, `runs text with ${callee.text}`);
      }
  },
};

/** A frame whose sandbox gives its page no script, no form, no origin and no way out. */
function inSealedFrame(file: File, node: Node): boolean {
  if (!isJsxAttribute(node) || !/^srcdoc$/i.test(node.name.getText(file.source))) return false;
  const beside = nodes(node.parent).filter(isJsxAttribute);
  const sandbox = beside.find((one) => one.name.getText(file.source) === 'sandbox');
  const allows = literal(sandbox?.initializer);
  return allows !== undefined && !/allow-(scripts|same-origin|forms|top-navigation)/.test(allows);
}
