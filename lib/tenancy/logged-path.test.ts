import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newId, toUlid } from '../ids';
import { loggedPath, MASK } from './logged-path';

describe('[R6] no secret and no query string is in a logged path', () => {
  test.each([
    ['/members?q=ann&token=abc', '/members'],
    ['/invitation#secret', '/invitation'],
    ['/', '/'],
    ['', '/'],
    ['/members/export', '/members/export'],
    ['/a-page-with-a-long-name-of-plain-words-2026', '/a-page-with-a-long-name-of-plain-words-2026'],
    ['/reset/rh_live_4f9a8b7c6d5e4f3a2b1c', `/reset/${MASK}`],
    ['/x/token=abc/y', `/x/${MASK}/y`],
    ['/x/token%3Dabc/y', `/x/${MASK}/y`],
    ['/x/%', '/x/%'],
  ])('%s', (path, shown) => expect(loggedPath(path)).toBe(shown));

  test('ids stay: they are what one searches by', () => {
    for (let i = 0; i < 200; i++) {
      const id = newId();
      expect(loggedPath(`/x/${id}/${toUlid(id)}`)).toBe(`/x/${id}/${toUlid(id)}`);
    }
  });

  test('secrets as they are made go, in every spelling of bytes', () => {
    for (let i = 0; i < 2000; i++)
      for (const spelt of ['base64url', 'hex'] as const) {
        const secret = randomBytes(32).toString(spelt);
        expect(loggedPath(`/x/${secret}/y`), secret).toBe(`/x/${MASK}/y`);
      }
    const jwt = `${b64({ alg: 'HS256', typ: 'JWT' })}.${b64({ sub: newId() })}.${randomBytes(32).toString('base64url')}`;
    expect(loggedPath(`/x/${jwt}`)).toBe(`/x/${MASK}`);
  });

  test('whatever comes: at most 300 characters, no query, nothing that a database refuses', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (text) => {
        const shown = loggedPath(`/${text}`);
        expect(shown.length).toBeLessThanOrEqual(300);
        expect(shown).not.toMatch(/[?#\p{Cc}]/u);
        expect(shown.isWellFormed()).toBe(true);
      }),
      { numRuns: 500 },
    );
  }, 60_000);
});

const b64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
