import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { asAccount } from '../db/as-account';
import type { UserId } from '../db/scope';
import { testDatabase } from '../db/testing/database';
import { insert, makeUser } from '../db/testing/world';
import { newId } from '../ids';
import type { Claims } from './claims';
import { connectTo, disconnect, listIdentities } from './identities';
import { vouchedBy } from './provider-sign-in';

vi.mock('next/server', () => ({ after: () => {} }));

const db = await testDatabase();
beforeAll(() => db.useEngine());
afterAll(() => db.drop());

const provider = {
  id: 'one',
  name: 'One',
  issuer: 'https://one.test',
  client_id: 'x',
  client_secret: 'x',
  domains: ['own.example'],
};
const claims = (more: Partial<Claims> = {}): Claims => ({
  iss: provider.issuer,
  sub: newId(),
  iat: Math.floor(Date.now() / 1000),
  email: `${newId()}@own.example`,
  email_verified: true,
  ...more,
});

const from = { ip: '192.0.2.1', userAgent: 'test' };
/** Whom the provider signs in; the address where a mailed link has to decide. */
const userOf = async (by: typeof provider, given: Claims): Promise<string> => {
  const vouched = await vouchedBy(by, given, from);
  return 'userId' in vouched ? vouched.userId : vouched.confirm;
};

describe('[K1] who comes from a provider', () => {
  test('is known by issuer and subject from the second time on', async () => {
    const first = claims();
    const userId = await userOf(provider, first);
    expect(await userOf(provider, { iss: first.iss, sub: first.sub, iat: first.iat })).toBe(userId);
    expect(
      await userOf(
        { ...provider, issuer: 'https://two.test' },
        claims({ iss: 'https://two.test', sub: first.sub }),
      ),
    ).not.toBe(userId);
  });

  test('is one account, however often they come at the same moment', async () => {
    const same = claims();
    const ids = await Promise.all(Array.from({ length: 8 }, () => userOf(provider, same)));
    expect(new Set(ids).size).toBe(1);
  });

  test.each([
    { email_verified: false },
    { email_verified: undefined },
    { email_verified: 'true' },
    { email_verified: 1 },
    { email: undefined },
    { email: 'no address' },
  ])('with %j is nobody', async (more) => {
    await expect(userOf(provider, claims(more))).rejects.toMatchObject({ reason: 'oidc_unverified' });
  });

  test('with a token of another issuer is nobody', async () => {
    await expect(userOf(provider, claims({ iss: 'https://else.test' }))).rejects.toMatchObject({
      reason: 'oidc_failed',
    });
  });

  test('gets into an account that exists only with an address of a domain that the provider runs', async () => {
    const { email } = await makeUser(db.admin);
    expect(await userOf(provider, claims({ email }))).toBe(email);
    const local = newId();
    const mine = newId() as UserId;
    await insert(db.admin, 'app_user', {
      id: mine,
      email: `${local}@own.example`,
      name: 'Own',
      email_verified_at: new Date(),
    });
    for (const near of [`${local}@sub.own.example`, `${local}@notown.example`])
      expect(await userOf(provider, claims({ email: near }))).not.toBe(mine);
    expect(await userOf(provider, claims({ email: `${local.toUpperCase()}@OWN.example` }))).toBe(mine);
  });

  test('takes over no password that somebody chose for an address that was not proved', async () => {
    const id = newId() as UserId;
    const email = `${newId()}@own.example`;
    await insert(db.admin, 'app_user', { id, email, name: 'Draft', password_hash: 'chosen by a stranger' });
    expect(await userOf(provider, claims({ email }))).toBe(id);
    const user = await asAccount(id, (d) => d.user.findFirst({ where: {} }));
    expect(user).toMatchObject({ passwordHash: null, emailVerifiedAt: expect.any(Date) });
  });
});

describe('[K1] a connected provider', () => {
  test('is one person’s alone', async () => {
    const [ann, bob] = [await makeUser(db.admin), await makeUser(db.admin)];
    const same = claims({ email_verified: false });
    await connectTo(ann, provider, same, from);
    await connectTo(ann, provider, same, from);
    await expect(connectTo(bob, provider, same, from)).rejects.toMatchObject({ reason: 'oidc_elsewhere' });
    expect(await userOf(provider, same)).toBe(ann.userId);
    const [mine] = await listIdentities(ann);
    expect(await listIdentities(bob)).toEqual([]);
    await expect(disconnect(bob, mine?.id ?? '')).rejects.toMatchObject({ code: 'not_found' });
    await disconnect(ann, mine?.id ?? '');
    expect(await listIdentities(ann)).toEqual([]);
  });

  test('is not taken away when it is the last way in', async () => {
    const me = await makeUser(db.admin);
    const { userId } = me;
    await connectTo(me, provider, claims(), from);
    await db.admin.query('UPDATE app_user SET email_verified_at = NULL WHERE id = $1', [userId]);
    const [only] = await listIdentities(me);
    await expect(disconnect(me, only?.id ?? '')).rejects.toMatchObject({ code: 'conflict' });
    await connectTo(me, provider, claims(), from);
    await disconnect(me, only?.id ?? '');
    expect(await listIdentities(me)).toHaveLength(1);
  });
});
