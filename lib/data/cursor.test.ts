import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { newId } from '../ids';
import { type Cursor, openCursor, sealCursor } from './cursor';

vi.stubEnv('AUTH_SECRET', 'a secret of at least thirty-two characters');
vi.stubEnv('APP_DATABASE_URL', 'postgresql://nowhere');

const cursor: Cursor = {
  orgId: newId(),
  way: 'after',
  run: 2,
  key: 'zoë "quoted" ＝',
  id: newId(),
  position: 10_201,
};

describe('[M5] a cursor in an address', () => {
  test('[M5] opens as what was sealed, for its own list only', () => {
    const text = sealCursor('members', cursor);
    expect(text).toMatch(/^[\w-]+\.[\w-]+$/);
    expect(openCursor('members', text)).toEqual(cursor);
    expect(openCursor('members by name', text)).toBeNull();
    expect(openCursor('invitations', text)).toBeNull();
  });

  test('[M5] with any character changed, added or left out is none', () => {
    const text = sealCursor('members', cursor);
    const changed = fc
      .tuple(fc.nat(text.length - 1), fc.constantFrom('', 'A', 'B', '.', '-', 'é', 'AA'))
      .map(([at, put]) => text.slice(0, at) + put + text.slice(at + 1))
      .filter((other) => other !== text);
    fc.assert(
      fc.property(changed, (other) => {
        // The last character of base64url carries bits that nobody reads: another spelling of the same cursor.
        const opened = openCursor('members', other);
        if (opened !== null) expect(opened).toEqual(cursor);
      }),
      { numRuns: 2000 },
    );
  });

  test('[T5] can’t be turned to another organization without the secret', () => {
    const [body = '', code] = sealCursor('members', cursor).split('.');
    const foreign = Buffer.from(Buffer.from(body, 'base64url').toString().replace(cursor.orgId, newId()));
    expect(openCursor('members', `${foreign.toString('base64url')}.${code}`)).toBeNull();
  });

  test.each(['', '.', 'a', 'a.b', `${'a'.repeat(5000)}.b`, 'a.b.c', '[].', '%00', 'null'])(
    'nonsense is none: %j',
    (text) => expect(openCursor('members', text)).toBeNull(),
  );
});
