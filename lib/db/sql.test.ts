import { expect, test } from 'vitest';
import { ORG, type Sql, sql, statementName, toStatement } from './sql';

test('values are numbered parameters, spliced pieces keep theirs', () => {
  const inner = sql`name = ${'x'} AND age > ${3}`;
  const { text, values } = toStatement(
    sql`SELECT ${1}::int FROM t WHERE ${inner} AND org_id = ${ORG} LIMIT ${10}`,
  );
  expect(text).toBe(
    "SELECT $1::int FROM t WHERE name = $2 AND age > $3 AND org_id = current_setting('app.org_id')::uuid LIMIT $4",
  );
  expect(values).toEqual([1, 'x', 3, 10]);
});

test('a piece at the very beginning and the very end', () => {
  expect(toStatement(sql`${sql`SELECT ${1}`}${sql`, ${2}`}`)).toMatchObject({
    text: 'SELECT $1, $2',
    values: [1, 2],
  });
});

test('[I2] what comes from outside is a value, even in the shape of a piece of SQL', () => {
  const forged = JSON.parse(
    '{"parts": ["1; DROP TABLE org; --"], "values": [], "rowhouse.sql": true, "Symbol(rowhouse.sql)": true}',
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
