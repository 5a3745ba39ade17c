import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { UserId } from '../db/scope';
import { testDatabase } from '../db/testing/database';
import { insert, makeOrg, makeUser } from '../db/testing/world';
import { newId } from '../ids';
import type { Mail } from '../mail/send';
import type { Claims } from './claims';

// A provider is believed about addresses only inside its own domains, and gives access only to a person who proved who
// they are. Against the database, with Next's request around it played by hand.

const sent: Mail[] = [];
const cookies = new Map<string, string>();
const afterwards: Promise<unknown>[] = [];
vi.mock('next/server', () => ({ after: (work: () => Promise<unknown>) => afterwards.push(work()) }));
vi.mock('next/headers', () => ({
  cookies: async () => ({
    set: (name: string, value: string) => cookies.set(name, value),
    get: (name: string) => (cookies.has(name) ? { name, value: cookies.get(name) } : undefined),
  }),
}));
vi.mock('../mail/send', () => ({ sendMail: async (mail: Mail) => void sent.push(mail) }));

vi.mock('./limits', () => ({ guess: (_keys: unknown, work: () => unknown) => work() }));
vi.mock('./mail-budget', () => ({ spendMail: async () => {} }));
const provider = {
  id: 'one',
  name: 'One',
  issuer: 'https://one.test',
  client_id: 'x',
  client_secret: 'x',
  domains: ['own.example'],
};
vi.mock('../env', async (original) => {
  const { env, ...rest } = await original<typeof import('../env')>();
  return { ...rest, env: () => ({ ...env(), OIDC_PROVIDERS: [provider] }) };
});

const { vouchedBy } = await import('./provider-sign-in');
const { confirmIdentity, mailConfirmation } = await import('./confirm-identity');
const { connectTo, listIdentities } = await import('./identities');
const { noteConnect } = await import('./connect-cookie');
const { mailPasswordReset } = await import('./mail-links');
const { resetPassword } = await import('./reset');
const { signUp } = await import('./sign-up');
const { signInWithPassword } = await import('./sign-in');
const { createUserToken } = await import('../data/user-tokens');
const { createOrgToken, rotateOrgToken } = await import('../data/org-token-changes');
const { actorIn } = await import('../data/testing/actor');
const { aRequest } = await import('../data/testing/request');

const db = await testDatabase();
beforeAll(() => db.useEngine());
afterAll(() => db.drop());
beforeEach(() => {
  sent.length = 0;
  cookies.clear();
});

const from = { ip: '192.0.2.1', userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' };
const now = () => Math.floor(Date.now() / 1000);
const claims = (more: Partial<Claims> = {}): Claims => ({
  iss: provider.issuer,
  sub: newId(),
  iat: now(),
  email: `${newId()}@elsewhere.example`,
  email_verified: true,
  name: 'Petra Provided',
  ...more,
});
const settled = () => Promise.all(afterwards.splice(0));
const secretIn = (mail?: Mail) => mail?.text.match(/#(\S+)/)?.[1] ?? '';
const outcome = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error) => error.reason ?? error.code ?? error.message,
  );
const accountAt = async (email = '') =>
  (await db.admin.query('SELECT * FROM app_user WHERE email = $1', [email])).rows[0];
const leftOpen = ({ userId }: { userId: string }) =>
  db.admin.query(`UPDATE session SET proved_at = now() - interval '1 hour' WHERE user_id = $1`, [userId]);

/** Comes back from the provider in this browser, up to the mailed link. @returns its secret */
async function mailed(given: Claims): Promise<string> {
  const vouched = await vouchedBy(provider, given, from);
  if (!('confirm' in vouched)) throw new Error('it was believed');
  await mailConfirmation(provider, given, vouched.confirm, '', from);
  await settled();
  return secretIn(sent.at(-1));
}

describe('[K1] attack 10: outside its domains', () => {
  test('a provider’s word creates no verified account: only the mailed link does', async () => {
    const given = claims();
    const secret = await mailed(given);
    expect(sent.at(-1)).toMatchObject({ to: given.email, subject: 'Confirm your sign-in with One' });
    expect(await accountAt(given.email)).toMatchObject({ email_verified_at: null, password_hash: null });
    // The provider may say so again: still nobody.
    expect(await vouchedBy(provider, given, from)).toEqual({ confirm: given.email });
    const userId = await confirmIdentity({ secret, ...from });
    expect(await accountAt(given.email)).toMatchObject({
      id: userId,
      name: 'Petra Provided',
      email_verified_at: expect.any(Date),
    });
    expect(await vouchedBy(provider, given, from)).toEqual({ userId, proved: true });
  });

  test('the owner of the address confirms nothing for the stranger who caused the mail', async () => {
    const given = claims();
    const secret = await mailed(given);
    cookies.clear(); // another browser
    expect(await outcome(confirmIdentity({ secret, ...from }))).toBe('wrong_credentials');
    expect(await accountAt(given.email)).toMatchObject({ email_verified_at: null });
    expect(await vouchedBy(provider, given, from)).toEqual({ confirm: given.email });
  });

  test('the link of one address doesn’t confirm another that this browser brought', async () => {
    const victim = claims();
    const secret = await mailed(victim);
    cookies.clear();
    await mailed(claims({ sub: 'of the attacker' }));
    expect(await outcome(confirmIdentity({ secret, ...from }))).toBe('wrong_credentials');
    expect(await accountAt(victim.email)).toMatchObject({ email_verified_at: null });
  });

  test('what the browser keeps can’t be altered', async () => {
    const given = claims();
    const secret = await mailed(given);
    const [name = '', value = ''] = [...cookies][0] ?? [];
    const [text = '', seal = ''] = value.split('.');
    const other = { ...JSON.parse(Buffer.from(text, 'base64url').toString()), sub: 'another' };
    cookies.set(name, `${Buffer.from(JSON.stringify(other)).toString('base64url')}.${seal}`);
    expect(await outcome(confirmIdentity({ secret, ...from }))).toBe('wrong_credentials');
    cookies.set(name, value);
    expect(await outcome(confirmIdentity({ secret, ...from }))).toBe('done');
    expect(await outcome(confirmIdentity({ secret, ...from }))).toBe('link_expired');
  });

  test('an account that exists is neither signed in to nor told of, except by mail', async () => {
    const me = await makeUser(db.admin);
    const { email } = me;
    expect(await vouchedBy(provider, claims({ email }), from)).toEqual({ confirm: email });
    expect(await mailed(claims({ email }))).toBe('');
    expect(sent.at(-1)).toMatchObject({ to: email, subject: 'You already have an account' });
    expect(await listIdentities(me)).toEqual([]);
  });
});

describe('[K1] attack 10: a password reset by the owner of the address', () => {
  async function takenOver(email: string) {
    const userId = newId() as UserId;
    await insert(db.admin, 'app_user', { id: userId, email, name: 'X', email_verified_at: new Date() });
    for (const issuer of [provider.issuer, 'https://gone.test'])
      await insert(db.admin, 'user_identity', {
        id: newId(),
        user_id: userId,
        issuer,
        subject: newId(),
        email,
      });
    await insert(db.admin, 'session', {
      user_id: userId,
      id: newId(),
      expires_at: new Date(Date.now() + 60_000),
      user_agent: 'test',
      ip: '127.0.0.1',
    });
    await mailPasswordReset(email, '', from);
    await settled();
    await resetPassword({ secret: secretIn(sent.at(-1)), password: 'a few words do well', ip: from.ip });
    await settled();
    return userId;
  }

  // Its sessions have ended, so it is looked at from outside.
  const issuersOf = async (userId: string) =>
    (await db.admin.query('SELECT issuer FROM user_identity WHERE user_id = $1', [userId])).rows.map(
      ({ issuer }) => issuer,
    );

  test('disconnects the providers that don’t run its domain, ends all sessions, and says so', async () => {
    const userId = await takenOver(`${newId()}@elsewhere.example`);
    expect(await issuersOf(userId)).toEqual([]);
    const { rows } = await db.admin.query('SELECT 1 FROM session WHERE user_id = $1 AND revoked_at IS NULL', [
      userId,
    ]);
    expect(rows).toEqual([]);
    expect(sent.at(-1)?.subject).toBe('Your password was changed');
    expect(sent.at(-1)?.text).toContain('disconnected: One, gone.test');
  });

  test('leaves the provider that runs its domain', async () => {
    const userId = await takenOver(`${newId()}@own.example`);
    expect(await issuersOf(userId)).toEqual([provider.issuer]);
    expect(sent.at(-1)?.text).toContain('disconnected: gone.test');
  });
});

describe('[K1] attack 11: lasting access', () => {
  const identity = (given: Claims) => ({ iss: given.iss, sub: given.sub, iat: now() });

  test('a session without a fresh proof connects no provider', async () => {
    const me = await makeUser(db.admin);
    await leftOpen(me);
    expect(await outcome(noteConnect(me, 'one'))).toBe('sign_in_required');
    expect(cookies.size).toBe(0);
    expect(await outcome(connectTo(me, provider, claims(), from))).toBe('oidc_unproved');
    expect(await listIdentities(me)).toEqual([]);
  });

  test('a connected provider and a personal token are announced by email', async () => {
    const me = await makeUser(db.admin);
    await connectTo(me, provider, claims({ email: 'ann@elsewhere.example' }), from);
    await createUserToken(
      me,
      { name: 'Nightly import', scopes: ['org.read'], lifetime: 'never' },
      { ...aRequest(), ...from },
    );
    await settled();
    const [first, second] = sent;
    expect(first).toMatchObject({ to: me.email, subject: 'One was connected to your account' });
    expect(first?.text).toContain('ann@elsewhere.example');
    expect(second).toMatchObject({ to: me.email, subject: 'A personal API token was created' });
    expect(second?.text).toContain('Nightly import');
    for (const mail of [first, second]) {
      expect(mail?.text).toMatch(
        /\d{1,2} \w+ \d{4}, \d\d:\d\d UTC · Firefox on Linux · IP address 192\.0\.2\.1/,
      );
      expect(mail?.text).toContain('/account#access');
    }
  });

  test('an organization’s token is announced to its creator by email, and so is its replacement', async () => {
    const org = await makeOrg(db.admin, `org-${newId().slice(-12)}`);
    const by = { actor: actorIn(org), request: { ...aRequest(), ...from } };
    const { id } = await createOrgToken(by, { name: 'CI', scopes: ['org.read'], lifetime: '30' });
    await rotateOrgToken(by, id, '1');
    await settled();
    expect(sent.map(({ to, subject }) => [to, subject])).toEqual([
      [by.actor.email, `An API token was created in ${org.slug}`],
      [by.actor.email, `An API token was replaced in ${org.slug}`],
    ]);
    for (const { text } of sent) expect(text).toContain('“CI” acts for you');
  });

  test('signing in with a provider that was connected without a proof is no proof', async () => {
    const me = await makeUser(db.admin);
    const given = claims();
    await connectTo(me, provider, given, from);
    expect(await vouchedBy(provider, identity(given), from)).toEqual({ userId: me.userId, proved: true });
    await db.admin.query('UPDATE user_identity SET proved_at = NULL WHERE user_id = $1', [me.userId]);
    expect(await vouchedBy(provider, identity(given), from)).toEqual({ userId: me.userId, proved: false });
    // Connecting it again, with a proof, makes it one.
    await connectTo(me, provider, identity(given), from);
    expect(await vouchedBy(provider, identity(given), from)).toEqual({ userId: me.userId, proved: true });
  });
});

describe('[K1] attack 17: a provider’s first sign-in', () => {
  test.each([
    ['Ann\u202Eevil', /^Ann/],
    ['\u0000', /@?./],
    ['x'.repeat(81), /./],
    ['', /./],
    ['\n', /./],
  ])('takes the name %j by the rules for names', async (name) => {
    const given = claims({ email: `petra@own.example`.replace('petra', newId()), name });
    const vouched = await vouchedBy(provider, given, from);
    expect('userId' in vouched).toBe(true);
    const { nameField } = await import('./fields');
    const account = await accountAt(given.email);
    expect(nameField.safeParse(account.name)).toEqual({ success: true, data: account.name });
    if (!nameField.safeParse(name).success) expect(account.name).toBe(given.email?.split('@')[0]);
  });

  test.each([
    ['from the future', () => now() + 600],
    ['issued an hour ago', () => now() - 3600],
    ['without a time', () => undefined],
  ])('refuses a token %s', async (_, iat) => {
    expect(await outcome(vouchedBy(provider, claims({ iat: iat() }), from))).toBe('oidc_clock');
    const me = await makeUser(db.admin);
    expect(await outcome(connectTo(me, provider, claims({ iat: iat() }), from))).toBe('oidc_clock');
  });

  test.each(['own.example', 'elsewhere.example'])(
    'isn’t blocked by a stranger’s unconfirmed sign-up at %s, and keeps nothing of it',
    async (domain) => {
      const given = claims({ email: `${newId()}@${domain}` });
      await signUp(
        { name: 'Stranger', email: given.email ?? '', password: 'chosen by a stranger', next: '' },
        from,
      );
      await settled();
      cookies.clear();
      if (domain === 'own.example') await vouchedBy(provider, given, from);
      else await confirmIdentity({ secret: await mailed(given), ...from });
      expect(await accountAt(given.email)).toMatchObject({
        name: 'Petra Provided',
        email_verified_at: expect.any(Date),
      });
      const withTheirs = { email: given.email ?? '', password: 'chosen by a stranger', ip: from.ip };
      expect(await outcome(signInWithPassword(withTheirs))).toBe('wrong_credentials');
    },
  );
});
