import {
  type CallExpression,
  type Expression,
  isCallExpression,
  isIdentifier,
  isPropertyAccessExpression,
} from 'typescript/unstable/ast';
import { bare, calls, constant } from './ast';
import { importedAs } from './imports';
import { hit, type Rule } from './rule';
import type { File, Tree } from './tree';

/** What lets anything through: z.any(), and .passthrough() on a schema. */
const LOOSE = new Set(['looseObject', 'any', 'unknown', 'custom', 'json']);
const LOOSENS = new Set(['passthrough', 'loose', 'catchall']);

export const noLooseSchemas: Rule = {
  id: 'no-loose-schemas',
  promise: 'No schema lets through what it does not name.',
  instead: 'Give each field a plain type; for a map of plain values use z.record.',
  *check(tree) {
    for (const file of tree.files)
      for (const call of calls(file.source)) {
        const { expression } = call;
        if (!isPropertyAccessExpression(expression)) continue;
        const name = expression.name.text;
        if (isZod(file, expression.expression) && LOOSE.has(name)) yield hit(file, call, `uses z.${name}`);
        else if (LOOSENS.has(name) && importsZod(file)) yield hit(file, call, `uses .${name}()`);
      }
  },
};

const fromZod = (file: File, name: string) =>
  importedAs(file, name)?.from.specifier.startsWith('zod') ?? false;
const importsZod = (file: File) => fromZod(file, 'z');
const isZod = (file: File, of: Expression) => isIdentifier(of) && fromZod(file, of.text);

const DOORS = ['lib/admit/action', 'lib/resources/door'];
const ACTIONS: Record<string, number> = {
  resourceAction: 1,
  orgAction: 1,
  workspaceAction: 1,
  userAction: 0,
  ourHostAction: 0,
  browserAction: 0,
  publicAction: 0,
};

export const strictInput: Rule = {
  id: 'strict-input',
  promise: 'An action refuses input that holds more than its schema names.',
  instead: 'Make its schema a constant with z.strictObject({ … }), nested objects too.',
  *check(tree) {
    for (const file of tree.files)
      for (const call of calls(file.source)) {
        const name = isIdentifier(call.expression) ? importedAs(file, call.expression.text) : undefined;
        if (!DOORS.includes(name?.from.inside ?? '') || !name || !(name.name in ACTIONS)) continue;
        // The resources' door hands on the schema of each action, which is looked at where it stands.
        if (file.path === 'lib/resources/door.ts') continue;
        const schema = call.arguments[ACTIONS[name.name] ?? 0];
        const loose = schema && looseIn(tree, file, schema);
        if (!schema || loose) yield hit(file, schema ?? call, loose || 'has no schema');
      }
  },
};

/** Why a schema isn't strict; undefined when it is. */
function looseIn(tree: Tree, file: File, schema: Expression, depth = 0): string | undefined {
  const value = bare(schema);
  if (isIdentifier(value)) {
    const own = constant(file, value.text);
    if (own) return looseIn(tree, file, own, depth + 1);
    const from = importedAs(file, value.text);
    const other = from?.from.inside ? tree.file(from.from.inside) : undefined;
    const there = other && from && constant(other, from.name);
    if (!other || !there || depth > 4) return `the schema ${value.text} can't be found`;
    return looseIn(tree, other, there, depth + 1);
  }
  if (!isCallExpression(value)) return `the schema is ${value.getText(file.source).slice(0, 40)}`;
  for (const call of [...calls(value)] as CallExpression[]) {
    const { expression } = call;
    if (!isPropertyAccessExpression(expression)) continue;
    if (isZod(file, expression.expression) && ['object', 'interface'].includes(expression.name.text))
      return `the schema uses z.${expression.name.text}`;
    // schema.extend(…): as strict as what it extends.
    const of = bare(expression.expression);
    const base = isIdentifier(of) && !isZod(file, of) ? looseIn(tree, file, of, depth + 1) : undefined;
    if (base && !base.endsWith("can't be found")) return base;
  }
  return undefined;
}
