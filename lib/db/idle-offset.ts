import type { Statement } from './flight';

const OFFSET = ' OFFSET $';

/**
 * A statement of Prisma's without an OFFSET that skips nothing. Prisma writes one in every query, as a parameter. Whoever
 * plans once for all values has to guess there that a tenth of the rows are skipped; for a read of one row that looks
 * dearer than planning anew each time, so PostgreSQL never keeps the plan, and planning costs more than the read.
 */
export function withoutIdleOffset(statement: Statement): Statement {
  const { text, values, name } = statement;
  const at = text.lastIndexOf(OFFSET);
  const last = values.length - 1;
  if (at < 0 || String(values[last]) !== '0' || text.slice(at + OFFSET.length) !== String(last + 1))
    return statement;
  // Another text needs another name.
  return { ...statement, text: text.slice(0, at), values: values.slice(0, -1), name: name && `${name}_0` };
}
