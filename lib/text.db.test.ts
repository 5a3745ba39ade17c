import { afterAll, expect, test } from 'vitest';
import { testDatabase } from './db/testing/database';
import { cut, lower, storable } from './text';

const db = await testDatabase();
afterAll(() => db.drop());

test('lower() is PostgreSQL’s, of every letter that both know, and of words', async () => {
  const letters: string[] = [];
  for (let code = 1; code <= 0x10ffff; code++) {
    const letter = String.fromCodePoint(code);
    if (/^\p{L}$|^\p{N}$|^\p{So}$|^\p{M}$/u.test(letter)) letters.push(letter);
  }
  letters.push('ΟΔΥΣΣΕΑΣ ΠΑΠΠΑΣ', 'İbrahim ŞAHİN', 'STRAẞE', 'ŽOFIA', 'Ann O’Neil', 'ΑΣ.');
  const { rows } = await db.admin.query<{ text: string; small: string }>(
    'SELECT t AS text, lower(t) AS small FROM unnest($1::text[]) t WHERE unicode_assigned(t)',
    [letters],
  );
  expect(letters.length).toBeGreaterThan(100_000);
  expect(rows.filter(({ text, small }) => lower(text) !== small)).toEqual([]);
});

test('a text is cut between characters', () => {
  expect(cut('ab😀cd', 3)).toBe('ab');
  expect(cut('ab😀cd', 4)).toBe('ab😀');
  expect(cut('ab', 4)).toBe('ab');
});

test('what no database takes is found, however deep', () => {
  for (const good of [
    '',
    'é😀\n',
    7,
    null,
    undefined,
    ['a'],
    { a: { b: ['c'] } },
    new Date(),
    new FormData(),
  ])
    expect(storable(good)).toBe(true);
  for (const bad of ['\0', '\ud83d', ['a', '\0'], { a: { b: ['\ude00'] } }, { 'a\0': 1 }])
    expect(storable(bad)).toBe(false);
});
