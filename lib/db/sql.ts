import { createHash } from 'node:crypto';
import { ScopeError } from './filter';
import type { Statement } from './flight';
import type { Scope } from './scope';

// A key that no JSON and no form can hold: what comes from outside is a value, whatever its shape.
const MADE = Symbol.for('rowhouse.sql');

/** A piece of SQL with its values apart from its text, and the type of its rows. Made only by the `sql` tag. */
export type Sql<Row = unknown> = {
  readonly [MADE]: true;
  readonly parts: readonly string[];
  readonly values: readonly unknown[];
  readonly row?: Row;
};

/**
 * SQL with parameters: sql`… where id = ${id}`. A value never becomes text; another `sql` piece is spliced in.
 */
export function sql<Row = unknown>(strings: TemplateStringsArray, ...inputs: unknown[]): Sql<Row> {
  const parts: string[] = [strings[0] ?? ''];
  const values: unknown[] = [];
  inputs.forEach((input, i) => {
    const after = strings[i + 1] ?? '';
    if (isSql(input)) {
      parts[parts.length - 1] += input.parts[0] ?? '';
      parts.push(...input.parts.slice(1));
      values.push(...input.values);
      parts[parts.length - 1] += after;
    } else {
      values.push(input);
      parts.push(after);
    }
  });
  return { [MADE]: true, parts, values };
}

const SLOT = Symbol.for('rowhouse.slot');

/** A value that the scope of the statement gives. */
type Slot = { readonly [SLOT]: keyof Bounds; readonly entered: string };

/** What a scope gives to the statements in it. `entering`: its first statement finds the rest out. */
export type Bounds = Pick<Scope, 'orgId' | 'userId' | 'workspaceId' | 'entering'>;

const slot = (of: keyof Bounds, entered: string): Sql => ({
  [MADE]: true,
  parts: ['', ''],
  values: [{ [SLOT]: of, entered } satisfies Slot],
});

/**
 * The org of the running scope: `where m.org_id = ${ORG}`. The application's own filter in hand-written SQL, and
 * independent of the database's: a value that the handle knows, not a setting of the connection. In the flight that enters
 * nobody knows it before, so there it is what the gate has just let in.
 */
export const ORG = slot('orgId', `split_part(current_setting('app.ticket'), '.', 3)::uuid`);

/** The person in scope, as a piece. */
export const ME = slot('userId', `split_part(current_setting('app.ticket'), '.', 5)::uuid`);

/** The workspace of the running scope, beside ORG: `where c.org_id = ${ORG} and c.workspace_id = ${WORKSPACE}`. */
export const WORKSPACE = slot('workspaceId', `split_part(current_setting('app.ticket'), '.', 4)::uuid`);

const isSlot = (x: unknown): x is Slot => typeof x === 'object' && x !== null && SLOT in x;
const isSql = (x: unknown): x is Sql => typeof x === 'object' && x !== null && MADE in x;

// Texts are few (they come from templates in code), so their names are kept.
const names = new Map<string, string>();

/**
 * The statement to send in a scope: numbered parameters, and a name by its text, so that it is planned once a connection.
 * @throws ScopeError when it asks for an org, a workspace or a person that the scope doesn't have
 */
export function toStatement(piece: Sql, scope: Bounds = {}): Statement {
  if (!isSql(piece)) throw new TypeError('SQL is made by the sql tag and nothing else');
  const values: unknown[] = [];
  const numbers = new Map<string, number>();
  let text = piece.parts[0] ?? '';
  for (const [i, value] of piece.values.entries()) {
    text += isSlot(value) ? bound(value, scope, values, numbers) : `$${values.push(value)}`;
    text += piece.parts[i + 1] ?? '';
  }
  return { text, values, name: statementName(text) };
}

/** Each of a scope's values is one parameter, however often a statement names it. */
function bound(slot: Slot, scope: Bounds, values: unknown[], numbers: Map<string, number>): string {
  const of = slot[SLOT];
  const value = scope[of];
  if (value !== undefined) {
    const number = numbers.get(of) ?? values.push(value);
    numbers.set(of, number);
    return `$${number}::uuid`;
  }
  if (scope.entering) return slot.entered;
  throw new ScopeError(`no ${of} in this scope`);
}

/** A stable name for a text; none once 2,000 are taken (IN lists make endless texts). */
export function statementName(text: string): string | undefined {
  const known = names.get(text);
  if (known) return known;
  if (names.size >= 2000) return undefined;
  const name = `q_${createHash('sha256').update(text).digest('base64url').slice(0, 16)}`;
  names.set(text, name);
  return name;
}
