import {
  type CallExpression,
  type Expression,
  isArrowFunction,
  isAsExpression,
  isCallExpression,
  isExpressionStatement,
  isFunctionDeclaration,
  isFunctionExpression,
  isIdentifier,
  isNonNullExpression,
  isNoSubstitutionTemplateLiteral,
  isParenthesizedExpression,
  isPropertyAccessExpression,
  isSatisfiesExpression,
  isStringLiteral,
  isTemplateExpression,
  isVariableStatement,
  type Node,
  type Statement,
  SyntaxKind,
  type VariableDeclaration,
} from 'typescript/unstable/ast';
import type { File } from './tree';

const known = new WeakMap<Node, readonly Node[]>();

/** Every node below (and with) `from`, in the order of the text. */
export function nodes(from: Node): readonly Node[] {
  // A file is asked for by nearly every rule; a part of one, once.
  if (from.kind !== SyntaxKind.SourceFile) return [...below(from)];
  let all = known.get(from);
  if (!all) {
    all = [...below(from)];
    known.set(from, all);
  }
  return all;
}

function* below(from: Node): Generator<Node> {
  const waiting: Node[] = [from];
  while (waiting.length > 0) {
    const node = waiting.pop() as Node;
    yield node;
    const children: Node[] = [];
    node.forEachChild((child) => {
      children.push(child);
    });
    waiting.push(...children.reverse());
  }
}

/** Every call below `from`. */
export function* calls(from: Node): Generator<CallExpression> {
  for (const node of nodes(from)) if (isCallExpression(node)) yield node;
}

/** What is called: `f` for f(…), `c` for a.b.c(…); undefined for anything that has no name. */
export function calleeName(call: CallExpression): string | undefined {
  const { expression } = call;
  if (isIdentifier(expression)) return expression.text;
  if (isPropertyAccessExpression(expression) && isIdentifier(expression.name)) return expression.name.text;
  return undefined;
}

/** The expression without the brackets, casts and assertions around it. */
export function bare(expression: Expression): Expression {
  let inner = expression;
  while (
    isParenthesizedExpression(inner) ||
    isAsExpression(inner) ||
    isSatisfiesExpression(inner) ||
    isNonNullExpression(inner)
  ) {
    inner = inner.expression;
  }
  return inner;
}

/** The text of a string literal; undefined for anything else, templates with holes included. */
export function literal(node: Node | undefined): string | undefined {
  return node && (isStringLiteral(node) || isNoSubstitutionTemplateLiteral(node)) ? node.text : undefined;
}

/** The fixed text of a string or template; its holes stand as `${}`. */
export function fixedText(node: Node): string | undefined {
  const plain = literal(node);
  if (plain !== undefined) return plain;
  if (!isTemplateExpression(node)) return undefined;
  return node.head.text + node.templateSpans.map((span) => `\${}${span.literal.text}`).join('');
}

export const isFunction = (node: Node): boolean =>
  isArrowFunction(node) || isFunctionExpression(node) || isFunctionDeclaration(node);

/** A directive of the file ('use server'), or of a function's body. */
export function hasDirective(statements: Iterable<Statement>, directive: string): boolean {
  for (const statement of statements) {
    if (!isExpressionStatement(statement) || literal(statement.expression) === undefined) return false;
    if (literal(statement.expression) === directive) return true;
  }
  return false;
}

export const fileHasDirective = (file: File, directive: string): boolean =>
  hasDirective(file.source.statements, directive);

/** True when the statement has this modifier (`export`, `default`, `async`). */
export const hasModifier = (node: Node, kind: SyntaxKind): boolean =>
  ((node as { modifiers?: readonly Node[] }).modifiers ?? []).some((modifier) => modifier.kind === kind);

export const isExported = (node: Node): boolean => hasModifier(node, SyntaxKind.ExportKeyword);

/** The variables that stand at the top of a file. */
export function* topVariables(
  file: File,
): Generator<{ declaration: VariableDeclaration; constant: boolean; exported: boolean }> {
  for (const statement of file.source.statements) {
    if (!isVariableStatement(statement)) continue;
    const constant = isConst(statement.declarationList);
    for (const declaration of statement.declarationList.declarations)
      yield { declaration, constant, exported: isExported(statement) };
  }
}

// NodeFlags.Const; the API's own enum is not exported as a value everywhere.
const isConst = (list: Node): boolean => (list.flags & 2) !== 0;

/** The value of a top-level `const` of this name. */
export function constant(file: File, name: string): Expression | undefined {
  for (const { declaration, constant } of topVariables(file))
    if (constant && isIdentifier(declaration.name) && declaration.name.text === name)
      return declaration.initializer;
  return undefined;
}
