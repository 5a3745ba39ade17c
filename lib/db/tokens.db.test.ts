import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { TokenScope } from '../access/scopes';
import { apiTokenHash, newApiToken, storedTokenHash } from '../auth/api-token.mjs';
import { blockMemberToken, createOrgToken, revokeOrgToken, rotateOrgToken } from '../data/org-token-changes';
import { MEMBER_TOKENS, ORG_TOKENS } from '../data/org-tokens';
import { actorIn } from '../data/testing/actor';
import { aRequest } from '../data/testing/request';
import { createUserToken, listUserTokens, revokeUserToken, rotateUserToken } from '../data/user-tokens';
import { newId, toUlid } from '../ids';
import { enterByToken, type Wanted } from './enter';
import { inOrg } from './in-org';
import { ORG, sql } from './sql';
import { type TestDatabase, testDatabase } from './testing/database';
import { addMember, insert, makeOrg, makeUser, type TestOrg } from './testing/world';

vi.mock('next/server', () => ({ after: () => {} }));

let db: TestDatabase;
let org: TestOrg;
let other: TestOrg;
const request = aRequest();

beforeAll(async () => {
  db = await testDatabase();
  await db.useEngine();
});
beforeEach(async () => {
  [org, other] = [await makeOrg(db.admin), await makeOrg(db.admin)];
});
afterAll(() => db.drop());

const by = (o: TestOrg, who = {}) => ({ actor: actorIn(o, who), request });
const scopes: TokenScope[] = ['org.read', 'member.read', 'contact.read', 'contact.create'];
const input = { name: 'CI', scopes, lifetime: '30' } as const;
const MEMBERS = sql<{ user_id: string }>`SELECT m.user_id FROM membership m WHERE m.org_id = ${ORG}`;

const enter = (
  token: string,
  wanted: Wanted,
  { boundTo = null as string | null, workspace = null as string | null, only = null as never } = {},
) =>
  enterByToken(wanted, { hash: apiTokenHash(token), boundTo, ip: '192.0.2.1' }, { workspace, only }, [
    MEMBERS,
  ]);
const enterOwn = (token: string, o = org, wanted: Wanted = { host: o.slug }) =>
  enter(token, wanted, { boundTo: o.orgId });
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'entered',
    (error) => error.code,
  );

describe('[K3] an organization’s token', () => {
  test('opens its organization by host and by id, with its maker’s role of now, and reads in the same flight', async () => {
    const { token, id } = await createOrgToken(by(org), input);
    for (const wanted of [{ host: org.slug }, { orgId: org.orgId }]) {
      const { entered, rows } = await enterOwn(token, org, wanted);
      expect(entered).toMatchObject({ org_id: org.orgId, role: 'owner', token_id: id, token_scopes: scopes });
      expect(rows[0].map((row) => row.user_id)).toEqual([org.userId]);
    }
  });

  test('is stored as a hash and its last four characters: a dump holds no token', async () => {
    const { token, id } = await createOrgToken(by(org), input);
    const { rows } = await db.admin.query('SELECT * FROM api_token WHERE id = $1', [id]);
    expect(rows[0].tail).toBe(token.slice(-4));
    expect(Buffer.compare(rows[0].hash, storedTokenHash(token))).toBe(0);
    // What is stored opens nothing: the database hashes what is presented.
    expect(
      await code(
        enterByToken(
          { orgId: org.orgId },
          { hash: rows[0].hash, boundTo: org.orgId, ip: '' },
          { workspace: null, only: null },
          [],
        ),
      ),
    ).toBe('unauthenticated');
    const tables = await db.admin.query(
      `SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`,
    );
    for (const { relname } of tables.rows) {
      const found = await db.admin.query(`SELECT 1 FROM "${relname}" t WHERE t::text LIKE $1`, [
        `%${token.slice(35, 60)}%`,
      ]);
      expect(found.rowCount, relname).toBe(0);
    }
  });

  test('[T5] of another organization is refused like one for an organization that never was', async () => {
    const { token } = await createOrgToken(by(org), input);
    expect(await code(enterOwn(token, org, { host: other.slug }))).toBe('tenant_forbidden');
    expect(await code(enterOwn(token, org, { orgId: other.orgId }))).toBe('tenant_forbidden');
    expect(await code(enterOwn(token, org, { host: 'no-such-host' }))).toBe('not_found'); // made the same at the edge
    // Claiming to be the other's: then there is no such token.
    expect(await code(enter(token, { orgId: other.orgId }, { boundTo: other.orgId }))).toBe(
      'unauthenticated',
    );
    expect(await code(enter(token, { orgId: org.orgId }))).toBe('unauthenticated');
  });

  test('that is unknown, revoked or expired answers alike, whatever was asked for', async () => {
    const [revoked, expired] = [await createOrgToken(by(org), input), await createOrgToken(by(org), input)];
    await revokeOrgToken(by(org), revoked.id);
    await db.admin.query(`UPDATE api_token SET expires_at = now() WHERE id = $1`, [expired.id]);
    for (const token of [revoked.token, expired.token, newApiToken(toUlid(org.orgId))])
      for (const wanted of [
        { host: org.slug },
        { host: other.slug },
        { host: 'nowhere' },
        { orgId: newId() },
      ])
        expect(await code(enterOwn(token, org, wanted))).toBe('unauthenticated');
  });

  test('loses what its maker loses, at the next request; and comes back with nobody who was removed', async () => {
    const admin = await makeUser(db.admin);
    await addMember(db.admin, org.orgId, admin.userId, 'admin');
    const { token } = await createOrgToken(by(org, { ...admin, role: 'admin' }), input);
    expect((await enterOwn(token)).entered.role).toBe('admin');
    await db.admin.query(`UPDATE membership SET role = 'viewer' WHERE user_id = $1`, [admin.userId]);
    expect((await enterOwn(token)).entered.role).toBe('viewer');
    await db.admin.query('DELETE FROM membership WHERE user_id = $1', [admin.userId]);
    expect(await code(enterOwn(token))).toBe('tenant_forbidden');
    const [list] = await Promise.all([inOrg(actorIn(org), (d) => d.rows(ORG_TOKENS))]);
    expect(list[0]).toMatchObject({ state: 'orphaned', maker_role: null });
    await new Promise((resolve) => setTimeout(resolve, 5));
    await addMember(db.admin, org.orgId, admin.userId, 'admin');
    expect(await code(enterOwn(token))).toBe('tenant_forbidden');
  });

  test('runs what travels with it for whoever may alone', async () => {
    const { token } = await createOrgToken(by(org), input);
    const only = (permission: string, roles: string[]) =>
      code(
        enterByToken(
          { host: org.slug },
          { hash: apiTokenHash(token), boundTo: org.orgId, ip: '' },
          { workspace: null, only: { permission, roles } },
          [MEMBERS],
        ),
      );
    expect(await only('member.read', ['owner'])).toBe('entered');
    expect(await only('member.read', ['admin'])).toBe('forbidden');
    expect(await only('member.remove', ['owner'])).toBe('forbidden');
  });

  test('[S2] is in the sub-teams that its maker is in', async () => {
    const member = await makeUser(db.admin);
    await addMember(db.admin, org.orgId, member.userId);
    await insert(db.admin, 'sub_team', { org_id: org.orgId, id: newId(), slug: 'west', name: 'West' });
    const user = await createUserToken(member, input, request);
    const bound = await createOrgToken(by(org), input);
    const at = { workspace: 'west' };
    expect(await code(enter(user.token, { host: org.slug }, at))).toBe('sub_team_forbidden');
    expect((await enter(user.token, { host: org.slug }, { workspace: 'main' })).entered.workspace_slug).toBe(
      'main',
    );
    expect(
      (await enter(bound.token, { host: org.slug }, { ...at, boundTo: org.orgId })).entered.workspace_slug,
    ).toBe('west');
    expect(
      await code(enter(bound.token, { host: org.slug }, { workspace: 'east', boundTo: org.orgId })),
    ).toBe('not_found');
  });

  test('writes once a minute that it was used, and from where', async () => {
    const { token, id } = await createOrgToken(by(org), input);
    const used = async () =>
      (await db.admin.query('SELECT last_used_at, last_used_ip, xmin FROM api_token WHERE id = $1', [id]))
        .rows[0];
    await enterOwn(token);
    const first = await used();
    expect(first.last_used_ip).toBe('192.0.2.1');
    await Promise.all(Array.from({ length: 20 }, () => enterOwn(token)));
    expect((await used()).xmin).toBe(first.xmin);
    await db.admin.query(`UPDATE api_token SET last_used_at = now() - interval '61 seconds' WHERE id = $1`, [
      id,
    ]);
    await Promise.all(Array.from({ length: 20 }, () => enterOwn(token)));
    expect((await used()).last_used_at.getTime()).toBeGreaterThan(Date.now() - 30_000);
  });

  test('is replaced with an overlap in which both count, and once', async () => {
    const old = await createOrgToken(by(org), input);
    const next = await rotateOrgToken(by(org), old.id, '24');
    for (const { token } of [old, next]) expect(await code(enterOwn(token))).toBe('entered');
    await expect(rotateOrgToken(by(org), old.id, '0')).rejects.toMatchObject({ code: 'conflict' });
    const at = await rotateOrgToken(by(org), next.id, '0');
    expect(await code(enterOwn(next.token))).toBe('unauthenticated');
    expect(await code(enterOwn(at.token))).toBe('entered');
    await db.admin.query(`UPDATE api_token SET expires_at = now() - interval '1 second' WHERE id = $1`, [
      old.id,
    ]);
    expect(await code(enterOwn(old.token))).toBe('unauthenticated');
  });

  test('is given no more than its maker has', async () => {
    const admin = await makeUser(db.admin);
    await addMember(db.admin, org.orgId, admin.userId, 'viewer');
    const asked = createOrgToken(by(org, { ...admin, role: 'viewer' }), input);
    await expect(asked).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('[T5] of another organization is neither seen nor touched', async () => {
    const { id } = await createOrgToken(by(org), input);
    expect(await inOrg(actorIn(other), (d) => d.rows(ORG_TOKENS))).toEqual([]);
    for (const theirs of [id, newId()]) {
      await expect(revokeOrgToken(by(other), theirs)).rejects.toMatchObject({ code: 'not_found' });
      await expect(rotateOrgToken(by(other), theirs, '0')).rejects.toMatchObject({ code: 'not_found' });
    }
  });

  test('[D1] making, replacing and revoking it stand in the audit log, without it', async () => {
    const { token, id } = await createOrgToken(by(org), input);
    await rotateOrgToken(by(org), id, '1');
    await revokeOrgToken(by(org), id);
    await revokeOrgToken(by(org), id);
    const { rows } = await db.admin.query(
      'SELECT action, after::text FROM audit_event WHERE org_id = $1 ORDER BY id',
      [org.orgId],
    );
    expect(rows.map((row) => row.action)).toEqual(['token.created', 'token.rotated', 'token.revoked']);
    expect(JSON.stringify(rows)).not.toContain(token.slice(35, 60));
  });
});

describe('[K3] a person’s own token', () => {
  test('is theirs in each organization with their role there, and nowhere else', async () => {
    const me = await makeUser(db.admin);
    await addMember(db.admin, org.orgId, me.userId, 'viewer');
    const { token } = await createUserToken(me, input, request);
    expect((await enter(token, { orgId: org.orgId })).entered).toMatchObject({
      role: 'viewer',
      user_id: me.userId,
    });
    expect(await code(enter(token, { orgId: other.orgId }))).toBe('tenant_forbidden');
    await addMember(db.admin, other.orgId, me.userId, 'admin');
    expect((await enter(token, { orgId: other.orgId })).entered.role).toBe('admin');
  });

  test('is seen by an organization once it was used there: by its end alone, and can be blocked there alone', async () => {
    const me = await makeUser(db.admin);
    for (const { orgId } of [org, other]) await addMember(db.admin, orgId, me.userId);
    const { token, id } = await createUserToken(me, { ...input, name: 'Secret project' }, request);
    const seen = () => inOrg(actorIn(org), (d) => d.rows(MEMBER_TOKENS));
    expect(await seen()).toEqual([]);
    await expect(blockMemberToken(by(org), id, true)).rejects.toMatchObject({ code: 'not_found' });
    await enter(token, { host: org.slug });
    await enter(token, { host: other.slug });
    const [row, ...more] = await seen();
    expect(row).toMatchObject({
      token_id: id,
      user_id: me.userId,
      tail: token.slice(-4),
      last_used_ip: '192.0.2.1',
    });
    expect(more).toEqual([]);
    expect(JSON.stringify(row)).not.toContain('Secret project');
    await blockMemberToken(by(org), id, true);
    expect(await code(enter(token, { host: org.slug }))).toBe('tenant_forbidden');
    expect(await code(enter(token, { host: other.slug }))).toBe('entered');
    await blockMemberToken(by(org), id, false);
    expect(await code(enter(token, { host: org.slug }))).toBe('entered');
  });

  test('is revoked and replaced by that person alone, and never listed with its hash', async () => {
    const [me, stranger] = [await makeUser(db.admin), await makeUser(db.admin)];
    await addMember(db.admin, org.orgId, me.userId);
    const old = await createUserToken(me, input, request);
    for (const act of [
      () => revokeUserToken(stranger, old.id),
      () => rotateUserToken(stranger, old.id, '1', request),
    ])
      await expect(act()).rejects.toMatchObject({ code: 'not_found' });
    const racers = await Promise.allSettled([1, 2, 3].map(() => rotateUserToken(me, old.id, '1', request)));
    expect(racers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await revokeUserToken(me, old.id);
    expect(await code(enter(old.token, { host: org.slug }))).toBe('unauthenticated');
    const list = await listUserTokens(me);
    expect(list).toHaveLength(2);
    expect(Object.keys(list[0] ?? {})).not.toContain('hash');
    expect(await listUserTokens(stranger)).toEqual([]);
  });

  test('[M6] of somebody who was removed is refused there at the next request', async () => {
    const me = await makeUser(db.admin);
    await addMember(db.admin, org.orgId, me.userId);
    const { token } = await createUserToken(me, input, request);
    expect(await code(enter(token, { host: org.slug }))).toBe('entered');
    await db.admin.query('DELETE FROM membership WHERE user_id = $1', [me.userId]);
    expect(await code(enter(token, { host: org.slug }))).toBe('tenant_forbidden');
    const { rowCount } = await db.admin.query('SELECT 1 FROM user_token_use WHERE user_id = $1', [me.userId]);
    expect(rowCount).toBe(0);
  });
});
