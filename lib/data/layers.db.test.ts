import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { readOrg } from '../db/in-org';
import type { Sql } from '../db/sql';
import { type TestDatabase, testDatabase } from '../db/testing/database';
import { rowFor } from '../db/testing/rows';
import { withoutConditions, withoutWalls } from '../db/testing/without';
import { addMember, insert, makeOrg, makeUser, type TestOrg } from '../db/testing/world';
import { newId, toUlid } from '../ids';
import { auditCount, auditEvent, auditPage } from './audit-list';
import { readAuditQuery } from './audit-query';
import { findMembers } from './find-members';
import { invitationCount, invitationList } from './invitation-list';
import { readInvitationQuery } from './invitation-query';
import { withdrawInvitations } from './invitations';
import { changeRoles, removeMembers } from './member-changes';
import { memberCount } from './member-count';
import { memberCsv } from './member-export';
import { memberList } from './member-list';
import { readMemberQuery } from './member-query';
import { FORMER_HOSTS, OWNER_COUNT } from './org-settings';
import { NEWEST_MEMBERS, OPEN_INVITATIONS, PROGRESS, RECENT_EVENTS, ROLE_COUNTS } from './overview';
import { PLAN_ROW } from './plan';
import { ROUTING_HOSTS, routingCount, routingPage, routingTail } from './routing-list';
import { readRoutingQuery } from './routing-query';
import { actorIn } from './testing/actor';
import { aRequest } from './testing/request';
import { transferOwnership } from './transfer';
import { USAGE_NOW, usageDays } from './usage';

// Each layer alone, through the product's own functions: see lib/db/layers.db.test.ts.

vi.stubEnv('AUTH_SECRET', 'a secret of at least thirty-two characters');
const walled = await testDatabase();
const bare = await testDatabase();
beforeAll(() => withoutWalls(bare.admin));
afterAll(() => Promise.all([walled.drop(), bare.drop()]));

type Victim = TestOrg & { member: string; invitation: string; event: string };
type Probe = {
  name: string;
  run: (attacker: TestOrg, victim: Victim) => Promise<unknown>;
  always?: 'closed';
};

const members = readMemberQuery({});
const invitations = readInvitationQuery({});
const events = readAuditQuery({});
const decisions = readRoutingQuery({});
const walk = (desc = false) => ({ desc, cursor: null, size: 500 });
const read = (name: string, piece: Sql | ((victim: Victim) => Sql)): Probe => ({
  name,
  run: async (attacker, victim) => readOrg(attacker, [typeof piece === 'function' ? piece(victim) : piece]),
});
const by = (org: TestOrg) => ({ actor: actorIn(org), request: aRequest() });

/** What is read is compared with what the attacker's org alone gives: see `alone`. */
const READS: Probe[] = [
  read('the member list', memberList(members.query, walk())),
  ...(['role', 'joined', 'seen'] as const).map((sort) =>
    read(`the member list by ${sort}`, memberList({ ...members.query, sort }, walk(true))),
  ),
  read('the number of members', memberCount(members.query)),
  read('the invitations', invitationList(invitations.query, walk())),
  read('the number of invitations', invitationCount(invitations.query)),
  read('the audit log', auditPage(events.query, walk(true))),
  read('the number of events', auditCount(events.query)),
  read('an event', (victim) => auditEvent(victim.event)),
  read('the routing log', routingPage(decisions.query, walk(true))),
  read('the number of decisions', routingCount(decisions.query)),
  read('the live routing log', routingTail(decisions.query, null)),
  read('the hosts of the routing log', ROUTING_HOSTS),
  read('the newest members', NEWEST_MEMBERS),
  read('the members of each role', ROLE_COUNTS),
  read('the open invitations', OPEN_INVITATIONS),
  read('the recent events', RECENT_EVENTS),
  read('the former hosts', FORMER_HOSTS),
  read('the number of owners', OWNER_COUNT),
  read('the first steps', PROGRESS),
  read('the plan', PLAN_ROW),
  read('the use of each limit', USAGE_NOW),
  read('the use by day', usageDays('2026-11-01')),
  {
    name: 'the export',
    run: async (attacker) => {
      const pieces = [];
      for await (const piece of memberCsv(attacker, members.query)) pieces.push(piece);
      return pieces;
    },
  },
  // The search's own function compares the org as well, whatever the statement around it does.
  { name: 'the search', run: (attacker) => findMembers(attacker, 'victim'), always: 'closed' },
];

const WRITES: Probe[] = [
  { name: 'changing a role', run: (attacker, { member }) => changeRoles(by(attacker), [member], 'admin') },
  { name: 'removing a member', run: (attacker, { member }) => removeMembers(by(attacker), [member]) },
  {
    name: 'withdrawing an invitation',
    run: (attacker, { invitation }) => withdrawInvitations(by(attacker), [invitation]),
  },
  {
    name: 'transferring ownership',
    run: (attacker, { member }) =>
      transferOwnership(actorIn(attacker), { member: toUlid(member) }, aRequest()),
  },
];

describe.each([
  ['the application alone: the database’s walls are down', bare, true, false],
  ['the database alone: no statement names its org', walled, false, false],
  ['neither: every probe gets through', bare, false, true],
] as const)('[I5] %s', (_, db: TestDatabase, filtered, leaks) => {
  let attacker: TestOrg;
  let restore = () => {};
  beforeAll(async () => {
    await db.useEngine({ unfiltered: !filtered, size: 2 });
    if (!filtered) restore = withoutConditions();
  });
  afterAll(() => restore());
  beforeEach(async () => {
    attacker = await makeOrg(db.admin);
  });

  test.each(READS)('$name', async ({ run, always }) => {
    const victim = await makeVictim(db);
    const before = await seen(run(attacker, victim));
    await grow(db, victim);
    const after = await seen(run(attacker, victim));
    // Whatever happens to the victim, the attacker's answer stays the same, and has nothing of the victim's in it. The
    // attacker has invited nobody and changed nothing.
    const leaked = before !== after || /victim|"(invited|named)":true/i.test(after);
    expect(leaked).toBe(leaks && always !== 'closed');
  });

  test.each(WRITES)('$name', async ({ run }) => {
    const victim = await makeVictim(db);
    const before = await state(db, victim);
    await run(attacker, victim).catch(() => {});
    expect((await state(db, victim)) !== before).toBe(leaks);
  });
});

const seen = async (answer: Promise<unknown>) => JSON.stringify(await answer.catch((error) => String(error)));

async function makeVictim(db: TestDatabase): Promise<Victim> {
  const org = await makeOrg(db.admin);
  const { userId } = await makeUser(db.admin, 'Victor Victim');
  await addMember(db.admin, org.orgId, userId, 'member');
  const { invitation, event } = await grow(db, org);
  return { ...org, member: userId, invitation, event };
}

/** More of everything in an org. */
async function grow(db: TestDatabase, { orgId }: TestOrg) {
  const { userId } = await makeUser(db.admin, 'Vera Victim');
  // Without triggers the copied columns have to be written here.
  const name = {
    email: `${userId}@victim.test`,
    name: 'Vera Victim',
    name_key: 'vera victim',
    search: 'vera victim',
  };
  await insert(db.admin, 'membership', { org_id: orgId, user_id: userId, role: 'owner', ...name });
  const [invitation, event] = [newId(), newId()];
  const email = `${invitation}@victim.test`;
  await insert(db.admin, 'invitation', {
    org_id: orgId,
    id: invitation,
    email,
    role: 'member',
    token_hash: Buffer.from(invitation),
    pending_email: email,
    invited_by: 'Victor Victim',
    expires_at: new Date(Date.now() + 3_600_000),
  });
  const who = {
    actor_kind: 'user',
    actor_label: 'victor@victim.test',
    ip: '',
    user_agent: '',
    request_id: '',
  };
  await insert(db.admin, 'audit_event', { org_id: orgId, id: event, action: 'org.updated', ...who });
  await insert(db.admin, 'routing_decision', {
    ...rowFor('routing_decision', { orgId, userId: '', sessionId: '' }, ''),
    actor_label: 'victor@victim.test',
  });
  const until = new Date(Date.now() + 3_600_000);
  await insert(db.admin, 'org_host', {
    org_id: orgId,
    host: `victim-${newId()}`,
    state: 'former',
    former_until: until,
  });
  await db.admin.query(`UPDATE org SET features_off = array_append(features_off, 'victim') WHERE id = $1`, [
    orgId,
  ]);
  await db.admin.query(
    `INSERT INTO usage_counter AS c VALUES ($1, 'storage', 1) ON CONFLICT (org_id, limit_key) DO UPDATE SET used = c.used + 1`,
    [orgId],
  );
  for (const day of ['2026-10-01', '2026-11-20'])
    await db.admin.query(
      `INSERT INTO usage_day AS d VALUES ($1, 'storage', $2, 1, 1)
        ON CONFLICT (org_id, limit_key, day) DO UPDATE SET value = d.value + 1`,
      [orgId, day],
    );
  return { invitation, event };
}

async function state(db: TestDatabase, { orgId }: Victim): Promise<string> {
  const { rows } = await db.admin.query(
    `SELECT string_agg(t, '|' ORDER BY t) AS all FROM (
      SELECT m::text AS t FROM membership m WHERE org_id = $1 UNION ALL SELECT i::text FROM invitation i WHERE org_id = $1) s`,
    [orgId],
  );
  return rows[0].all;
}
