import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../ids';
import { enterOrg, enterUser } from './enter';
import { sql } from './sql';
import { testDatabase } from './testing/database';
import { addMember, insert, makeOrg, makeUser, type TestOrg } from './testing/world';

// The ways in. Each is asked as its caller would be by somebody who may not, and then by somebody who may.

const db = await testDatabase();
let acme: TestOrg;
let globex: TestOrg;
let member: Awaited<ReturnType<typeof makeUser>>;
beforeAll(async () => {
  await db.useEngine();
  acme = await makeOrg(db.admin, 'acme');
  globex = await makeOrg(db.admin, 'globex');
  member = await makeUser(db.admin, 'Mia Member');
  await addMember(db.admin, acme.orgId, member.userId, 'member');
});
afterAll(() => db.drop());

const SEEN = sql<{ n: number }>`SELECT count(*)::int AS n FROM membership`;
const WRITE = sql`INSERT INTO audit_event (org_id, id, actor_kind, actor_label, action, ip, user_agent, request_id)
  VALUES (split_part(current_setting('app.ticket'), '.', 3)::uuid, gen_random_uuid(), 'system', '', 'gate.passed', '', '', '')`;
const enter = (host: string, who: { userId: string; sessionId: string }, roles: string[] | null = null) =>
  enterOrg({ host }, who as typeof acme, roles, [SEEN, WRITE]);
const passed = async () =>
  (await db.admin.query(`SELECT count(*)::int AS n FROM audit_event WHERE action = 'gate.passed'`)).rows[0].n;
const later = (ms: number) => new Date(Date.now() + ms);
const DAY = 86_400_000;

describe('[R3] entering an org', () => {
  test('by host and by id: the member is let in, and told who and where', async () => {
    for (const wanted of [{ host: 'acme' }, { orgId: acme.orgId }]) {
      const { entered, rows } = await enterOrg(wanted, member, null, [SEEN]);
      expect(entered).toMatchObject({
        org_id: acme.orgId,
        slug: 'acme',
        role: 'member',
        user_name: 'Mia Member',
        email: member.email,
        verified: true,
      });
      expect(rows).toEqual([[{ n: 2 }]]);
    }
  });

  test('who is refused runs nothing: no read, no write', async () => {
    const stranger = await makeUser(db.admin);
    const ended = await makeUser(db.admin);
    const lapsed = await makeUser(db.admin);
    for (const user of [ended, lapsed]) await addMember(db.admin, acme.orgId, user.userId);
    await db.admin.query('UPDATE session SET revoked_at = now() WHERE id = $1', [ended.sessionId]);
    await db.admin.query('UPDATE session SET expires_at = now() WHERE id = $1', [lapsed.sessionId]);
    const before = await passed();
    for (const [why, host, who, code] of [
      ['no member', 'acme', stranger, 'tenant_forbidden'],
      ['member of another org', 'acme', globex, 'tenant_forbidden'],
      ['no such host', 'nowhere', member, 'not_found'],
      ['host in another case', 'ACME', member, 'not_found'],
      ['host with an escape', "acme' OR true --", member, 'not_found'],
      ['session ended', 'acme', ended, 'unauthenticated'],
      ['session lapsed', 'acme', lapsed, 'unauthenticated'],
      ['no such session', 'acme', { ...member, sessionId: newId() }, 'unauthenticated'],
      ['the session of somebody else', 'acme', { ...member, sessionId: acme.sessionId }, 'unauthenticated'],
      ['no such user', 'acme', { userId: newId(), sessionId: newId() }, 'unauthenticated'],
    ] as const)
      expect([why, await enter(host, who).catch((e) => e.code)]).toEqual([why, code]);
    expect(await passed()).toBe(before);
    await enter('acme', member);
    expect(await passed()).toBe(before + 1);
  });

  test('[R3] an org that is not there and one that is not yours are told apart by nobody without a session', async () => {
    const nobody = { userId: newId(), sessionId: newId() };
    const answers = [];
    for (const orgId of [acme.orgId, globex.orgId])
      answers.push(await enterOrg({ orgId }, nobody as typeof acme, null, []).catch((e) => e.code));
    expect(answers).toEqual(['unauthenticated', 'unauthenticated']);
  });

  test('a role that may not is refused before anything runs; one that may is let in', async () => {
    const before = await passed();
    await expect(enter('acme', member, ['owner', 'admin'])).rejects.toMatchObject({
      code: 'forbidden',
      detail: 'member',
    });
    await expect(enter('acme', member, [])).rejects.toMatchObject({ code: 'forbidden' });
    expect(await passed()).toBe(before);
    await enter('acme', member, ['member']);
    await enter('acme', acme, ['owner', 'admin']);
    expect(await passed()).toBe(before + 2);
  });

  test('[K2][M6] a member who was removed, demoted or signed out is out at the very next call', async () => {
    const user = await makeUser(db.admin);
    await addMember(db.admin, acme.orgId, user.userId, 'admin');
    await addMember(db.admin, globex.orgId, user.userId, 'viewer');
    const asAdmin = () =>
      enter('acme', user, ['owner', 'admin']).then(
        () => 'in',
        (e) => e.code,
      );
    expect(await asAdmin()).toBe('in');
    await db.admin.query(`UPDATE membership SET role = 'viewer' WHERE org_id = $1 AND user_id = $2`, [
      acme.orgId,
      user.userId,
    ]);
    expect(await asAdmin()).toBe('forbidden');
    await db.admin.query('DELETE FROM membership WHERE org_id = $1 AND user_id = $2', [
      acme.orgId,
      user.userId,
    ]);
    expect(await asAdmin()).toBe('tenant_forbidden');
    expect((await enter('globex', user)).entered.role).toBe('viewer'); // the other membership is as it was
    await db.admin.query('UPDATE session SET revoked_at = now() WHERE user_id = $1', [user.userId]);
    expect(await enter('globex', user).catch((e) => e.code)).toBe('unauthenticated');
  });

  test('[T4] a former host says where the org went, for as long as it is held', async () => {
    await insert(db.admin, 'org_host', {
      org_id: acme.orgId,
      host: 'acme-old',
      state: 'former',
      former_until: later(DAY),
    });
    await insert(db.admin, 'org_host', {
      org_id: acme.orgId,
      host: 'acme-older',
      state: 'former',
      former_until: later(-1000),
    });
    await expect(enter('acme-old', member)).rejects.toMatchObject({ code: 'moved', detail: 'acme' });
    await expect(enter('acme-older', member)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('neither a host nor an id, or both, is nothing', async () => {
    for (const wanted of [{}, { host: 'acme', orgId: acme.orgId }, { host: null as unknown as string }])
      await expect(enterOrg(wanted as { host: string }, member, null, [])).rejects.toMatchObject({
        code: 'not_found',
      });
  });

  test('[T2][R5] one person, two orgs, at the same moment: each answer is of its own org', async () => {
    const both = await makeUser(db.admin);
    await addMember(db.admin, acme.orgId, both.userId, 'admin');
    await addMember(db.admin, globex.orgId, both.userId, 'viewer');
    const OWN = sql<{ org_id: string }>`SELECT DISTINCT org_id FROM membership`;
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, i) => enterOrg({ host: i % 2 ? 'acme' : 'globex' }, both, null, [OWN])),
    );
    for (const [i, { entered, rows }] of answers.entries()) {
      const org = i % 2 ? acme : globex;
      expect([entered.org_id, entered.role, rows]).toEqual([
        org.orgId,
        i % 2 ? 'admin' : 'viewer',
        [[{ org_id: org.orgId }]],
      ]);
    }
  });
});

describe('[K2] entering one’s own rows', () => {
  const MINE = sql<{ id: string }>`SELECT id FROM app_user`;

  test('lets the person in, to their rows alone and to no org’s', async () => {
    const { entered, rows } = await enterUser(member, [MINE]);
    expect(entered).toMatchObject({ user_id: member.userId, email: member.email, name: 'Mia Member' });
    expect(rows).toEqual([[{ id: member.userId }]]);
    await expect(enterUser(member, [SEEN])).rejects.toMatchObject({ code: '42501' });
  });

  test('needs a session that stands, and is one’s own', async () => {
    const user = await makeUser(db.admin);
    for (const who of [
      { ...user, sessionId: member.sessionId },
      { ...member, sessionId: user.sessionId },
      { ...user, sessionId: newId() as never },
    ])
      await expect(enterUser(who, [MINE])).rejects.toMatchObject({ code: 'unauthenticated' });
    await db.admin.query('UPDATE session SET revoked_at = now() WHERE id = $1', [user.sessionId]);
    await expect(enterUser(user, [MINE])).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  test('[T2] my organizations are mine, each with its role', async () => {
    const MY = sql<{ slug: string; role: string }>`SELECT slug, role FROM my_orgs()`;
    expect((await enterUser(member, [MY])).rows[0]).toEqual([{ slug: 'acme', role: 'member' }]);
    expect((await enterUser(globex, [MY])).rows[0]).toEqual([{ slug: 'globex', role: 'owner' }]);
  });
});
