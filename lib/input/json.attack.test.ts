import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { parse } from '../admit/action';
import { AppError } from '../errors';
import { MOST_BLOCKED_MS, timeOf } from '../testing/event-loop';
import { composed, storable } from '../text';
import { parseJson } from './json';
import { MOST_NESTED, MOST_VALUES } from './json-shape.mjs';
import { queryOf } from './query';

const MOST = 2_000_000;
const fill = (piece: string) => piece.repeat(Math.floor(MOST / piece.length));
const keys = (count: number) => `{${Array.from({ length: count }, (_, i) => `"k${i}":${i}`).join(',')}}`;
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

const BODIES: [what: string, text: string, code: string | null][] = [
  ['lists in lists', nested(MOST / 2), 'invalid'],
  ['lists that never end', fill('['), 'invalid'],
  ['objects in objects', `${fill('{"a":')}1`, 'invalid'],
  ['a hundred thousand keys', keys(100_000), 'too_large'],
  ['a hundred thousand elements', `[${fill('1,')}1]`, 'too_large'],
  ['empty lists', `[${fill('[],')}1]`, 'too_large'],
  ['the same key again and again', `{${fill('"a":1,')}"a":1}`, 'too_large'],
  ['one long text', `"${fill('x')}"`, null],
  ['one text of escapes', `"${fill('\\u00e9')}"`, null],
  ['a text of brackets', `"${fill('[')}"`, null],
  ['a text of quotes', `"${fill('\\"')}"`, null],
  ['a long number', fill('9'), null],
  ['nothing but blanks', fill(' '), null],
  ['keys that prototypes have', '{"__proto__":{"a":1},"constructor":{"prototype":{"a":1}}}', null],
];

describe('[I9] attack 18: JSON that is made to be slow or deep', () => {
  test.each(BODIES)('[I9] attack 18: %s', (_, text, code) => {
    const schema = z.strictObject({ a: z.string().optional() });
    const read = () => parse(schema, parseJson(text));
    expect(timeOf(read)).toBeLessThan(MOST_BLOCKED_MS);
    expect(read).toThrow(AppError);
    try {
      parseJson(text);
      expect(code).toBeNull();
    } catch (error) {
      expect(error).toMatchObject({ code });
    }
    expect(({} as { a?: unknown }).a).toBeUndefined();
  });

  test('[I9] attack 18: what is as deep and wide as allowed is taken', () => {
    expect(parseJson(nested(MOST_NESTED))).toBeTruthy();
    expect(() => parseJson(nested(MOST_NESTED + 1))).toThrow('more than 32 levels');
    expect(parseJson(`[${'1,'.repeat(MOST_VALUES - 1)}1]`)).toBeTruthy();
    expect(() => parseJson(`[${'1,'.repeat(MOST_VALUES)}1]`)).toThrow('more than 10,000 values');
    expect(parseJson('{"text":"[[[[\\"{{,,,"}')).toEqual({ text: '[[[["{{,,,' });
    expect(parseJson('no JSON')).toBeUndefined();
  });

  test('[I9] attack 18: input that is deep, refers to itself or to the same thing twice is refused, or looked at once', () => {
    const deep = JSON.parse(nested(100_000));
    expect(storable(deep)).toBe(false);
    expect(() => parse(z.any(), deep)).toThrow('more than 32 levels');
    const loop: unknown[] = [];
    loop.push(loop);
    expect(storable(loop)).toBe(true);
    let doubled: unknown[] = ['a'];
    for (let i = 0; i < MOST_NESTED - 2; i++) doubled = [doubled, doubled];
    expect(timeOf(() => storable(doubled))).toBeLessThan(MOST_BLOCKED_MS);
    expect(() => parse(z.any(), Array(1001).fill(1))).toThrow('more than 1,000 items');
  });

  test('[I9] attack 18: composing marks takes no longer in a long run, and changes no word', () => {
    const marks = ['\u0301\u0316'.repeat(10_000), '\u0301'.repeat(10_000) + '\u0316'.repeat(10_000)];
    for (const text of marks) expect(timeOf(() => composed(`a${text}`))).toBeLessThan(MOST_BLOCKED_MS);
    for (const text of ['Zoë', 'Việt Nam', 'Åsa', 'हिन्दी', 'שָׁלוֹם', `a${'\u0301'.repeat(30)}`]) {
      const written = text.normalize('NFD');
      if (text.length < 30) expect(composed(written)).toBe(text.normalize('NFC'));
      expect(composed(composed(written))).toBe(composed(written));
    }
    const long = composed(`a${'\u0316'.repeat(100)}`);
    expect(composed(long)).toBe(long);
  });

  test('[I9] attack 18: a query of many parameters is read in one pass', () => {
    const many = new URLSearchParams(Array.from({ length: 9000 }, (_, i) => `k${i}=v`).join('&'));
    expect(timeOf(() => queryOf(many))).toBeLessThan(MOST_BLOCKED_MS);
    expect(queryOf(new URLSearchParams('a=1&b=2&a=3&__proto__=4'))).toEqual(
      Object.fromEntries([
        ['a', ['1', '3']],
        ['b', '2'],
        ['__proto__', '4'],
      ]),
    );
  });
});
