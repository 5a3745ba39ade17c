import { createHash } from 'node:crypto';
import type { Statement } from './flight';

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

/** The org of the running scope: `where m.org_id = ${ORG}`. The application's own filter in hand-written SQL. */
export const ORG = sql`current_setting('app.org_id')::uuid`;

/** The person in scope, as a piece. */
export const ME = sql`current_setting('app.user_id')::uuid`;

/** The workspace of the running scope, beside ORG: `where c.org_id = ${ORG} and c.workspace_id = ${WORKSPACE}`. */
export const WORKSPACE = sql`current_setting('app.workspace_id')::uuid`;

const isSql = (x: unknown): x is Sql => typeof x === 'object' && x !== null && MADE in x;

// Texts are few (they come from templates in code), so their names are kept.
const names = new Map<string, string>();

/** The statement to send: numbered parameters, and a name by its text, so that it is planned once a connection. */
export function toStatement(piece: Sql): Statement {
  if (!isSql(piece)) throw new TypeError('SQL is made by the sql tag and nothing else');
  const text = piece.parts.reduce((all, part, i) => (i === 0 ? part : `${all}$${i}${part}`), '');
  return { text, values: [...piece.values], name: statementName(text) };
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
