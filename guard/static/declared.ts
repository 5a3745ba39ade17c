import {
  type CallExpression,
  type Expression,
  isArrayLiteralExpression,
  isAwaitExpression,
  isBinaryExpression,
  isBlock,
  isCallExpression,
  isExportAssignment,
  isFunctionDeclaration,
  isIdentifier,
  isObjectLiteralExpression,
  isPropertyAccessExpression,
  isPropertyAssignment,
  type Node,
  type Statement,
  SyntaxKind,
} from 'typescript/unstable/ast';
import { RESOURCE_PERMISSIONS, VERBS, type Verb } from '../../lib/resources/names';
import { bare, constant, hasModifier, isFunction, literal } from './ast';
import { importedAs, importsOf } from './imports';
import type { File, Tree } from './tree';

/** Whom a page, a handler or an action is for, as its source says. */
export type Declared = {
  scope: 'org' | 'user' | 'public';
  permission?: string;
  workspace?: true;
  verb?: Verb;
};

/** Or why it can't be told. */
export type Undeclared = { problem: string; node?: Node };

const RESOURCE_DOOR = 'lib/resources/door';

/** `verb`: the argument, by its place, that says what is done with the resource that path or input names. */
type Wrapper = { scope: Declared['scope']; permission?: true; workspace?: true; verb?: number };
const PAGE: Record<string, Wrapper> = {
  requireActor: { scope: 'org', permission: true },
  requireActorWith: { scope: 'org', permission: true },
  requireActorOn: { scope: 'org', permission: true },
  requireWorkspace: { scope: 'org', permission: true, workspace: true },
  requireWorkspaceWith: { scope: 'org', permission: true, workspace: true },
  requireResource: { scope: 'org', workspace: true, verb: 1 },
  requireResourceWith: { scope: 'org', workspace: true, verb: 1 },
  requireResourceOn: { scope: 'org', workspace: true, verb: 1 },
  requirePerson: { scope: 'user' },
  requirePersonWith: { scope: 'user' },
  publicPage: { scope: 'public' },
};
const ROUTE: Record<string, Wrapper> = {
  orgRoute: { scope: 'org', permission: true },
  workspaceRoute: { scope: 'org', permission: true, workspace: true },
  resourceRoute: { scope: 'org', workspace: true, verb: 0 },
  /** Each operation of its table has a permission of its own: the type asks for it. */
  apiRoute: { scope: 'org' },
  ourHostRoute: { scope: 'user' },
  userOrSignInRoute: { scope: 'user' },
  publicRoute: { scope: 'public' },
  signedRoute: { scope: 'public' },
};
const ACTION: Record<string, Wrapper> = {
  orgAction: { scope: 'org', permission: true },
  workspaceAction: { scope: 'org', permission: true, workspace: true },
  resourceAction: { scope: 'org', workspace: true, verb: 0 },
  userAction: { scope: 'user' },
  ourHostAction: { scope: 'user' },
  browserAction: { scope: 'user' },
  publicAction: { scope: 'public' },
};

const isVerb = (text: string): text is Verb => Object.hasOwn(VERBS, text);

/** The permissions there are: the keys of the table in lib/access/permissions.ts, and those of described resources. */
export function permissionsOf(tree: Tree): Set<string> {
  const file = tree.file('lib/access/permissions');
  const table = file && constant(file, 'PERMISSIONS');
  const object = table && bare(table);
  if (!object || !isObjectLiteralExpression(object))
    throw new Error('lib/access/permissions.ts has no table PERMISSIONS');
  const written = object.properties.flatMap((property) =>
    isPropertyAssignment(property) ? [literal(property.name) ?? property.name.getText(file.source)] : [],
  );
  return new Set([...written, ...Object.keys(RESOURCE_PERMISSIONS)]);
}

/** What a call of one of `wrappers`, imported from `module`, declares; undefined when it is no such call. */
function declaredBy(
  tree: Tree,
  file: File,
  call: CallExpression,
  wrappers: Record<string, Wrapper>,
  modules: readonly string[],
): Declared | Undeclared | undefined {
  if (!isIdentifier(call.expression)) return undefined;
  const from = importedAs(file, call.expression.text);
  const wrapper = modules.includes(from?.from.inside ?? '') ? wrappers[from?.name ?? ''] : undefined;
  if (!wrapper) return undefined;
  if (wrapper.verb !== undefined) {
    const verb = literal(call.arguments[wrapper.verb]) ?? '';
    if (!isVerb(verb)) return { problem: 'its verb is none of a resource', node: call };
    return { scope: wrapper.scope, workspace: true, verb };
  }
  if (!wrapper.permission) return { scope: wrapper.scope };
  const permission = literal(call.arguments[0]);
  if (permission === undefined) return { problem: 'the permission is not a plain string', node: call };
  if (!permissionsOf(tree).has(permission))
    return { problem: `there is no permission ${permission}`, node: call };
  return { scope: wrapper.scope, permission, ...(wrapper.workspace && { workspace: true }) };
}

const names = (wrappers: Record<string, Wrapper>) => Object.keys(wrappers).join(', ');

/** What an exported constant of an actions file, or a handler, declares: it must be the wrapper's call itself. */
function declaredValue(
  tree: Tree,
  file: File,
  value: Expression | undefined,
  wrappers: Record<string, Wrapper>,
  modules: readonly string[],
): Declared | Undeclared {
  const call = value && bare(value);
  const declared = call && isCallExpression(call) && declaredBy(tree, file, call, wrappers, modules);
  return declared || { problem: `is not made by one of ${names(wrappers)}`, ...(value && { node: value }) };
}

/** What a server action declares. */
export const declaredAction = (tree: Tree, file: File, name: string): Declared | Undeclared =>
  declaredValue(tree, file, constant(file, name), ACTION, ['lib/admit/action', RESOURCE_DOOR]);

/** What a handler declares, in its own file or in the one it is re-exported from. */
export function declaredRoute(tree: Tree, file: File, method: string, depth = 0): Declared | Undeclared {
  for (const one of importsOf(file)) {
    const given = one.reexport && one.taken.find((taken) => taken.as === method);
    if (!given) continue;
    const source = one.inside && tree.file(one.inside);
    if (!source || depth > 2) return { problem: `is re-exported from ${one.specifier}`, node: one.node };
    return declaredRoute(tree, source, given.name, depth + 1);
  }
  return declaredValue(tree, file, constant(file, method), ROUTE, [
    'lib/admit/route',
    'lib/api/serve',
    RESOURCE_DOOR,
  ]);
}

/**
 * What a page declares: its component awaits one of the functions that prove who asks, at its top, so that no way
 * leads around it, and before it reaches any data.
 */
export function declaredPage(tree: Tree, file: File): Declared | Undeclared {
  const statements = body(file, 'default');
  if (!statements) return { problem: 'has no default export that is a function with a body' };
  for (const { call, always } of callsInOrder(statements)) {
    if (always && isAwaitExpression(call.parent)) {
      const declared = declaredBy(tree, file, call, PAGE, CURRENT);
      if (declared) return declared;
    }
    const early = reaches(file, call);
    if (early) return { problem: `calls ${early} before it asks who is there`, node: call };
  }
  return { problem: `awaits none of ${names(PAGE)} at the top of its component` };
}

const CURRENT = ['lib/admit/page', 'lib/admit/person', 'lib/auth/public-host', RESOURCE_DOOR];
const ASKS = [
  ...Object.keys(PAGE),
  'actorIfAny',
  'currentActor',
  'personIfAny',
  'personIfOurs',
  'currentPerson',
  'publicHost',
];

/** The first call of an export (a layout, generateMetadata) that reaches data before it asked who is there. */
export function unasked(file: File, name: string): CallExpression | undefined {
  for (const { call } of callsInOrder(body(file, name) ?? [])) {
    const { expression } = call;
    const from = isIdentifier(expression) ? importedAs(file, expression.text) : undefined;
    if (from && CURRENT.includes(from.from.inside ?? '') && ASKS.includes(from.name)) return undefined;
    if (reaches(file, call)) return call;
  }
  return undefined;
}

/** The calls of some statements in their order; `always` when they stand in no branch, loop or function. */
function* callsInOrder(
  statements: Iterable<Statement>,
): Generator<{ call: CallExpression; always: boolean }> {
  for (const statement of statements) yield* callsIn(statement, true);
}

function* callsIn(node: Node, above: boolean): Generator<{ call: CallExpression; always: boolean }> {
  const always = above && !isFunction(node) && !MAYBE.has(node.kind) && !isShortCircuit(node);
  if (isCallExpression(node)) yield { call: node, always };
  const inner: Node[] = [];
  node.forEachChild((child) => {
    inner.push(child);
  });
  for (const child of inner) yield* callsIn(child, always);
}

const MAYBE = new Set([
  SyntaxKind.IfStatement,
  SyntaxKind.ConditionalExpression,
  SyntaxKind.TryStatement,
  SyntaxKind.SwitchStatement,
  SyntaxKind.ForStatement,
  SyntaxKind.ForOfStatement,
  SyntaxKind.ForInStatement,
  SyntaxKind.WhileStatement,
]);
const SHORT = new Set([
  SyntaxKind.AmpersandAmpersandToken,
  SyntaxKind.BarBarToken,
  SyntaxKind.QuestionQuestionToken,
]);
const isShortCircuit = (node: Node) => isBinaryExpression(node) && SHORT.has(node.operatorToken.kind);

/**
 * The name of what a call reads of lib/data or lib/db; undefined for any other call, and for those that nobody waits
 * for: what only makes a query, or checks input, gives its answer at once.
 */
function reaches(file: File, call: CallExpression): string | undefined {
  if (!isIdentifier(call.expression) || !awaited(call)) return undefined;
  const from = importedAs(file, call.expression.text)?.from.inside ?? '';
  return /^lib\/(data|db)\//.test(from) ? call.expression.text : undefined;
}

/** True for `await f()`, `f().then(…)`, and `f()` among the arguments of Promise.all. */
function awaited(call: CallExpression): boolean {
  const around = call.parent;
  if (isAwaitExpression(around) || isPropertyAccessExpression(around)) return true;
  const list = isArrayLiteralExpression(around) ? around.parent : undefined;
  return list !== undefined && isCallExpression(list) && /^Promise\b/.test(list.expression.getText());
}

function body(file: File, name: string): readonly Statement[] | undefined {
  for (const statement of file.source.statements) {
    if (isFunctionDeclaration(statement) && statement.body && 'statements' in statement.body) {
      const byDefault = hasModifier(statement, SyntaxKind.DefaultKeyword);
      if (name === 'default' ? byDefault : statement.name?.text === name) return statement.body.statements;
    }
    if (name === 'default' && isExportAssignment(statement)) {
      const value = bare(statement.expression);
      return isIdentifier(value) ? body(file, value.text) : functionBody(value);
    }
  }
  const value = constant(file, name);
  return value && functionBody(bare(value));
}

function functionBody(value: Node): readonly Statement[] | undefined {
  if (!isFunction(value)) return undefined;
  const { body } = value as unknown as { body?: Node };
  return body && isBlock(body) ? body.statements : undefined;
}
