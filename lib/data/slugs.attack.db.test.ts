import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { UserActor } from '../access/actor';
import { enterWorkspace } from '../db/enter';
import { inOrg } from '../db/in-org';
import { type TestDatabase, testDatabase } from '../db/testing/database';
import { makeOrg, type TestOrg } from '../db/testing/world';
import { newId, toUlid } from '../ids';
import { echoOf } from '../relays/events';
import { sign } from '../relays/signature';
import { startConversation } from './conversation-changes';
import { createRelay } from './relay-changes';
import { takeIncoming } from './relay-incoming';
import { subTeamBySlug } from './sub-team-list';
import { createSubTeam, renameSubTeam } from './sub-teams';
import { teamBySlug } from './team-list';
import { createTeam, deleteTeam, renameTeam } from './teams';
import { actorIn } from './testing/actor';
import { aRequest } from './testing/request';

// A sub-team West that is renamed to East, while something still names it by its old slug.
let db: TestDatabase;
let org: TestOrg;
let boss: UserActor;
let west: string;

const request = aRequest();
const by = () => ({ actor: boss, request });
const idOf = async (slug: string, table = 'sub_team') =>
  (await db.admin.query(`SELECT id FROM ${table} WHERE org_id = $1 AND slug = $2`, [org.orgId, slug])).rows[0]
    ?.id;
/** As if the 90 days were over. */
const later = () =>
  db.admin.query(`UPDATE former_slug SET until = now() - interval '1 second' WHERE org_id = $1`, [org.orgId]);
const taken = { code: 'slug_taken', fields: { slug: expect.stringMatching(/had “west”.*available after/) } };

beforeAll(async () => {
  db = await testDatabase();
  await db.useEngine();
});
afterAll(() => db.drop());
beforeEach(async () => {
  org = await makeOrg(db.admin);
  boss = actorIn(org);
  await createSubTeam(by(), { name: 'West', slug: 'west' });
  west = await idOf('west');
});

const toEast = () => renameSubTeam(by(), west, { name: 'East', slug: 'east' });

describe('[S5] attack 14: a sub-team’s old address stays its own', () => {
  test('no other sub-team gets it for 90 days, by creating or renaming; its own can have it back', async () => {
    await createSubTeam(by(), { name: 'Other', slug: 'other' });
    await toEast();
    await expect(createSubTeam(by(), { name: 'New', slug: 'west' })).rejects.toMatchObject(taken);
    const other = await idOf('other');
    await expect(renameSubTeam(by(), other, { name: 'New', slug: 'west' })).rejects.toMatchObject(taken);
    await renameSubTeam(by(), west, { name: 'West', slug: 'west' });
    await expect(createSubTeam(by(), { name: 'New', slug: 'east' })).rejects.toMatchObject({
      code: 'slug_taken',
    });
    await toEast();
    await later();
    await createSubTeam(by(), { name: 'New', slug: 'west' });
  });

  test('the database alone refuses it, also for a rename that is not committed yet', async () => {
    await toEast();
    const insert = `INSERT INTO sub_team (org_id, id, slug, name) VALUES ($1, $2, $3, 'New')`;
    await expect(db.admin.query(insert, [org.orgId, newId(), 'west'])).rejects.toThrow(/held for another/);
    const [one, two] = [new pg.Client(db.adminUrl), new pg.Client(db.adminUrl)];
    await Promise.all([one.connect(), two.connect()]);
    try {
      await one.query('BEGIN');
      await one.query(`UPDATE sub_team SET slug = 'north' WHERE id = $1`, [west]);
      const waiting = two.query(insert, [org.orgId, newId(), 'east']);
      waiting.catch(() => {});
      await one.query('COMMIT');
      await expect(waiting).rejects.toThrow(/held for another/);
    } finally {
      await Promise.all([one.end(), two.end()]);
    }
  });

  test('the app can’t write what is held', async () => {
    await toEast();
    const app = await db.app();
    await app.query('BEGIN');
    await app.query(`SELECT set_config('app.org_id', $1, true), set_config('app.user_id', $2, true)`, [
      org.orgId,
      org.userId,
    ]);
    await expect(app.query('DELETE FROM former_slug')).rejects.toThrow(/permission denied/);
    await app.query('ROLLBACK');
  });

  test('a purged sub-team’s slug is held, too; a purged organization leaves nothing', async () => {
    await db.admin.query(`UPDATE sub_team SET deleted_at = now() - interval '31 days' WHERE id = $1`, [west]);
    await db.admin.query('SELECT purge_sub_team($1, $2)', [org.orgId, west]);
    expect(await idOf('west')).toBeUndefined();
    await expect(createSubTeam(by(), { name: 'New', slug: 'west' })).rejects.toMatchObject(taken);
    await db.admin.query('DELETE FROM org WHERE id = $1', [org.orgId]);
    expect((await db.admin.query('SELECT 1 FROM former_slug WHERE org_id = $1', [org.orgId])).rows).toEqual(
      [],
    );
  });

  test('its old slug leads to it: for pages, actions, the API and streams that were open', async () => {
    await toEast();
    const { entered } = await enterWorkspace({ host: org.slug }, 'west', boss, null, []);
    expect(entered).toMatchObject({ workspace_id: west, workspace_slug: 'east' });
    const [found] = await inOrg(boss, (d) => d.rows(subTeamBySlug('west')));
    expect(found).toMatchObject({ id: west, slug: 'east' });
    const { rows } = await db.admin.query(
      `SELECT proname FROM pg_proc WHERE proname IN ('enter_workspace', 'enter_org_by_token') AND prosrc LIKE '%former_slug%'`,
    );
    expect(rows).toHaveLength(2);
    await later();
    await expect(enterWorkspace({ host: org.slug }, 'west', boss, null, [])).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('[G1] attack 14: a team’s old address stays its own', () => {
  test('renamed or deleted, no other team gets it for 90 days', async () => {
    await createTeam(by(), { name: 'West', slug: 'west' });
    const team = await idOf('west', 'team');
    await renameTeam(by(), team, { name: 'East', slug: 'east' });
    await expect(createTeam(by(), { name: 'New', slug: 'west' })).rejects.toMatchObject(taken);
    expect(await inOrg(boss, (d) => d.rows(teamBySlug('west')))).toMatchObject([{ id: team, slug: 'east' }]);
    await deleteTeam(by(), team);
    for (const slug of ['west', 'east'])
      await expect(createTeam(by(), { name: 'New', slug })).rejects.toMatchObject({ code: 'slug_taken' });
    expect(await inOrg(boss, (d) => d.rows(teamBySlug('west')))).toEqual([]);
    await later();
    await createTeam(by(), { name: 'New', slug: 'west' });
  });
});

describe('[C2] attack 14: messages name their workspace by its id', () => {
  const conversationsIn = async (workspace: string) =>
    (
      await db.admin.query('SELECT 1 FROM conversation WHERE org_id = $1 AND workspace_id = $2', [
        org.orgId,
        workspace,
      ])
    ).rowCount;

  test('an answer to a queued message reaches its sub-team, whoever has the slug by then', async () => {
    const relay = await createRelay(
      boss,
      { kind: 'http', name: 'Carrier', url: 'https://relay.example.com/' },
      request,
    );
    const { entered } = await enterWorkspace({ host: org.slug }, 'west', boss, null, []);
    const workspace = { slug: 'west', name: 'West', main: false, archived: false };
    const actor = { ...boss, workspaceId: entered.workspace_id, workspace };
    await startConversation(actor, { relayId: relay.id, address: '+1', name: 'Ann', text: 'Hi' }, request);
    const { rows } = await db.admin.query('SELECT body FROM relay_delivery WHERE relay_id = $1', [relay.id]);
    expect(JSON.parse(rows[0].body)).toMatchObject({ workspace: toUlid(west), sub_team: 'west' });

    await toEast();
    await later();
    await createSubTeam(by(), { name: 'New', slug: 'west' });
    // The echo answers with what the queued message says, as any service may.
    const answer = echoOf('message.sent', rows[0].body.replace('"+1"', '"+2"'));
    const body = JSON.stringify(answer);
    await takeIncoming(relay.id, null, { headers: sign([relay.secret], newId(), body), body });
    expect(await conversationsIn(west)).toBe(2);
    expect(await conversationsIn(await idOf('west'))).toBe(0);
  });

  test('an event that names the old slug reaches the sub-team that had it; an unknown id reaches none', async () => {
    const relay = await createRelay(
      boss,
      { kind: 'http', name: 'Carrier', url: 'https://relay.example.com/' },
      request,
    );
    await toEast();
    const send = (more: object) => {
      const body = JSON.stringify({ type: 'message.received', data: { from: '+1', text: 'Hi', ...more } });
      return takeIncoming(relay.id, null, { headers: sign([relay.secret], newId(), body), body });
    };
    await send({ sub_team: 'west' });
    expect(await conversationsIn(west)).toBe(1);
    await send({ workspace: toUlid(org.orgId), sub_team: 'east' });
    expect(await conversationsIn(org.orgId)).toBe(1);
    for (const workspace of [toUlid(newId()), 'west', ''])
      await expect(send({ workspace })).rejects.toMatchObject({ code: 'invalid' });
  });
});
