import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { testDatabase } from '../db/testing/database';
import type { Mail } from '../mail/send';

// What a stranger can use up, and who is refused then. Next's request around it is played by hand.
const sent: Mail[] = [];
const jar = new Map<string, string>();
const afterwards: Promise<unknown>[] = [];
vi.mock('next/server', () => ({ after: (work: () => Promise<unknown>) => afterwards.push(work()) }));
vi.mock('next/headers', () => ({
  cookies: async () => ({
    get: (name: string) => (jar.has(name) ? { value: jar.get(name) } : undefined),
    set: (name: string, value: string) => jar.set(name, value),
  }),
}));
vi.mock('../mail/send', () => ({ sendMail: async (mail: Mail) => void sent.push(mail) }));
vi.mock('../admit/person', () => ({ personIfAny: async () => null }));

const { AppError } = await import('../errors');
const { env } = await import('../env');
const { newId } = await import('../ids');
const { hashPassword } = await import('./password');
const { mailPasswordReset, mailSignInLink } = await import('./mail-links');
const { signUp, resendSignUpMail } = await import('./sign-up');
const { signInWithLink, signInWithPassword } = await import('./sign-in');
const { verifyAddress } = await import('./verify');
const { resetPassword } = await import('./reset');
const { prove } = await import('./proof');
const { comeBack } = await import('./oidc');
const { takeIncoming } = await import('../data/relay-incoming');
const { rememberDevice } = await import('./seen-places');

const db = await testDatabase();
const kept = globalThis as { rowhouseLimiterPool?: pg.Pool };
beforeAll(() => {
  kept.rowhouseLimiterPool = new pg.Pool({ connectionString: db.appUrl, max: 2 });
  env().OIDC_PROVIDERS.push(provider);
  return db.useEngine();
});
afterAll(async () => {
  await settled();
  await kept.rowhouseLimiterPool?.end();
  kept.rowhouseLimiterPool = undefined;
  await db.drop();
});
beforeEach(() => {
  jar.clear();
  sent.length = 0;
});

const provider = {
  id: 'office',
  name: 'Office',
  issuer: 'https://office.test',
  client_id: 'x',
  client_secret: 'x',
  domains: ['attack.example'],
};
const PASSWORD = 'a few words do well';
const OWNER = '198.51.100.7';
const STRANGER = '203.0.113.66';
let n = 0;
const newAddress = () => `victim-${n++}@attack.example`;
/** An address nobody has used: each test has networks of its own. */
const newNetwork = () => `10.${n++ >> 8}.${n & 255}.9`;
const secretIn = (mail?: Mail) => mail?.text.match(/#(\S+)/)?.[1] ?? '';
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'in',
    (error) => (error instanceof AppError ? error.code : String(error.message ?? error)),
  );
async function settled() {
  await Promise.all(afterwards.splice(0));
}
async function newAccount() {
  const [id, email] = [newId(), newAddress()];
  await db.admin.query(
    'INSERT INTO app_user (id, email, name, password_hash, email_verified_at) VALUES ($1, $2, $3, $4, now())',
    [id, email, 'Victim', await hashPassword(PASSWORD)],
  );
  return { userId: id as never, email };
}
/** The account's owner signs in from here: the browser and the network are known from then on. */
async function signsIn({ userId }: { userId: never }, ip: string): Promise<string | undefined> {
  await rememberDevice(userId, { ip });
  await settled();
  return jar.get('rowhouse-device');
}
/** Asks for mail until it is refused. @returns how many went through */
async function hammer(ask: () => Promise<unknown>): Promise<number> {
  for (let sent = 0; sent < 500; sent++) if ((await codeOf(ask())) === 'rate_limited') return sent;
  throw new Error('there is no limit');
}

describe('[K1] attack 8: a stranger uses up the mail of an address', () => {
  test('from one network: the owner still gets their reset, link and sign-up mail from theirs', async () => {
    const { email } = await newAccount();
    await hammer(() => mailPasswordReset(email, '', { ip: STRANGER }));
    expect(await codeOf(mailPasswordReset(email, '', { ip: OWNER }))).toBe('in');
    expect(await codeOf(mailSignInLink(email, '', { ip: OWNER }))).toBe('in');
    const fresh = newAddress();
    const stranger = newNetwork();
    const sign = (ip: string) => signUp({ name: 'V', email: fresh, password: PASSWORD, next: '' }, { ip });
    await hammer(() => sign(stranger));
    expect(await codeOf(sign(OWNER))).toBe('in');
    expect(await codeOf(resendSignUpMail(fresh, '', { ip: OWNER }))).toBe('in');
    await settled();
    expect(sent.at(-1)?.to).toBe(fresh);
  });

  test('from many networks: mail to one address stays bounded, and known networks and browsers still get theirs', async () => {
    const owner = await newAccount();
    const { email } = owner;
    const device = await signsIn(owner, OWNER);
    let through = 0;
    for (let i = 0; i < 40; i++) {
      const ip = newNetwork();
      through += await hammer(() => mailPasswordReset(email, '', { ip }));
    }
    expect(through).toBe(30);
    expect(await codeOf(mailPasswordReset(email, '', { ip: newNetwork() }))).toBe('rate_limited');
    expect(await codeOf(mailPasswordReset(email, '', { ip: OWNER }))).toBe('in');
    expect(await codeOf(mailPasswordReset(email, '', { ip: newNetwork(), device }))).toBe('in');
    // The reserve is bounded as well, and no one else's.
    expect(await hammer(() => mailPasswordReset(email, '', { ip: newNetwork(), device }))).toBe(4);
    const other = await newAccount();
    jar.clear();
    const otherDevice = await signsIn(other, newNetwork());
    expect(await codeOf(mailPasswordReset(email, '', { ip: newNetwork(), device: otherDevice }))).toBe(
      'rate_limited',
    );
    expect(await codeOf(mailPasswordReset(email, '', { ip: newNetwork(), device: 'made-up' }))).toBe(
      'rate_limited',
    );
  });

  test('from the same network: a browser that signed in before still gets mail and may sign in', async () => {
    const owner = await newAccount();
    const { email } = owner;
    const office = newNetwork();
    const device = await signsIn(owner, office);
    await hammer(() => mailPasswordReset(newAddress(), '', { ip: office }));
    await hammer(() => mailPasswordReset(email, '', { ip: office }));
    expect(await codeOf(mailPasswordReset(email, '', { ip: office, device }))).toBe('in');
    const signIn = (password: string, how: { ip: string; device?: string }) =>
      signInWithPassword({ email, password, ...how });
    await hammer(() => signIn('wrong', { ip: office }));
    expect(await codeOf(signIn(PASSWORD, { ip: office }))).toBe('rate_limited');
    expect(await codeOf(signIn(PASSWORD, { ip: office, device }))).toBe('in');
    expect(await hammer(() => signIn('wrong', { ip: office, device }))).toBe(10);
    expect(await codeOf(signIn(PASSWORD, { ip: office, device: 'made-up' }))).toBe('rate_limited');
  });

  test("a stolen session's guesses don't lock the owner's other sessions out", async () => {
    const { userId } = await newAccount();
    const sessions = await Promise.all(
      [1, 2].map(async () => {
        const id = newId();
        await db.admin.query(
          `INSERT INTO session (user_id, id, expires_at, ip, user_agent) VALUES ($1, $2, now() + interval '1 day', '', '')`,
          [userId, id],
        );
        return { userId, sessionId: id as never };
      }),
    );
    const [stolen, own] = sessions as [(typeof sessions)[0], (typeof sessions)[0]];
    expect(await hammer(() => prove(stolen, 'wrong'))).toBe(10);
    expect(await codeOf(prove(own, PASSWORD))).toBe('in');
  });

  test("unsigned events don't use up what a relay's own sender may send", async () => {
    const keys = async () =>
      (await db.admin.query(`SELECT 1 FROM rate_limit WHERE key LIKE 'relay-in:%'`)).rowCount;
    const headers = { 'webhook-id': 'x', 'webhook-timestamp': '1', 'webhook-signature': 'v1,x' };
    for (let i = 0; i < 3; i++)
      expect(await codeOf(takeIncoming(newId(), 'acme', { headers, body: '{}' }))).toBe('bad_signature');
    expect(await keys()).toBe(0);
  });
});

describe('[K1] attack 6: a /64 of IPv6 is one guesser', () => {
  test('wrong passwords for one account from a thousand addresses of one network', async () => {
    const { email } = await newAccount();
    let i = 0;
    const guess = () =>
      signInWithPassword({ email, password: 'wrong', ip: `2001:db8:6:1::${(++i).toString(16)}` });
    expect(await hammer(guess)).toBe(10);
    expect(await codeOf(signInWithPassword({ email, password: PASSWORD, ip: '2001:DB8:6:1:ffff::' }))).toBe(
      'rate_limited',
    );
    expect(await codeOf(signInWithPassword({ email, password: PASSWORD, ip: '2001:db8:6:2::1' }))).toBe('in');
  });

  test('made-up links, and mapped IPv4 counts as IPv4', async () => {
    let i = 0;
    const v6 = () => signInWithLink({ secret: 'x', ip: `2001:db8:6:3:${(++i).toString(16)}::1` });
    expect(await hammer(v6)).toBe(60);
    const v4 = newNetwork();
    expect(await hammer(() => signInWithLink({ secret: 'x', ip: i++ % 2 ? v4 : `::ffff:${v4}` }))).toBe(60);
  });
});

describe('[K1] attack 16: an office behind one address', () => {
  const MANY = 70;

  test('seventy people sign in by a provider', async () => {
    const ip = newNetwork();
    for (let i = 0; i < MANY; i++) {
      const claims = {
        iss: provider.issuer,
        sub: newId(),
        iat: Math.floor(Date.now() / 1000),
        email: newAddress(),
        email_verified: true,
      };
      expect(await codeOf(comeBack('office', claims, { ip, userAgent: 'test' }, '')), `person ${i + 1}`).toBe(
        'in',
      );
    }
  });

  test('seventy people open mailed links: to sign in, to verify, to choose a password', async () => {
    const ip = newNetwork();
    const people = await Promise.all(Array.from({ length: MANY / 3 }, newAccount));
    for (const { email } of people) {
      expect(await codeOf(mailSignInLink(email, '', { ip })), email).toBe('in');
      await settled();
      expect(await codeOf(signInWithLink({ secret: secretIn(sent.at(-1)), ip })), email).toBe('in');
      await mailPasswordReset(email, '', { ip: newNetwork() });
      await settled();
      const reset = { secret: secretIn(sent.at(-1)), password: 'another few words', ip };
      expect(await codeOf(resetPassword(reset)), email).toBe('in');
      const fresh = newAddress();
      await signUp({ name: 'N', email: fresh, password: PASSWORD, next: '' }, { ip: newNetwork() });
      await settled();
      const proof = jar.get('rowhouse-sign-up');
      const secret = secretIn(sent.at(-1));
      expect(await codeOf(verifyAddress({ secret, password: '', proof, ip })), fresh).toBe('in');
    }
  });

  test('a success gives back its own point only: guesses between successes still end at sixty', async () => {
    const ip = newNetwork();
    const { email } = await newAccount();
    let wrong = 0;
    for (let i = 0; i < 80; i++) {
      if ((await codeOf(signInWithLink({ secret: `made-up-${i}`, ip }))) === 'rate_limited') break;
      wrong++;
      if (i % 10) continue;
      await mailSignInLink(email, '', { ip: newNetwork() });
      await settled();
      await signInWithLink({ secret: secretIn(sent.at(-1)), ip });
    }
    expect(wrong).toBe(60);
  });

  test('a right password gives back its own point only, for the account as well', async () => {
    const { email } = await newAccount();
    const ip = newNetwork();
    for (let i = 0; i < 9; i++) await codeOf(signInWithPassword({ email, password: 'wrong', ip }));
    expect(await codeOf(signInWithPassword({ email, password: PASSWORD, ip }))).toBe('in');
    expect(await codeOf(signInWithPassword({ email, password: 'wrong', ip }))).toBe('wrong_credentials');
    expect(await codeOf(signInWithPassword({ email, password: 'wrong', ip }))).toBe('rate_limited');
  });
});
