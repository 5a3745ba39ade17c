import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asUser } from '../db/as-user';
import { testDatabase } from '../db/testing/database';
import { addMember, insert, makeOrg, makeUser } from '../db/testing/world';
import { newId } from '../ids';
import { challengeOf, newHandover, newVerifier, takeHandover } from './handover';

// An organization sends a signed-in stranger to the root host's hand-over, and collects the code on its own host.

const db = await testDatabase();
beforeAll(() => db.useEngine());
afterAll(() => db.drop());

async function houseWithDomain(state = 'live', primary = true) {
  const org = await makeOrg(db.admin);
  const host = `console-${newId().slice(-12)}.house.test`;
  await insert(db.admin, 'org_host', { org_id: org.orgId, host, primary_of: primary ? org.orgId : null });
  await insert(db.admin, 'domain', {
    ...{ org_id: org.orgId, id: newId(), host, held_host: host, state, proof: 'proof', points: 'here' },
    ...{ verified_at: new Date(), live_at: new Date(), next_look_at: new Date(), created_by: 'Tester' },
    ...(state === 'failing' && { missed: 1, missed_since: new Date() }),
  });
  return { ...org, host };
}

const setState = (host: string, state: string) =>
  db.admin.query(`UPDATE domain SET state = $2, missed = 1, missed_since = now() WHERE host = $1`, [
    host,
    state,
  ]);
const codesOf = async (userId: string) =>
  (await db.admin.query('SELECT host FROM handover WHERE user_id = $1', [userId])).rows;
const codeFor = async (who: Parameters<typeof newHandover>[0], host: string) => {
  const verifier = newVerifier();
  const made = await newHandover(who, host, challengeOf(verifier));
  return { made, code: 'code' in made ? made.code : '', verifier };
};

describe('[R8] attack 1: a hand-over code', () => {
  test('is never created for a host of an organization that the person isn’t in', async () => {
    const org = await houseWithDomain();
    const stranger = await makeUser(db.admin);
    for (const host of [org.slug, org.host])
      await expect(codeFor(stranger, host), host).rejects.toMatchObject({ code: 'tenant_forbidden' });
    expect(await codesOf(stranger.userId)).toEqual([]);
  });

  test('is never created for a host that leads to no organization, however it is spelled', async () => {
    const me = await makeUser(db.admin);
    for (const host of [
      'nowhere',
      'evil.test',
      '',
      '%00',
      'a\0b',
      'EVIL',
      '.',
      'a..b',
      '@root',
      'x'.repeat(300),
    ])
      await expect(codeFor(me, host), host).rejects.toMatchObject({ code: 'not_found' });
    await expect(newHandover(me, 'nowhere', 'short')).rejects.toMatchObject({ code: 'not_found' });
  });

  test('goes to a member on the subdomain, and on the custom domain while it is live', async () => {
    const org = await houseWithDomain();
    for (const host of [org.slug, org.host]) {
      const { code, verifier } = await codeFor(org, host);
      expect(await takeHandover(code, host, verifier), host).toEqual({
        userId: org.userId,
        sessionId: org.sessionId,
      });
    }
  });

  test.each([
    ['verified', true],
    ['failing', true],
    ['live', false],
  ])(
    'on a custom domain that is %s (primary: %s), leads to the subdomain without a code',
    async (state, primary) => {
      const org = await houseWithDomain(state, primary);
      expect((await codeFor(org, org.host)).made).toEqual({ slug: org.slug });
      expect(await codesOf(org.userId)).toEqual([]);
    },
  );

  test('gives nothing to a person who was removed before it is used', async () => {
    const org = await houseWithDomain();
    const member = await makeUser(db.admin);
    await addMember(db.admin, org.orgId, member.userId);
    const { code, verifier } = await codeFor(member, org.slug);
    await db.admin.query('DELETE FROM membership WHERE user_id = $1', [member.userId]);
    expect(await takeHandover(code, org.slug, verifier)).toBeNull();
  });

  test('gives nothing on a domain that stops being live before it is used', async () => {
    const org = await houseWithDomain();
    const { code, verifier } = await codeFor(org, org.host);
    await setState(org.host, 'failing');
    expect(await takeHandover(code, org.host, verifier)).toBeNull();
  });

  test('can’t be written by the app itself, past the function that decides', async () => {
    const stranger = await makeUser(db.admin);
    const { rows } = await db.admin.query(
      `SELECT has_table_privilege('rowhouse_app', 'handover', 'INSERT') OR has_table_privilege('rowhouse_app', 'handover', 'UPDATE') AS may`,
    );
    expect(rows).toEqual([{ may: false }]);
    expect(await asUser(stranger, async (handle) => 'handover' in handle)).toBe(false);
  });

  test('of an ended session is never created', async () => {
    const org = await makeOrg(db.admin);
    await db.admin.query('UPDATE session SET revoked_at = now() WHERE id = $1', [org.sessionId]);
    await expect(codeFor(org, org.slug)).rejects.toMatchObject({ code: 'unauthenticated' });
  });
});
