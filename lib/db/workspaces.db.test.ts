import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../ids';
import { inWorkspaceAsJob, inWorkspaceTxAsJob } from './as-job';
import { enterWorkspace } from './enter';
import { inOrg } from './in-org';
import { type InsideWorkspace, inWorkspace, inWorkspaceTx, readWorkspace } from './in-workspace';
import type { WorkspaceId } from './scope';
import { ORG, sql, WORKSPACE } from './sql';
import { testDatabase } from './testing/database';
import { NO_SCOPE, probe } from './testing/probe';
import { testTicket } from './testing/tickets';
import { addMember, makeOrg, makeSubTeams, makeUser, subTeamIds, type TestOrg } from './testing/world';

// The wall between the workspaces of an org, tried with a table made for it: isolated by the one line that a migration
// writes, and pointed at by itself and by a member.

const db = await testDatabase();
afterAll(() => db.drop());

const DENIED = { state: '42501' };
let app: pg.Client;
let org: TestOrg;
let other: TestOrg;
let first: WorkspaceId;
let second: WorkspaceId;
const notes: Record<string, string> = {};

beforeAll(async () => {
  await db.admin.query(`
    SET ROLE rowhouse_owner;
    CREATE TABLE note (org_id uuid NOT NULL, workspace_id uuid NOT NULL, id uuid NOT NULL, text text NOT NULL, reply_to uuid,
      PRIMARY KEY (org_id, workspace_id, id), FOREIGN KEY (org_id, workspace_id) REFERENCES workspace (org_id, id) ON DELETE CASCADE,
      FOREIGN KEY (org_id, workspace_id, reply_to) REFERENCES note);
    SELECT isolate_workspace('note');
    RESET ROLE`);
  await db.useEngine();
  app = await db.app();
  org = await makeOrg(db.admin);
  other = await makeOrg(db.admin);
  for (const { orgId } of [org, other]) {
    await makeSubTeams(db.admin, orgId);
    for (const workspace of [orgId, ...subTeamIds(orgId)]) {
      const id = newId();
      notes[workspace] = id;
      await db.admin.query('INSERT INTO note VALUES ($1, $2, $3, $4)', [orgId, workspace, id, workspace]);
    }
  }
  [first, second] = subTeamIds(org.orgId) as [WorkspaceId, WorkspaceId];
});

const inside = (workspaceId: string): InsideWorkspace => ({
  ...org,
  workspaceId: workspaceId as WorkspaceId,
});
const scope = (workspaceId: string | undefined, orgId: string = org.orgId) => ({
  'app.org_id': orgId,
  'app.workspace_id': workspaceId,
});
const TEXTS = sql<{ text: string }>`SELECT text FROM note`; // no where at all

describe('[S1][I1] the wall, as the app, in SQL without any where', () => {
  test('shows the rows of the workspace in scope, and no other', async () => {
    for (const workspace of [org.orgId, ...subTeamIds(org.orgId)])
      expect(await probe(app, scope(workspace), 'SELECT text FROM note')).toMatchObject({
        rows: [{ text: workspace }],
      });
    expect(await probe(app, scope(subTeamIds(other.orgId)[0]), 'SELECT text FROM note')).toMatchObject({
      count: 0,
    });
  });

  test('lets nothing be changed, removed, added or moved next door', async () => {
    const theirs = notes[second];
    const reach = (text: string, values: unknown[] = []) => probe(app, scope(first), text, values);
    expect(await reach(`UPDATE note SET text = 'x'`)).toMatchObject({ count: 1 });
    expect(await reach(`UPDATE note SET text = 'x' WHERE id = $1`, [theirs])).toMatchObject({ count: 0 });
    expect(await reach('DELETE FROM note')).toMatchObject({ count: 1 });
    expect(await reach('DELETE FROM note WHERE id = $1', [theirs])).toMatchObject({ count: 0 });
    expect(await reach('SELECT 1 FROM note WHERE id = $1 FOR UPDATE', [theirs])).toMatchObject({ count: 0 });
    const add = `INSERT INTO note VALUES ($1, $2, $3, 'new')`;
    expect(await reach(add, [org.orgId, first, newId()])).toMatchObject({ count: 1 });
    expect(await reach(add, [org.orgId, second, newId()])).toEqual(DENIED);
    expect(await reach(`${add} ON CONFLICT DO NOTHING`, [org.orgId, second, theirs])).toEqual(DENIED);
    expect(await reach('UPDATE note SET workspace_id = $1', [second])).toEqual(DENIED);
  });

  test('a row can’t point at a row next door, and a superuser can’t move one by accident', async () => {
    const reply = `INSERT INTO note VALUES ($1, $2, $3, 'reply', $4)`;
    const to = (id: string | undefined) => probe(app, scope(first), reply, [org.orgId, first, newId(), id]);
    expect(await to(notes[first])).toMatchObject({ count: 1 });
    expect(await to(notes[second])).toEqual({ state: '23503' });
    expect(await to(newId())).toEqual({ state: '23503' });
    expect(await probe(db.admin, {}, 'UPDATE note SET workspace_id = $1', [second])).toEqual(DENIED);
  });

  test('no workspace, an empty one, or nonsense: an error, never rows', async () => {
    const fresh = await db.app();
    for (const statement of [
      'SELECT * FROM note',
      'SELECT count(*) FROM note',
      `UPDATE note SET text = 'x'`,
      'DELETE FROM note',
    ]) {
      expect(await probe(fresh, scope(undefined), statement)).toMatchObject({
        state: expect.stringMatching(NO_SCOPE),
      });
      for (const nonsense of ['', '*', `${first},${second}`])
        expect(await probe(app, scope(nonsense), statement)).toMatchObject({
          state: expect.stringMatching(NO_SCOPE),
        });
    }
  });
});

describe('[S1][I2] a workspace’s handle', () => {
  test('sees its workspace by hand, in a batch, in a transaction, and on entering', async () => {
    const own = [{ text: first }];
    expect(await inWorkspace(inside(first), (d) => d.rows(TEXTS))).toEqual(own);
    expect(await readWorkspace(inside(first), [TEXTS, TEXTS])).toEqual([own, own]);
    expect(
      await inWorkspaceTx(inside(first), async (d) => {
        expect(await d.subTeam.count()).toBe(2); // the org’s own tables besides
        return d.rows(sql`SELECT text FROM note WHERE org_id = ${ORG} AND workspace_id = ${WORKSPACE}`);
      }),
    ).toEqual(own);
    const { entered, rows } = await enterWorkspace({ host: org.slug }, 'team-0', org, null, [TEXTS]);
    expect([entered.workspace_id, entered.workspace_name, rows]).toEqual([first, 'Team 0', [own]]);
  });

  test('an org’s handle can’t read a workspace’s row at all', async () => {
    await expect(inOrg(org, (d) => d.rows(TEXTS))).rejects.toMatchObject({ code: '42501' });
  });

  test('nor can it right after a workspace was open on the same connection', async () => {
    await db.useEngine({ size: 1 });
    await inWorkspace(inside(first), (d) =>
      d.rows(sql`SELECT set_config('app.ticket', ${testTicket(inside(second))}, false)`),
    );
    expect(await inWorkspace(inside(first), (d) => d.rows(TEXTS))).toEqual([{ text: first }]);
    await expect(inOrg(org, (d) => d.rows(TEXTS))).rejects.toMatchObject({ code: '42501' });
    await db.useEngine();
  });

  test('forty at once, each in its own', async () => {
    const all = [org.orgId, first, second];
    const asked = Array.from({ length: 40 }, (_, i) => all[i % 3] as string);
    const seen = await Promise.all(asked.map((w) => inWorkspace(inside(w), (d) => d.rows(TEXTS))));
    expect(seen.map((rows) => rows[0]?.text)).toEqual(asked);
  });

  test('a job enters one that is there, and is refused one of another org, a deleted one, or none', async () => {
    expect(await inWorkspaceAsJob(org.orgId, first, (d) => d.rows(TEXTS))).toEqual([{ text: first }]);
    expect(await inWorkspaceTxAsJob(org.orgId, first, (d) => d.rows(TEXTS))).toEqual([{ text: first }]);
    for (const nowhere of [subTeamIds(other.orgId)[0], other.orgId, newId()])
      await expect(inWorkspaceAsJob(org.orgId, nowhere, (d) => d.rows(TEXTS))).rejects.toMatchObject({
        code: 'not_found',
      });
    await db.admin.query('UPDATE sub_team SET deleted_at = now() WHERE id = $1', [second]);
    await expect(inWorkspaceAsJob(org.orgId, second, (d) => d.rows(TEXTS))).rejects.toMatchObject({
      code: 'not_found',
    });
    await db.admin.query('UPDATE sub_team SET deleted_at = NULL WHERE id = $1', [second]);
  });
});

describe('[S2] entering a workspace', () => {
  const into = (who: { userId: TestOrg['userId']; sessionId: TestOrg['sessionId'] }, slug: string) =>
    enterWorkspace({ host: org.slug }, slug, who, null, []).then(
      ({ entered }) => entered.workspace_id,
      (error) => error.code,
    );

  test('owners and admins are in all, members and viewers in those they are assigned to, all in the main one', async () => {
    for (const role of ['owner', 'admin', 'member', 'viewer']) {
      const who = await makeUser(db.admin);
      await addMember(db.admin, org.orgId, who.userId, role);
      await db.admin.query('INSERT INTO sub_team_member (org_id, sub_team_id, user_id) VALUES ($1, $2, $3)', [
        org.orgId,
        first,
        who.userId,
      ]);
      const everywhere = role === 'owner' || role === 'admin';
      expect([role, await into(who, 'main')]).toEqual([role, org.orgId]);
      expect([role, await into(who, 'team-0')]).toEqual([role, first]);
      expect([role, await into(who, 'team-1')]).toEqual([role, everywhere ? second : 'sub_team_forbidden']);
    }
  });

  test('[M6] who leaves the organization is out of its sub-teams', async () => {
    const who = await makeUser(db.admin);
    await addMember(db.admin, org.orgId, who.userId, 'member');
    const rows = () => db.admin.query('SELECT 1 FROM sub_team_member WHERE user_id = $1', [who.userId]);
    const assign = `INSERT INTO sub_team_member (org_id, sub_team_id, user_id) VALUES ($1, $2, $3)`;
    await db.admin.query(assign, [org.orgId, first, who.userId]);
    await db.admin.query('DELETE FROM membership WHERE user_id = $1', [who.userId]);
    expect((await rows()).rowCount).toBe(0);
    // And nobody is put into a sub-team who is no member of its organization.
    expect(await probe(db.admin, {}, assign, [org.orgId, first, who.userId])).toEqual({ state: '23503' });
  });

  test('what is not there, deleted, or another org’s is nothing here', async () => {
    const stranger = await makeOrg(db.admin);
    expect(await into(stranger, 'team-0')).toBe('tenant_forbidden');
    expect(await into(org, 'nowhere')).toBe('not_found');
    await db.admin.query('UPDATE sub_team SET deleted_at = now() WHERE id = $1', [second]);
    expect(await into(org, 'team-1')).toBe('not_found');
    await db.admin.query('UPDATE sub_team SET deleted_at = NULL WHERE id = $1', [second]);
  });
});

describe('[S1] workspaces come and go with their org or sub-team', () => {
  test('the app can’t make, change or remove one', async () => {
    const own = { 'app.org_id': org.orgId };
    expect(await probe(app, own, 'SELECT 1 FROM workspace')).toMatchObject({ count: 3 });
    expect(await probe(app, own, 'DELETE FROM workspace')).toEqual(DENIED);
    expect(await probe(app, own, 'UPDATE workspace SET created_at = now()')).toEqual(DENIED);
    expect(
      await probe(app, own, 'INSERT INTO workspace (org_id, id) VALUES ($1, $2)', [org.orgId, newId()]),
    ).toEqual(DENIED);
  });

  test('no sub-team can stand for the main workspace, by its id or by its name', async () => {
    const add = `INSERT INTO sub_team (org_id, id, slug, name) VALUES ($1, $2, $3, 'x')`;
    const own = { 'app.org_id': org.orgId };
    expect(await probe(app, own, add, [org.orgId, org.orgId, 'mine'])).toEqual({ state: '23514' });
    expect(await probe(app, own, add, [org.orgId, newId(), 'main'])).toEqual({ state: '23514' });
    expect(await probe(app, own, add, [org.orgId, newId(), 'mine'])).toMatchObject({ count: 1 });
  });
});
