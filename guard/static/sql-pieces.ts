import {
  type Expression,
  isArrowFunction,
  isBlock,
  isCallExpression,
  isFunctionDeclaration,
  isIdentifier,
  isNoSubstitutionTemplateLiteral,
  isPropertyAccessExpression,
  isReturnStatement,
  isTaggedTemplateExpression,
  isVariableStatement,
  type Node,
  type TaggedTemplateExpression,
} from 'typescript/unstable/ast';
import { bare, constant, isFunction, nodes } from './ast';
import { importedAs } from './imports';
import { type Hole, type Token, tokens } from './sql-text';
import type { File, Tree } from './tree';

/** The `sql` templates of a file. */
export const templatesOf = (file: File): TaggedTemplateExpression[] =>
  nodes(file.source).filter((node): node is TaggedTemplateExpression => isTemplate(file, node));

function isTemplate(file: File, node: Node): node is TaggedTemplateExpression {
  if (!isTaggedTemplateExpression(node) || !isIdentifier(node.tag)) return false;
  if (file.path === 'lib/db/sql.ts') return node.tag.text === 'sql';
  const from = importedAs(file, node.tag.text);
  return from?.from.inside === 'lib/db/sql' && from.name === 'sql';
}

/** The fixed texts of a template, and what stands between them. */
export function partsOf({ template }: TaggedTemplateExpression): { parts: string[]; holes: Expression[] } {
  if (isNoSubstitutionTemplateLiteral(template)) return { parts: [template.text], holes: [] };
  const spans = [...template.templateSpans];
  return {
    parts: [template.head.text, ...spans.map((span) => span.literal.text)],
    holes: spans.map((span) => span.expression),
  };
}

/**
 * The tokens of a template as they are sent: a piece that is spliced in stands in the place of its hole, where it
 * can be found: a constant, or a function that returns one template. Other holes stay holes.
 */
export function expanded(tree: Tree, file: File, node: TaggedTemplateExpression, depth = 0): Token[] {
  const { parts, holes } = partsOf(node);
  return parts.flatMap((part, i) => {
    const hole = holes[i];
    return hole ? [...tokens(part), ...filled(tree, file, hole, depth)] : tokens(part);
  });
}

function filled(tree: Tree, file: File, hole: Expression, depth: number): Token[] {
  const is = scopeOf(hole);
  const piece = is === 'unknown' && depth < 6 ? pieceOf(tree, file, bare(hole)) : undefined;
  if (piece) return expanded(tree, piece.file, piece.node, depth + 1);
  return [{ text: '?', kind: 'hole', is }];
}

/** ORG or WORKSPACE, or the handle's own id: nothing that a caller could have put in its place. */
function scopeOf(hole: Expression): Hole {
  const inner = bare(hole);
  if (isIdentifier(inner)) return MARKERS[inner.text] ?? 'unknown';
  if (!isPropertyAccessExpression(inner) || !isIdentifier(inner.expression)) return 'unknown';
  if (!['db', 'tx'].includes(inner.expression.text)) return 'unknown';
  return OWN_IDS[inner.name.text] ?? 'unknown';
}

const MARKERS: Record<string, Hole> = { ORG: 'org', WORKSPACE: 'workspace' };
const OWN_IDS: Record<string, Hole> = { orgId: 'org', workspaceId: 'workspace', userId: 'user' };

type Piece = { file: File; node: TaggedTemplateExpression };

/** The template that an expression is known to be. */
function pieceOf(tree: Tree, file: File, expression: Expression): Piece | undefined {
  if (isTemplate(file, expression)) return { file, node: expression };
  const called = isCallExpression(expression);
  const name = called ? expression.expression : expression;
  if (!isIdentifier(name)) return undefined;
  const found = definition(tree, file, name.text, name);
  if (!found) return undefined;
  const value = called ? returned(found.value) : found.value;
  return value && isTemplate(found.file, value) ? { file: found.file, node: value } : undefined;
}

/** Where a name that is used at `from` is defined: in the blocks around it, in its file, in the one it comes from. */
function definition(
  tree: Tree,
  file: File,
  name: string,
  from: Node,
): { file: File; value: Node } | undefined {
  for (let around: Node | undefined = from.parent; around; around = around.parent) {
    if (isFunction(around)) {
      const { parameters = [] } = around as unknown as { parameters?: readonly { name: Node }[] };
      if (parameters.some((one) => one.name.getText(file.source).split(/\W+/).includes(name)))
        return undefined;
    }
    if (!isBlock(around)) continue;
    for (const statement of around.statements) {
      if (!isVariableStatement(statement)) continue;
      for (const one of statement.declarationList.declarations)
        if (isIdentifier(one.name) && one.name.text === name)
          return one.initializer && { file, value: bare(one.initializer) };
    }
  }
  const own = topDefinition(file, name);
  if (own) return { file, value: own };
  const imported = importedAs(file, name);
  const other = imported?.from.inside ? tree.file(imported.from.inside) : undefined;
  const value = other && imported && topDefinition(other, imported.name);
  return other && value ? { file: other, value } : undefined;
}

function topDefinition(file: File, name: string): Node | undefined {
  for (const statement of file.source.statements)
    if (isFunctionDeclaration(statement) && statement.name?.text === name) return statement;
  const value = constant(file, name);
  return value && bare(value);
}

/** What a function returns, when it returns in one place only. */
function returned(value: Node): Node | undefined {
  if (isArrowFunction(value) && !isBlock(value.body)) return bare(value.body as Expression);
  if (!isFunction(value)) return undefined;
  const returns = nodes(value).filter(isReturnStatement);
  const only = returns.length === 1 ? returns[0]?.expression : undefined;
  return only && bare(only);
}
