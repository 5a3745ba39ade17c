import { expect, test } from 'vitest';
import { safeNext } from './routes';

test.each([
  '/\u0000',
  '/a\u0001b',
  '/a\u0085b',
  '/a?b=\u0000',
  '/\ud800',
  '/a?b=\udfff',
  '/%00',
  '/a?b=%00',
  '/a%2fb',
  '/a/%2e%2e%2fb',
  '/a%5cb',
  '/a%zz',
  '/a%ff',
  '/a%252e%252e/b',
  '/a//b',
])('[R9] attack 18: %j is no path to go on to, since the front would refuse it', (next) => {
  expect(safeNext(next, '/fallback')).toBe('/fallback');
});

test.each(['/', '/members?q=a%20b', '/s/main/contacts/01ARZ3NDEKTSV4RRFFQ69G5FAV', '/a?b=%2Fc%2Fd'])(
  '[R9] %s stays as it is',
  (next) => {
    expect(safeNext(next, '/fallback')).toBe(next);
  },
);
