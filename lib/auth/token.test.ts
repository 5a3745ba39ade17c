import { SignJWT } from 'jose';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { SessionId, UserId } from '../db/scope';
import { newId } from '../ids';
import { readToken, SESSION_SECONDS, signToken, TOKEN_SECONDS } from './token';

const SECRET = 'a secret of more than thirty-two characters';
const who = { userId: newId() as UserId, sessionId: newId() as SessionId };
const good = new TextEncoder().encode(`rowhouse session ${SECRET}`);
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const claims = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1] as string, 'base64url').toString());

beforeAll(() => {
  process.env.AUTH_SECRET = SECRET;
  process.env.APP_DATABASE_URL ??= 'postgresql://rowhouse_app@127.0.0.1:1/none';
});
afterEach(() => void vi.useRealTimers());

/** A token made by hand, right but for what is said. */
const forge = (change: {
  sub?: string;
  sid?: unknown;
  aud?: string | null;
  alg?: string;
  key?: Uint8Array;
}) => {
  const jwt = new SignJWT('sid' in change ? { sid: change.sid } : { sid: who.sessionId })
    .setProtectedHeader({ alg: change.alg ?? 'HS256' })
    .setSubject(change.sub ?? who.userId)
    .setIssuedAt()
    .setExpirationTime('15m');
  if (change.aud !== null) jwt.setAudience(change.aud ?? 'acme');
  return jwt.sign(change.key ?? good);
};

describe('[K2] session tokens', () => {
  test('name the user and the session, on the host they are for', async () => {
    expect(await readToken(await signToken(who, 'acme'), 'acme')).toEqual({ caller: who, fresh: true });
    expect(await readToken(await signToken(who, null), null)).toEqual({ caller: who, fresh: true });
    expect(await readToken(await forge({}), 'acme')).toEqual({ caller: who, fresh: true });
  });

  test('[R5] carry user, session and host, and nothing else', async () => {
    const payload = claims(await signToken(who, 'acme'));
    expect(Object.keys(payload).sort()).toEqual(['aud', 'exp', 'iat', 'sid', 'sub']);
  });

  test('live for a quarter of an hour; then they are good for renewing, and after a month for nothing', async () => {
    expect(TOKEN_SECONDS).toBeLessThanOrEqual(15 * 60);
    vi.useFakeTimers({ toFake: ['Date'] });
    const token = await signToken(who, 'acme');
    const later = (seconds: number) => {
      vi.setSystemTime(Date.now() + seconds * 1000);
      return readToken(token, 'acme');
    };
    expect(await later(TOKEN_SECONDS - 2)).toMatchObject({ fresh: true });
    expect(await later(4)).toMatchObject({ caller: who, fresh: false });
    expect(await later(SESSION_SECONDS)).toBeNull();
  });

  test('are worth nothing on another host', async () => {
    const acme = await signToken(who, 'acme');
    for (const host of ['globex', 'acme.test', '', null, '@root', 'ACME'])
      expect(await readToken(acme, host)).toBeNull();
    expect(await readToken(await signToken(who, null), 'acme')).toBeNull();
    expect(await readToken(await forge({ aud: null }), 'acme')).toBeNull();
  });

  test('are worth nothing with another key or algorithm, or with none', async () => {
    const [, payload] = (await signToken(who, 'acme')).split('.') as [string, string];
    for (const token of [
      await forge({ key: new TextEncoder().encode(SECRET) }),
      await forge({ key: new TextEncoder().encode('rowhouse session another secret of thirty-two chars') }),
      await forge({ alg: 'HS512', key: new TextEncoder().encode(`rowhouse session ${SECRET}`.padEnd(64)) }),
      await forge({ alg: 'HS384' }),
      `${part({ alg: 'none' })}.${payload}.`,
      `${part({ alg: 'None', typ: 'JWT' })}.${payload}.`,
      `${part({ alg: 'HS256' })}.${payload}.`,
    ])
      expect(await readToken(token, 'acme')).toBeNull();
  });

  test('are worth nothing when a single character of them is another', async () => {
    const token = await signToken(who, 'acme');
    for (let i = 0; i < token.length; i += 3) {
      // The last character of a part carries unused bits: a neighbour of it may mean the same bytes.
      const last = i === token.length - 1 || token[i + 1] === '.';
      const other = token[i] === '.' ? 'x' : last ? '~' : token[i] === 'A' ? 'B' : 'A';
      expect(await readToken(token.slice(0, i) + other + token.slice(i + 1), 'acme')).toBeNull();
    }
    const stolen = part({ ...claims(token), sub: newId() });
    expect(await readToken(token.replace(/\..*\./, `.${stolen}.`), 'acme')).toBeNull();
  });

  test('must name a user and a session by proper ids', async () => {
    for (const change of [
      { sub: 'root' },
      { sub: '' },
      { sub: who.userId.toUpperCase() },
      { sid: undefined },
      { sid: 7 },
      { sid: 'x' },
    ])
      expect(await readToken(await forge(change), 'acme')).toBeNull();
  });

  test('what is no token is none', async () => {
    for (const text of [undefined, '', '.', '..', 'a.b.c', 'null', '{}', 'x'.repeat(100_000)])
      expect(await readToken(text, 'acme')).toBeNull();
  });
});
