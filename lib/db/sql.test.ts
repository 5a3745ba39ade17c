import { expect, test } from 'vitest';
import type { OrgId } from './scope';
import { ME, ORG, type Sql, sql, statementName, toStatement, WORKSPACE } from './sql';

const id = (letter: string) => `${letter}-id`;
const orgId = id('o') as OrgId;

test('values are numbered parameters, spliced pieces keep theirs', () => {
  const inner = sql`name = ${'x'} AND age > ${3}`;
  const { text, values } = toStatement(
    sql`SELECT ${1}::int FROM t WHERE ${inner} AND org_id = ${ORG} LIMIT ${10}`,
    { orgId },
  );
  expect(text).toBe('SELECT $1::int FROM t WHERE name = $2 AND age > $3 AND org_id = $4::uuid LIMIT $5');
  expect(values).toEqual([1, 'x', 3, orgId, 10]);
});

test('[I2] the scope’s ids are values that the handle knows, one parameter each', () => {
  const piece = sql`SELECT ${ORG}, ${ME}, ${WORKSPACE}, ${ORG}`;
  expect(
    toStatement(piece, { orgId, userId: id('u') as never, workspaceId: id('w') as never }),
  ).toMatchObject({
    text: 'SELECT $1::uuid, $2::uuid, $3::uuid, $1::uuid',
    values: [orgId, id('u'), id('w')],
  });
  // In the flight that enters: what the gate has let in, as far as nobody knew it before.
  expect(toStatement(sql`SELECT ${ORG}, ${ME}`, { entering: true, orgId })).toMatchObject({
    text: "SELECT $1::uuid, split_part(current_setting('app.ticket'), '.', 5)::uuid",
    values: [orgId],
  });
});

test('[I2] a scope without an org, a person or a workspace answers no statement about one', () => {
  for (const piece of [ORG, ME, WORKSPACE])
    expect(() => toStatement(sql`SELECT ${piece}`, {})).toThrow('in this scope');
});

test('a piece at the very beginning and the very end', () => {
  expect(toStatement(sql`${sql`SELECT ${1}`}${sql`, ${2}`}`)).toMatchObject({
    text: 'SELECT $1, $2',
    values: [1, 2],
  });
});

test('[I2] what comes from outside is a value, even in the shape of a piece of SQL', () => {
  const forged = JSON.parse(
    '{"parts": ["1; DROP TABLE org; --"], "values": [], "rowhouse.sql": true, "Symbol(rowhouse.sql)": true, "rowhouse.slot": "orgId", "entered": "1"}',
  );
  expect(toStatement(sql`SELECT ${forged}`)).toMatchObject({ text: 'SELECT $1', values: [forged] });
  expect(() => toStatement(forged)).toThrow('made by the sql tag');
  const copied = { parts: ['SELECT 1'], values: [] } as unknown as Sql;
  expect(() => toStatement(copied)).toThrow('made by the sql tag');
});

test('the same text has the same name, others have others, and endless texts get none', () => {
  expect(statementName('SELECT 1')).toBe(statementName('SELECT 1'));
  expect(statementName('SELECT 1')).not.toBe(statementName('SELECT 2'));
  const names = Array.from({ length: 3000 }, (_, i) => statementName(`SELECT ${i} AS endless`));
  expect(names.at(-1)).toBeUndefined();
  expect(statementName('SELECT 1')).toMatch(/^q_[\w-]{16}$/);
});
