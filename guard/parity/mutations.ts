import {
  isCallExpression,
  isFunctionDeclaration,
  isIdentifier,
  isObjectLiteralExpression,
  isPropertyAssignment,
  isVariableDeclaration,
  isVariableStatement,
  type Node,
} from 'typescript/unstable/ast';
import { calleeName, calls, fileHasDirective, fixedText, isExported, isFunction, nodes } from '../static/ast';
import { importedAs, importsOf } from '../static/imports';
import type { File, Tree } from '../static/tree';

/** A data function that changes something, and every surface that reaches it: by name, sorted. */
export type Mutations = Map<string, string[]>;

/** What opens a transaction, or a handle that can write without one. */
const OPENS = new Set([
  'inOrgTx',
  'inNewOrg',
  'inMyOrgTx',
  'inWorkspaceTx',
  'asUserTx',
  'asAccountTx',
  'inWorkspaceTxAsRelay',
  'inOrgTxAsJob',
  'inWorkspaceTxAsJob',
  'askWorkerGate',
]);
const HANDLES = new Set([
  'inOrg',
  'inWorkspace',
  'asUser',
  'inOrgAsJob',
  'inWorkspaceAsJob',
  'inOrgAsRelay',
  'asAccount',
  'askAuthGate',
  'askGate',
]);
/** `db.thing.update(…)`: a hash's `update` has no table before it. */
const WRITES = /^\w+\s*\.\s*\w+\s*\.\s*(create|createMany|update|updateMany|upsert|delete|deleteMany)$/;
const SQL_WRITES =
  /^\s*(INSERT|UPDATE|DELETE|WITH\b[\s\S]*\b(INSERT|UPDATE|DELETE)\b)|\b(take|grant|start)_\w+\(/;

/** Code of the way in, not of what is done: every surface passes it, and it decides on nothing. */
const WAY_IN =
  /^lib\/(admit|routing|db|api\/(serve|meter|idempotency|reply)|data\/(presence|audit|api-replay)|auth\/limits)(\/|$)/;

/** Where data functions are. */
const DATA = /^lib\/(data|resources|auth|domains|relays|jobs)\//;

type Place = { file: File; node: Node; exported: boolean };

/**
 * Reads from the sources which surfaces (actions, handlers, operations of the API, tasks of the worker) reach which
 * mutations: exported functions of the data layer that open a transaction or write, themselves or through functions of
 * their own file. The first one on the way from a surface counts, so that what it calls in turn is its own business.
 */
export function mutationsOf(tree: Tree): Mutations {
  const graph = new Graph(tree);
  const found: Mutations = new Map();
  for (const { name, file, node } of surfacesOf(tree))
    for (const mutation of graph.reached(file, node)) {
      const by = found.get(mutation) ?? [];
      if (!by.includes(name)) found.set(mutation, [...by, name].sort());
    }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

class Graph {
  private readonly places = new Map<string, Map<string, Place>>();
  private readonly inner = new Map<string, Map<string, Place>>();
  constructor(private readonly tree: Tree) {}

  /** The mutations that a piece of a surface's code reaches first. */
  reached(file: File, from: Node): Set<string> {
    const found = new Set<string>();
    const seen = new Set<Node>();
    const walk = (at: File, node: Node) => {
      if (seen.has(node)) return;
      seen.add(node);
      for (const next of this.references(at, node)) {
        if (WAY_IN.test(pathOf(next.file))) continue;
        if (DATA.test(next.file.path) && next.exported && this.writes(next)) found.add(nameOf(next));
        else walk(next.file, next.node);
      }
    };
    walk(file, from);
    return found;
  }

  /** Whether a function writes, itself or through others of its own file. */
  private writes(place: Place, seen = new Set<Node>()): boolean {
    if (seen.has(place.node)) return false;
    seen.add(place.node);
    if (opensItself(place.node, OPENS)) return true;
    if (opensItself(place.node, HANDLES) && this.changes(place)) return true;
    return [...this.references(place.file, place.node)].some(
      (next) => next.file === place.file && this.writes(next, seen),
    );
  }

  /** Whether a function changes rows with a handle, itself or through others of its own file that are given it. */
  private changes(place: Place, seen = new Set<Node>()): boolean {
    if (seen.has(place.node)) return false;
    seen.add(place.node);
    if (changesItself(place.node)) return true;
    return [...this.references(place.file, place.node)].some(
      (next) => next.file === place.file && this.changes(next, seen),
    );
  }

  /** The top-level declarations, here or elsewhere in the product, that a piece of code names. */
  private *references(file: File, node: Node): Generator<Place> {
    for (const inner of nodes(node)) {
      if (!isIdentifier(inner)) continue;
      const own = this.declared(file).get(inner.text) ?? this.inside(file).get(inner.text);
      if (own && own.node !== node) yield own;
      const taken = importedAs(file, inner.text);
      if (!taken?.from.inside) continue;
      const place = this.resolve(taken.from.inside, taken.name);
      if (place) yield place;
    }
  }

  private resolve(module: string, name: string, depth = 0): Place | undefined {
    const file = this.tree.file(module);
    if (!file || depth > 3) return undefined;
    const own = this.declared(file).get(name);
    if (own) return own;
    for (const one of importsOf(file)) {
      const given = one.reexport && one.taken.find((taken) => taken.as === name);
      if (given && one.inside) return this.resolve(one.inside, given.name, depth + 1);
    }
    return undefined;
  }

  /** Functions inside others, such as those that several operations of one description share. */
  private inside(file: File): Map<string, Place> {
    let inner = this.inner.get(file.path);
    if (!inner) {
      inner = new Map();
      for (const node of nodes(file.source))
        if (
          isVariableDeclaration(node) &&
          isIdentifier(node.name) &&
          node.initializer &&
          isFunction(node.initializer)
        )
          inner.set(node.name.text, { file, node, exported: false });
      this.inner.set(file.path, inner);
    }
    return inner;
  }

  private declared(file: File): Map<string, Place> {
    let own = this.places.get(file.path);
    if (!own) {
      own = new Map();
      for (const statement of file.source.statements) {
        const exported = isExported(statement);
        if (isFunctionDeclaration(statement) && statement.name)
          own.set(statement.name.text, { file, node: statement, exported });
        if (isVariableStatement(statement))
          for (const declaration of statement.declarationList.declarations)
            if (isIdentifier(declaration.name))
              own.set(declaration.name.text, { file, node: declaration, exported });
      }
      this.places.set(file.path, own);
    }
    return own;
  }
}

const pathOf = (file: File) => file.path.replace(/\.[cm]?[jt]sx?$/, '');

const nameOf = ({ file, node }: Place) =>
  `${pathOf(file)}#${(node as unknown as { name: { text: string } }).name.text}`;

const namesIn = (node: Node) => [...calls(node)].flatMap((call) => calleeName(call) ?? []);

const opensItself = (node: Node, by: Set<string>) => namesIn(node).some((name) => by.has(name));

const changesItself = (node: Node) =>
  [...calls(node)].some((call) => WRITES.test(call.expression.getText())) ||
  nodes(node).some((inner) => SQL_WRITES.test(fixedText(inner) ?? ''));

type Surface = { name: string; file: File; node: Node };

function* surfacesOf(tree: Tree): Generator<Surface> {
  for (const file of tree.files) {
    const { path } = file;
    if (path.startsWith('app/') && fileHasDirective(file, 'use server')) yield* exportsOf(file, 'action');
    if (/^app\/.*\/route\.tsx?$/.test(path) && !path.startsWith('app/api/v1/')) yield* exportsOf(file, path);
    if (path.startsWith('lib/api/operations/')) yield* operationsOf(file);
    if (path.startsWith('lib/jobs/')) yield* tasksOf(file);
  }
}

function* exportsOf(file: File, kind: string): Generator<Surface> {
  for (const statement of file.source.statements) {
    if (!isVariableStatement(statement) || !isExported(statement)) continue;
    for (const declaration of statement.declarationList.declarations)
      if (
        isIdentifier(declaration.name) &&
        /^[a-z]|^(GET|POST|PUT|PATCH|DELETE)$/.test(declaration.name.text)
      )
        yield { name: `${kind} ${declaration.name.text}`, file, node: declaration };
  }
}

function* operationsOf(file: File): Generator<Surface> {
  for (const call of calls(file.source)) {
    const id = property(call, 'id');
    if (id && property(call, 'run')) yield { name: `operation ${id}`, file, node: call };
  }
}

function* tasksOf(file: File): Generator<Surface> {
  for (const node of nodes(file.source)) {
    if (!isObjectLiteralExpression(node)) continue;
    const has = (key: string) =>
      node.properties.some((one) => isPropertyAssignment(one) && one.name.getText(file.source) === key);
    if (has('cron')) yield { name: `task ${pathOf(file).slice('lib/jobs/'.length)}`, file, node };
  }
}

function property(call: Node, key: string): string {
  const [description] = isCallExpression(call) ? call.arguments : [];
  if (!description || !isObjectLiteralExpression(description)) return '';
  for (const one of description.properties)
    if (isPropertyAssignment(one) && one.name.getText() === key && one.initializer)
      return (fixedText(one.initializer) ?? one.initializer.getText()).replace(/\$\{\}/g, '*');
  return '';
}
