import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromUlid, isUuid, newId, toUlid } from './ids';

const uuid = fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }).map((n) =>
  n
    .toString(16)
    .padStart(32, '0')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
);

describe('ULIDs', () => {
  // The specification's own example (github.com/ulid/spec), its bounds, and one worked out by hand.
  test.each([
    ['00000000-0000-0000-0000-000000000000', '00000000000000000000000000'],
    ['ffffffff-ffff-ffff-ffff-ffffffffffff', '7ZZZZZZZZZZZZZZZZZZZZZZZZZ'],
    ['01563e3a-b5d3-d676-4c61-efb99302bd5b', '01ARZ3NDEKTSV4RRFFQ69G5FAV'],
    ['00000000-0000-0000-0000-000000000001', '00000000000000000000000001'],
    ['00000000-0000-0000-0000-000000000020', '00000000000000000000000010'],
  ])('%s is %s', (id, ulid) => {
    expect(toUlid(id)).toBe(ulid);
    expect(fromUlid(ulid)).toBe(id);
    expect(fromUlid(ulid.toLowerCase())).toBe(id);
  });

  test('[T4] a uuid goes out and comes back the same, and order is kept', () => {
    fc.assert(
      fc.property(uuid, uuid, (a, b) => {
        expect(fromUlid(toUlid(a))).toBe(a);
        expect(toUlid(a)).toMatch(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
        expect(toUlid(a) < toUlid(b)).toBe(a < b);
      }),
      { numRuns: 2000 },
    );
  });

  test('what is no ULID is null, whatever it is', () => {
    for (const text of [
      '',
      '8ZZZZZZZZZZZZZZZZZZZZZZZZZ', // more than 128 bits
      '01ARZ3NDEKTSV4RRFFQ69G5FA', // 25
      '01ARZ3NDEKTSV4RRFFQ69G5FAVV', // 27
      '01ARZ3NDEKTSV4RRFFQ69G5FAI', // I, L, O and U are not in the alphabet
      '01ARZ3NDEKTSV4RRFFQ69G5FAL',
      '01ARZ3NDEKTSV4RRFFQ69G5FAO',
      '01ARZ3NDEKTSV4RRFFQ69G5FAU',
      '01ARZ3NDEKTSV4RRFFQ69G5FA ',
      '01ARZ3NDEKTSV4RRFFQ69G5FAV\n',
      '01563e3a-b5d3-d676-4c61-efb99302bd5b',
      '01ARZ3NDEKTSV4RRFFQ69G5FA\u017f', // a letter whose upper case is S
    ])
      expect([text, fromUlid(text)]).toEqual([text, null]);
  });

  test('what is no uuid is an error, not another id', () => {
    for (const text of ['', 'x', '01563E3A-B5D3-D676-4C61-EFB99302BD5B', '01563e3ab5d3d6764c61efb99302bd5b'])
      expect(() => toUlid(text)).toThrow(RangeError);
  });
});

test('new ids are version 7, distinct, and ordered in time', () => {
  const ids = Array.from({ length: 10_000 }, newId);
  expect(new Set(ids).size).toBe(ids.length);
  expect([...ids].sort()).toEqual(ids);
  for (const id of ids.slice(0, 100))
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-/);
  const at = Number.parseInt((ids[0] as string).replace('-', '').slice(0, 12), 16);
  expect(Math.abs(Date.now() - at)).toBeLessThan(60_000);
});

test('a uuid is what Postgres prints, and nothing else', () => {
  expect(isUuid(newId())).toBe(true);
  for (const text of [
    '',
    newId().toUpperCase(),
    ` ${newId()}`,
    `${newId()}\n`,
    `{${newId()}}`,
    newId().replaceAll('-', ''),
  ])
    expect(isUuid(text)).toBe(false);
});
