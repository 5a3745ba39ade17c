import fc from 'fast-check';
import pg from 'pg';
import { expect, test } from 'vitest';
import { VALUE_TYPES } from './value-types';

const theirs = (oid: number) => pg.types.getTypeParser(oid, 'text') as (text: string) => unknown;
const same = (oid: number, text: string) =>
  expect([text, VALUE_TYPES.getTypeParser(oid, 'text')(text)]).toEqual([text, theirs(oid)(text)]);

test.each([
  '{}',
  '{a}',
  '{member.read,relay.hand_on}',
  '{"a,b",c}',
  '{NULL,"NULL"}',
  '{null}',
  '{"\\\\\\""}',
  '{{a,b},{c,d}}',
  '{""}',
])('an array of text is read as node-postgres reads it: %s', (text) => same(1009, text));

test.each([
  '2026-11-26 20:00:00+00',
  '2026-11-26 20:00:00.1+00',
  '2026-02-28 23:59:59.999999+00',
  '2026-11-26 20:00:00+01',
  '2026-11-26 20:00:00.123-03:30',
  '0099-01-01 00:00:00+00',
  '0001-12-31 00:00:00+00 BC',
  '12026-01-01 00:00:00+00',
  'infinity',
  '-infinity',
])('a time is read as node-postgres reads it: %s', (text) => same(1184, text));

test('every time in UTC is, to the microsecond that it has', () => {
  const date = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(date, fc.stringMatching(/^\d{0,3}$/), (at, more) => {
      const [day, time = ''] = at.toISOString().slice(0, -1).split('T');
      same(1184, `${day} ${time}${more}+00`);
    }),
    { numRuns: 2000 },
  );
});

test('all others are theirs', () => {
  for (const oid of [16, 20, 23, 25, 114, 1082, 1114, 1700, 2950, 3802])
    expect(VALUE_TYPES.getTypeParser(oid, 'text')).toBe(theirs(oid));
});
