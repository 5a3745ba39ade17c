import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { UserActor } from '../access/actor';
import type { ResourceRole } from '../access/grants';
import { inOrg } from '../db/in-org';
import { type TestDatabase, testDatabase } from '../db/testing/database';
import { present } from '../db/testing/tickets';
import {
  addMember,
  insert,
  makeOrg,
  makeSubTeams,
  makeUser,
  subTeamIds,
  type TestOrg,
} from '../db/testing/world';
import { newId } from '../ids';
import { sign } from '../relays/signature';
import { startStream } from './audit-streams';
import { deliveriesOf, resendDead, sendTest } from './deliveries';
import { share, unshare } from './grants';
import { receiptsOf } from './receipts';
import { changeRelay, createRelay, pauseRelay, removeRelay, rotateRelaySecret } from './relay-changes';
import { takeIncoming } from './relay-incoming';
import { changeRelayReach } from './relay-reach';
import { relayById } from './relays';
import { assignMember, unassignMember } from './sub-team-members';
import { createSubTeam } from './sub-teams';
import { actorIn } from './testing/actor';
import { aRequest } from './testing/request';

// A relay of an organization with two sub-teams, Support and Board, and Mallory, a member in Support alone.
let db: TestDatabase;
let org: TestOrg;
let boss: UserActor;
let mallory: UserActor;
let relay: string;
let support: string;
let board: string;

const request = aRequest();
const url = 'https://relay.example.com/in';
const mine = 'https://mallory.example.com/in';
const by = (actor: UserActor) => ({ actor, request });
const target = () => ({ kind: 'relay', id: relay }) as const;
const give = (role: ResourceRole, who = mallory) => share(by(boss), target(), { member: who.userId }, role);
const stored = async () => (await db.admin.query('SELECT * FROM relay WHERE id = $1', [relay])).rows[0];

beforeAll(async () => {
  db = await testDatabase();
  await db.useEngine();
});
afterAll(() => db.drop());
beforeEach(async () => {
  org = await makeOrg(db.admin);
  await makeSubTeams(db.admin, org.orgId);
  [support, board] = subTeamIds(org.orgId);
  boss = actorIn(org);
  mallory = await member('Mallory');
  await insert(db.admin, 'sub_team_member', {
    org_id: org.orgId,
    sub_team_id: support,
    user_id: mallory.userId,
  });
  relay = (await createRelay(boss, { kind: 'http', name: 'Carrier', url }, request)).id;
});

async function member(name: string, role: 'member' | 'viewer' = 'member'): Promise<UserActor> {
  const user = await makeUser(db.admin, name);
  await addMember(db.admin, org.orgId, user.userId, role);
  return actorIn(org, { ...user, role });
}

/** A line in both logs of the relay, as it is carried for a workspace. */
async function carried(workspace: string | null, word: string, more: object = {}) {
  const at = { org_id: org.orgId, relay_id: relay, carried_for: workspace };
  const type = workspace ? 'message.sent' : 'relay.test';
  const delivery = { ...at, id: newId(), type, body: `{"text":"${word}"}`, created_by: word, ...more };
  await insert(db.admin, 'relay_delivery', delivery);
  const receipt = { ...at, webhook_id: newId(), type: 'message.received', body: `{"text":"${word}"}` };
  await insert(db.admin, 'relay_receipt', receipt);
  return delivery.id;
}

/** Everything that the page of the relay reads for somebody, as text. */
const pageOf = (actor: UserActor) =>
  inOrg(actor, async (d) =>
    JSON.stringify([
      await d.rows(relayById(relay)),
      await d.rows(deliveriesOf(relay, { state: null, before: null })),
      await d.rows(receiptsOf(relay)),
    ]),
  );

/** Every way to change a relay, to send through it, or to learn its secret. */
const ACTS: [string, (who: UserActor) => Promise<unknown>][] = [
  ['change its address', (who) => changeRelay(who, relay, { name: 'Carrier', url: mine }, request)],
  ['rename it', (who) => changeRelay(who, relay, { name: 'Other' }, request)],
  ['replace its secret', (who) => rotateRelaySecret(who, relay, request)],
  ['send a test', (who) => sendTest(who, relay, request)],
  ['send dead deliveries again', (who) => resendDead(who, { relayId: relay }, request)],
  ['pause it', (who) => pauseRelay(who, relay, true, request)],
  ['delete it', (who) => removeRelay(who, relay, request)],
];

async function nothingWorks(who: UserActor, why: RegExp) {
  const before = await stored();
  for (const [act, run] of ACTS)
    await expect(run(who), act).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringMatching(why),
    });
  expect(await stored()).toEqual(before);
}
const everythingWorks = async (who: UserActor) => {
  for (const [act, run] of ACTS)
    await expect(
      run(who).then(() => 'done'),
      act,
    ).resolves.toBe('done');
};

describe('[C1] [S1] attack 7: a shared relay shows nothing of a sub-team that its viewer isn’t in', () => {
  const words = ['main words', 'support words', 'board words', 'test words'];
  const seen = async (who: UserActor) => {
    const page = await pageOf(who);
    return words.filter((word) => page.includes(word));
  };
  beforeEach(async () => {
    const places = [org.orgId, support, board, null];
    for (const [i, place] of places.entries()) await carried(place, words[i] as string);
  });

  test('in deliveries, receipts and counts, for a member, a viewer, and after leaving the sub-team', async () => {
    await give('viewer');
    const vic = await member('Vic', 'viewer');
    await give('owner', vic);
    expect(await seen(boss)).toEqual(words);
    expect(await seen(mallory)).toEqual(['main words', 'support words', 'test words']);
    expect(await seen(vic)).toEqual(['main words', 'test words']);
    const [row] = await inOrg(vic, (d) => d.rows(relayById(relay)));
    expect(row).toMatchObject({ waiting: 2 });
    await unassignMember(by(boss), support, mallory.userId);
    expect(await seen(mallory)).toEqual(['main words', 'test words']);
  });

  test('nothing of a deleted sub-team, for anybody', async () => {
    await db.admin.query('UPDATE sub_team SET deleted_at = now() WHERE id = $1', [board]);
    expect(await seen(boss)).toEqual(['main words', 'support words', 'test words']);
  });

  test('the audit log’s events in its log are for those who may read the log', async () => {
    await carried(null, 'audit words', { type: 'audit.event' });
    expect(await pageOf(boss)).toContain('audit.event');
    expect(await pageOf(mallory)).not.toContain('audit.event');
  });

  test('the database alone says so: raw SQL without a filter, as the person', async () => {
    const app = await db.app();
    const scope = async (sql: string, user = mallory.userId as string) => {
      await app.query('BEGIN');
      try {
        await present(app, { orgId: org.orgId, userId: user });
        return await app.query(sql);
      } finally {
        await app.query('ROLLBACK');
      }
    };
    const bodies = async (table: string, user?: string) =>
      (await scope(`SELECT body FROM ${table}`, user)).rows
        .map(({ body }) => JSON.parse(body).text)
        .toSorted();
    for (const table of ['relay_delivery', 'relay_receipt']) {
      expect(await bodies(table)).toEqual(['main words', 'support words', 'test words']);
      expect(await bodies(table, org.userId)).toEqual(words.toSorted());
      const changed = await scope(`UPDATE ${table} SET body = '{"text":"x"}' WHERE carried_for = '${board}'`);
      expect(changed.rowCount).toBe(0);
      expect((await scope(`DELETE FROM ${table} WHERE carried_for = '${board}'`)).rowCount).toBe(0);
    }
    const planted = scope(`INSERT INTO relay_receipt (org_id, relay_id, webhook_id, type, body, carried_for)
      VALUES ('${org.orgId}', '${relay}', 'x', 'message.received', '{}', '${board}')`);
    await expect(planted).rejects.toThrow(/row-level security/);
    await app.end();
  });

  test('the application alone says so: with the policies dropped', async () => {
    for (const table of ['relay_delivery', 'relay_receipt'])
      await db.admin.query(`ALTER POLICY carried_wall ON ${table} USING (true)`);
    try {
      expect(await seen(mallory)).toEqual(['main words', 'support words', 'test words']);
    } finally {
      for (const table of ['relay_delivery', 'relay_receipt']) {
        const { rows } = await db.admin.query(
          `SELECT pg_get_expr(polwithcheck, polrelid) AS rule FROM pg_policy WHERE polrelid = $1::regclass AND polname = 'carried_wall'`,
          [table],
        );
        await db.admin.query(`ALTER POLICY carried_wall ON ${table} USING (${rows[0].rule})`);
      }
    }
  });
});

describe('[G3] [D2] attack 12: what flows through a relay bounds who may change it', () => {
  const AUDIT = /streams the audit log\. Only members who can read the audit log/;
  const BEYOND = /carries messages of sub-teams you aren’t in/;
  const onlySupport = () => changeRelayReach(boss, relay, [org.orgId, support], request);

  test('the audit log: an editor, admin and owner of the relay are refused, whichever came first', async () => {
    await onlySupport();
    await startStream(boss, relay, request);
    for (const role of ['reviewer', 'editor', 'admin', 'owner'] as const) {
      await give(role); // stream first, grant later
      const before = await stored();
      for (const [act, run] of ACTS)
        await expect(run(mallory), act).rejects.toMatchObject({ code: 'forbidden' });
      expect(await stored()).toEqual(before);
    }
    await nothingWorks(mallory, AUDIT);
    await everythingWorks(boss);
  });

  test('the audit log isn’t attached to a relay that others can edit: grant first, stream later', async () => {
    await onlySupport();
    await give('editor');
    const refused = { code: 'conflict', message: expect.stringMatching(/^Mallory can edit this relay/) };
    await expect(startStream(boss, relay, request)).rejects.toMatchObject(refused);
    await give('reviewer');
    await startStream(boss, relay, request);
  });

  test('nor to one that a team with a member who can’t read the log can edit', async () => {
    const team = { org_id: org.orgId, id: newId(), slug: 'ops', name: 'Ops' };
    await insert(db.admin, 'team', team);
    await share(by(boss), target(), { team: team.id }, 'admin');
    await insert(db.admin, 'team_member', { org_id: org.orgId, team_id: team.id, user_id: boss.userId });
    await startStream(boss, relay, request);
    const second = (await createRelay(boss, { kind: 'http', name: 'Second', url }, request)).id;
    await share(by(boss), { kind: 'relay', id: second }, { team: team.id }, 'admin');
    await insert(db.admin, 'team_member', { org_id: org.orgId, team_id: team.id, user_id: mallory.userId });
    const refused = { code: 'conflict', message: expect.stringMatching(/^The team Ops can edit this relay/) };
    await expect(startStream(boss, second, request)).rejects.toMatchObject(refused);
  });

  test('a stopped stream still bounds it while its events wait or are dead', async () => {
    await onlySupport();
    await give('admin');
    const id = await carried(null, 'audit words', { type: 'audit.event' });
    await nothingWorks(mallory, AUDIT);
    await db.admin.query(
      `UPDATE relay_delivery SET state = 'dead', next_at = NULL, settled_at = now() WHERE id = $1`,
      [id],
    );
    await nothingWorks(mallory, AUDIT);
    await db.admin.query(`UPDATE relay_delivery SET state = 'delivered' WHERE id = $1`, [id]);
    await everythingWorks(mallory);
  });

  test('messages of sub-teams: who isn’t in all of them is refused; who is, isn’t', async () => {
    await give('owner');
    await nothingWorks(mallory, BEYOND); // all workspaces, and Mallory isn’t in Board
    await onlySupport();
    await everythingWorks(mallory);
  });

  test('who leaves the sub-team, or whose sub-team is deleted and may be restored, can’t change it any more', async () => {
    await onlySupport();
    await give('admin');
    await unassignMember(by(boss), support, mallory.userId);
    await nothingWorks(mallory, BEYOND);
    await db.admin.query('UPDATE sub_team SET deleted_at = now() WHERE id = $1', [support]);
    await nothingWorks(mallory, BEYOND);
  });

  test('what was queued for a sub-team bounds it after the sub-team was taken off', async () => {
    await give('reviewer');
    await changeRelayReach(boss, relay, [org.orgId, support], request);
    await give('admin');
    const id = await carried(board, 'board words');
    await nothingWorks(mallory, BEYOND);
    await db.admin.query(
      `UPDATE relay_delivery SET state = 'delivered', next_at = NULL, settled_at = now() WHERE id = $1`,
      [id],
    );
    await everythingWorks(mallory);
  });

  test('a sub-team isn’t added to a relay that somebody outside of it can edit', async () => {
    await onlySupport();
    await give('editor');
    const refused = { code: 'conflict', message: expect.stringMatching(/^Mallory can edit this relay/) };
    for (const reach of ['all', [board], [org.orgId, support, board]] as const)
      await expect(changeRelayReach(boss, relay, reach, request)).rejects.toMatchObject(refused);
    await assignMember(by(boss), board, mallory.userId);
    await changeRelayReach(boss, relay, 'all', request);
  });

  test('a new sub-team stays out of a relay for all workspaces that somebody can edit', async () => {
    await assignMember(by(boss), board, mallory.userId);
    await give('editor');
    await changeRelay(mallory, relay, { name: 'Carrier', url: mine }, request);
    await createSubTeam(by(boss), { name: 'Secret', slug: 'secret' });
    const row = await stored();
    expect(row).toMatchObject({ everywhere: false });
    expect(row.carries.toSorted()).toEqual([org.orgId, support, board].toSorted());
    const { rows } = await db.admin.query(
      `SELECT after FROM audit_event WHERE org_id = $1 AND action = 'relay.workspaces_changed'`,
      [org.orgId],
    );
    expect(rows).toEqual([{ after: { workspaces: 'All but Secret' } }]);
    // Without such a grant it goes along.
    await unshare(by(boss), target(), { member: mallory.userId });
    await changeRelayReach(boss, relay, 'all', request);
    await createSubTeam(by(boss), { name: 'Open', slug: 'open' });
    expect(await stored()).toMatchObject({ everywhere: true });
  });

  test('only owners and admins choose the workspaces', async () => {
    await onlySupport();
    await give('owner');
    await expect(changeRelayReach(mallory, relay, [support], request)).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  test('whoever has the secret signs messages into the relay’s own workspaces only', async () => {
    await onlySupport();
    await give('admin');
    const { secret } = await rotateRelaySecret(mallory, relay, request);
    const send = (sub_team?: string) => {
      const body = JSON.stringify({
        type: 'message.received',
        data: { from: '+1', text: 'Hi', ...(sub_team && { sub_team }) },
      });
      return takeIncoming(relay, null, { headers: sign([secret], newId(), body), body });
    };
    expect(await send('team-0')).toEqual({ fresh: true });
    expect(await send()).toEqual({ fresh: true });
    await expect(send('team-1')).rejects.toMatchObject({ code: 'invalid' });
    const { rows } = await db.admin.query(
      'SELECT DISTINCT workspace_id FROM conversation WHERE org_id = $1',
      [org.orgId],
    );
    expect(rows.map((row) => row.workspace_id).toSorted()).toEqual([org.orgId, support].toSorted());
  });
});
