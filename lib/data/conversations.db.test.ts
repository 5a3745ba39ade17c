import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { WorkspaceActor } from '../access/actor';
import { inOrg } from '../db/in-org';
import { inWorkspace } from '../db/in-workspace';
import type { WorkspaceId } from '../db/scope';
import { type TestDatabase, testDatabase } from '../db/testing/database';
import { addMember, makeOrg, makeSubTeams, makeUser, subTeamIds, type TestOrg } from '../db/testing/world';
import { newId, toUlid } from '../ids';
import { sign } from '../relays/signature';
import {
  assignConversation,
  markRead,
  sendMessage,
  setClosed,
  startConversation,
} from './conversation-changes';
import {
  ASSIGNEES,
  type ConversationRow,
  conversationById,
  conversationPage,
  INBOX_MARK,
  messagesOf,
  olderThan,
  readConversationQuery,
} from './conversations';
import { createRelay, removeRelay } from './relay-changes';
import { takeIncoming } from './relay-incoming';
import { actorIn } from './testing/actor';
import { aRequest } from './testing/request';

vi.stubEnv('AUTH_SECRET', 'a secret of at least thirty-two characters');

let db: TestDatabase;
let org: TestOrg;
let relay: { id: string; secret: string };
let first: WorkspaceActor;
let second: WorkspaceActor;
let slugs: string[];
const request = aRequest();

/** Somebody in a sub-team of an org. */
const at = (place: TestOrg, id: string, slug: string, who = {}): WorkspaceActor => ({
  ...actorIn(place, who),
  workspaceId: id as WorkspaceId,
  workspace: { slug, name: slug, main: false, archived: false },
});

beforeAll(async () => {
  db = await testDatabase();
  await db.useEngine();
  org = await makeOrg(db.admin);
  await makeSubTeams(db.admin, org.orgId);
  const [one, two] = subTeamIds(org.orgId) as [string, string];
  const { rows } = await db.admin.query('SELECT id, slug FROM sub_team WHERE org_id = $1', [org.orgId]);
  slugs = [one, two].map((id) => rows.find((row) => row.id === id).slug);
  first = at(org, one, slugs[0] as string);
  second = at(org, two, slugs[1] as string);
  relay = await createRelay(
    actorIn(org),
    { kind: 'http', name: 'Carrier', url: 'https://relay.example.com/in' },
    request,
  );
});
afterAll(() => db.drop());

const start = (actor = first, address = `+49 ${newId().slice(-8)}`) =>
  startConversation(actor, { relayId: relay.id, address, name: 'Mia', text: 'Hello' }, request);
const seen = async (actor: WorkspaceActor, id: string) =>
  (await inWorkspace(actor, (d) => d.rows(conversationById(id))))[0] as ConversationRow | undefined;
const thread = (actor: WorkspaceActor, id: string) => inWorkspace(actor, (d) => d.rows(messagesOf(id)));
const listed = (actor: WorkspaceActor, params = {}) =>
  inWorkspace(actor, (d) => d.rows(conversationPage(readConversationQuery(params))));
const come = (data: object, id = newId()) => {
  const body = JSON.stringify({ type: 'message.received', data });
  return takeIncoming(relay.id, null, { headers: sign([relay.secret], id, body), body });
};

describe('[C1] a conversation', () => {
  test('begins with a message, which is on its way under its own id, with the sub-team that it is of', async () => {
    const { id } = await start();
    const [message] = await thread(first, id);
    expect(message).toMatchObject({ direction: 'out', text: 'Hello', state: 'waiting' });
    const { rows } = await db.admin.query('SELECT * FROM relay_delivery WHERE id = $1', [message?.id]);
    expect(rows).toMatchObject([{ type: 'message.sent', carried_for: first.workspaceId }]);
    expect(JSON.parse(rows[0].body)).toMatchObject({
      text: 'Hello',
      conversation: toUlid(id),
      sub_team: slugs[0],
    });
  });

  test('with the same address is the same one, however many begin it at once', async () => {
    const begun = await Promise.all(Array.from({ length: 6 }, () => start(first, '+49 30 SAME')));
    expect(new Set(begun.map(({ id }) => id)).size).toBe(1);
    expect(await thread(first, begun[0]?.id as string)).toHaveLength(6);
    const elsewhere = await start(second, '+49 30 SAME');
    expect(elsewhere.id).not.toBe(begun[0]?.id);
  });

  test('is closed and opened again; a closed one sends nothing, and what comes in opens it', async () => {
    const { id } = await start(first, '+49 30 closed');
    await setClosed(first, id, true, request);
    await expect(sendMessage(first, id, 'No')).rejects.toMatchObject({ code: 'conflict' });
    expect((await listed(first, { view: 'closed' })).map((c) => c.id)).toContain(id);
    await come({ from: '+49 30 CLOSED', text: 'Still there?', sub_team: slugs[0] });
    expect(await seen(first, id)).toMatchObject({ status: 'open', unread: 1, last_text: 'Still there?' });
    await markRead(first, id);
    expect(await seen(first, id)).toMatchObject({ unread: 0 });
  });

  test('is found by a part of name or address; by one or two letters, at their beginning', async () => {
    const { id } = await startConversation(
      first,
      { relayId: relay.id, address: 'zoe@example.com', name: 'Zoë Žižek', text: 'Hi' },
      request,
    );
    for (const q of ['zoë', 'ZOË Ž', 'zoe@', 'žek', 'e@example', 'z', 'zo'])
      expect(
        (await listed(first, { q })).map((c) => c.id),
        q,
      ).toEqual([id]);
    for (const q of ['ž', '@e', 'zoë@', 'z%', '___']) expect(await listed(first, { q }), q).toEqual([]);
    for (const q of ['zoe', 'z']) expect(await listed(second, { q }), q).toEqual([]);
    expect(await listed(first, { q: 'žek', view: 'closed' })).toEqual([]);
    for (const name of ['ΟΔΥΣΣΕΑΣ ΠΑΠΠΑΣ', 'İbrahim Şahin']) {
      const input = { relayId: relay.id, address: `${newId().slice(-8)}@x.test`, name, text: 'Hi' };
      const odd = await startConversation(first, input, request);
      for (const q of [name, name.slice(0, 2), name.slice(-4)])
        expect(
          (await listed(first, { q })).map((c) => c.id),
          q,
        ).toEqual([odd.id]);
    }
  });

  test('among thousands that are called alike the latest is found first, page by page', async () => {
    await db.admin.query(
      `INSERT INTO conversation (org_id, workspace_id, id, address, name, name_key, last_at)
        SELECT $1, $2, gen_random_uuid(), 'alike-' || n, 'Alike ' || n, 'alike ' || n, now() - n * interval '1 second'
        FROM generate_series(1, 2100) n`,
      [second.orgId, second.workspaceId],
    );
    for (const q of ['lik', 'al']) {
      const page = await listed(second, { q });
      expect(page.slice(0, 3).map(({ name }) => name)).toEqual(['Alike 1', 'Alike 2', 'Alike 3']);
      const { list } = readConversationQuery({ q });
      const before = olderThan(page, list, second.orgId) as string;
      // Whoever writes meanwhile goes to the top: the next page begins where the one before ended.
      await db.admin.query(
        `UPDATE conversation SET last_at = now() WHERE name = 'Alike 50' AND org_id = $1`,
        [second.orgId],
      );
      expect((await listed(second, { q, before }))[0]?.name).toBe('Alike 51');
      await db.admin.query(
        `UPDATE conversation SET last_at = now() - interval '50 seconds' WHERE name = 'Alike 50' AND org_id = $1`,
        [second.orgId],
      );
      for (const other of [
        { q: 'alike 1', before },
        { q, view: 'closed', before },
        { q, before: 'x' },
      ])
        expect(readConversationQuery(other)).toMatchObject({ lost: true, walk: { cursor: null } });
    }
    await db.admin.query(`DELETE FROM conversation WHERE org_id = $1 AND address LIKE 'alike-%'`, [
      second.orgId,
    ]);
  });
});

describe('[C1] who answers it', () => {
  test('is a member of the sub-team who may send; not a viewer, not somebody of another, not a stranger', async () => {
    const { id } = await start();
    const [member, viewer, other, stranger] = await Promise.all(
      Array.from({ length: 4 }, () => makeUser(db.admin)),
    );
    if (!member || !viewer || !other || !stranger) throw new Error('four were made');
    for (const [who, role, team] of [
      [member, 'member', first],
      [viewer, 'viewer', first],
      [other, 'member', second],
    ] as const) {
      await addMember(db.admin, org.orgId, who.userId, role);
      await db.admin.query('INSERT INTO sub_team_member (org_id, sub_team_id, user_id) VALUES ($1, $2, $3)', [
        org.orgId,
        team.workspaceId,
        who.userId,
      ]);
    }
    for (const { userId } of [viewer, other, stranger])
      await expect(assignConversation(first, id, { to: userId, was: null }, request)).rejects.toMatchObject({
        code: 'not_found',
      });
    await assignConversation(first, id, { to: member.userId, was: null }, request);
    expect(await seen(first, id)).toMatchObject({ assignee_id: member.userId });
    const mine = at(org, first.workspaceId, slugs[0] as string, { ...member, role: 'member' });
    expect((await listed(mine, { view: 'mine' })).map((c) => c.id)).toEqual([id]);

    // Who leaves is nobody's assignee.
    await db.admin.query('DELETE FROM membership WHERE org_id = $1 AND user_id = $2', [
      org.orgId,
      member.userId,
    ]);
    expect(await seen(first, id)).toMatchObject({ assignee: null });
    expect((await listed(first, { view: 'unassigned' })).map((c) => c.id)).toContain(id);
  });

  test('may be anybody who can answer, however many come before them by name; five hundred are offered, by name', async () => {
    const { id } = await start();
    await db.admin.query(
      `WITH u AS (INSERT INTO app_user (id, email, name) SELECT gen_random_uuid(), n || '@crowd.test', 'Aa ' || lpad(n::text, 3, '0')
          FROM generate_series(1, 501) n RETURNING id),
        m AS (INSERT INTO membership (org_id, user_id, role) SELECT $1, id, 'member' FROM u RETURNING user_id)
        INSERT INTO sub_team_member (org_id, sub_team_id, user_id) SELECT $1, $2, id FROM u WHERE EXISTS (SELECT 1 FROM m)`,
      [org.orgId, first.workspaceId],
    );
    const last = await makeUser(db.admin, 'Zz');
    await addMember(db.admin, org.orgId, last.userId);
    await db.admin.query('INSERT INTO sub_team_member (org_id, sub_team_id, user_id) VALUES ($1, $2, $3)', [
      org.orgId,
      first.workspaceId,
      last.userId,
    ]);
    const main = { ...first, workspaceId: org.orgId as unknown as WorkspaceId };
    for (const actor of [first, main]) {
      const offered = (await inWorkspace(actor, (d) => d.rows(ASSIGNEES))).map(({ name }) => name);
      expect(offered).toHaveLength(500);
      expect(offered.slice(0, 3)).toEqual(['Aa 001', 'Aa 002', 'Aa 003']);
      expect(offered).not.toContain('Zz');
    }
    const none = await inWorkspace(second, (d) => d.rows(ASSIGNEES));
    expect(none.map(({ name }) => name)).not.toContain('Aa 001');
    expect(await assignConversation(first, id, { to: last.userId, was: null }, request)).toEqual({
      assignee: 'Zz',
    });
    await db.admin.query(
      `DELETE FROM membership WHERE org_id = $1 AND user_id IN (SELECT id FROM app_user WHERE email LIKE '%@crowd.test')`,
      [org.orgId],
    );
  });

  test('is decided anew by who was shown somebody else', async () => {
    const { id } = await start();
    const user = await makeUser(db.admin);
    await addMember(db.admin, org.orgId, user.userId, 'admin');
    const give = (to: string | null, was: string | null) =>
      assignConversation(first, id, { to, was }, request);
    const both = await Promise.allSettled([give(org.userId, null), give(user.userId, null)]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const now = (await seen(first, id))?.assignee_id as string;
    await expect(give(null, now === org.userId ? user.userId : org.userId)).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await give(null, now)).toEqual({ assignee: null });
  });
});

describe('[S1][C2] what comes in', () => {
  test('goes to the sub-team that it names, else to the main workspace, and nowhere else', async () => {
    await come({ from: 'to-first', text: 'One', sub_team: slugs[0] });
    await come({ from: 'to-main', text: 'Two' });
    const main = at(org, org.orgId, 'main');
    const found = async (actor: WorkspaceActor) =>
      (await listed(actor, { q: 'to-' })).map(({ address }) => address);
    expect(await found(first)).toEqual(['to-first']);
    expect(await found(main)).toEqual(['to-main']);
    expect(await found(second)).toEqual([]);
    for (const data of [
      { from: 'x', text: 'x', sub_team: 'nowhere' },
      { from: '', text: 'x' },
      { from: 'x' },
    ])
      await expect(come(data)).rejects.toMatchObject({ code: 'invalid' });
  });

  test('is one message, however often it is sent and at once', async () => {
    const id = newId();
    const sent = { from: 'often', text: 'Only once', sub_team: slugs[0] };
    const taken = await Promise.all(Array.from({ length: 6 }, () => come(sent, id)));
    expect(taken.filter(({ fresh }) => fresh)).toHaveLength(1);
    const [conversation] = await listed(first, { q: 'often' });
    expect(await thread(first, conversation?.id as string)).toHaveLength(1);
    expect(conversation).toMatchObject({ unread: 1 });
  });
});

describe('[S1] another sub-team’s conversation', () => {
  test('is not there, for every act and for the org’s own scope', async () => {
    const { id } = await start();
    expect(await seen(second, id)).toBeUndefined();
    expect(await thread(second, id)).toEqual([]);
    const acts = [
      () => sendMessage(second, id, 'x'),
      () => setClosed(second, id, true, request),
      () => markRead(second, id),
      () => assignConversation(second, id, { to: null, was: null }, request),
    ];
    for (const act of acts) await expect(act()).rejects.toMatchObject({ code: 'not_found' });
    await expect(inOrg(actorIn(org), (d) => d.rows(conversationById(id)))).rejects.toThrow();
    expect((await seen(first, id))?.status).toBe('open');
  });

  test('is no reason to look again: the mark of a workspace changes with what is in it alone', async () => {
    const mark = async (actor: WorkspaceActor) =>
      (await inWorkspace(actor, (d) => d.rows(INBOX_MARK)))[0]?.mark;
    const [mine, theirs] = [await mark(first), await mark(second)];
    const { id } = await start();
    expect(await mark(second)).toBe(theirs);
    const changed = await mark(first);
    expect(changed).not.toBe(mine);
    const [message] = await thread(first, id);
    await db.admin.query(
      `UPDATE relay_delivery SET state = 'delivered', next_at = NULL, settled_at = now() WHERE id = $1`,
      [message?.id],
    );
    expect(await mark(first)).not.toBe(changed);
    expect(await mark(second)).toBe(theirs);
  });
});

test('[S3] with a sub-team goes what its relays carried, and nothing of another', async () => {
  const own = await makeOrg(db.admin);
  await makeSubTeams(db.admin, own.orgId);
  const [one, two] = subTeamIds(own.orgId) as [string, string];
  const echo = await createRelay(actorIn(own), { kind: 'echo', name: 'Echo' }, request);
  for (const id of [one, two])
    await startConversation(
      at(own, id, 'team'),
      { relayId: echo.id, address: 'a', name: '', text: `of ${id}` },
      request,
    );
  await db.admin.query('DELETE FROM workspace WHERE org_id = $1 AND id = $2', [own.orgId, one]);
  for (const table of ['relay_delivery', 'message', 'conversation']) {
    const column = table === 'relay_delivery' ? 'carried_for' : 'workspace_id';
    const { rows } = await db.admin.query(`SELECT ${column} AS id FROM ${table} WHERE org_id = $1`, [
      own.orgId,
    ]);
    expect(rows, table).toEqual([{ id: two }]);
  }
});

describe('[T6] what a conversation points at', () => {
  const column = async (id: string, name: string) =>
    (await db.admin.query(`SELECT ${name} AS it FROM conversation WHERE id = $1`, [id])).rows[0].it;
  const makeContact = async (actor: WorkspaceActor, email: string) => {
    const id = newId();
    await db.admin.query(
      `INSERT INTO contact (org_id, workspace_id, id, name, email) VALUES ($1, $2, $3, 'Kim Known', $4)`,
      [actor.orgId, actor.workspaceId, id, email],
    );
    return id;
  };

  test('is the contact with its address, however its domain is spelled', async () => {
    const abroad = await makeContact(first, 'kim@xn--mller-kva.example');
    await come({ from: 'Kim@Müller.example', text: 'Hi', sub_team: slugs[0] });
    const [row] = await listed(first, { q: 'kim@müller' });
    expect(row?.contact_id).toBe(abroad);
    await db.admin.query('DELETE FROM contact WHERE id = $1', [abroad]);
  });

  test('is the contact with its address, from the first word or from when there is one', async () => {
    const known = await makeContact(first, 'kim@known.example');
    await come({ from: 'Kim@Known.example', text: 'Hi', sub_team: slugs[0] });
    const [row] = await listed(first, { q: 'kim known' });
    expect(row).toMatchObject({ contact_id: known, name: 'Kim Known', address: 'kim@known.example' });
    const { id } = await startConversation(
      first,
      { relayId: relay.id, address: 'late@known.example', name: 'Late', text: 'Hi' },
      request,
    );
    expect(await column(id, 'contact_id')).toBeNull();
    const late = await makeContact(first, 'late@known.example');
    await come({ from: 'late@known.example', text: 'Hi', sub_team: slugs[0] });
    expect(await column(id, 'contact_id')).toBe(late);
    // In another sub-team nobody has that address.
    await come({ from: 'kim@known.example', text: 'Hi', sub_team: slugs[1] });
    expect((await listed(second, { q: 'kim@known' }))[0]?.contact_id).toBeNull();
  });

  test('goes without it: relay, contact and assignee are emptied, and what was said stays', async () => {
    const own = await makeOrg(db.admin);
    await makeSubTeams(db.admin, own.orgId);
    const there = at(own, subTeamIds(own.orgId)[0] as string, 'team');
    const echo = await createRelay(actorIn(own), { kind: 'echo', name: 'Echo' }, request);
    const contact = await makeContact(there, 'gone@known.example');
    const { id } = await startConversation(
      there,
      { relayId: echo.id, address: 'gone@known.example', name: '', text: 'Hi' },
      request,
    );
    const { userId: member } = await makeUser(db.admin);
    await addMember(db.admin, own.orgId, member, 'admin');
    await assignConversation(there, id, { to: member, was: null }, request);
    await db.admin.query('DELETE FROM contact WHERE id = $1', [contact]);
    expect(await column(id, 'contact_id')).toBeNull();
    await db.admin.query('DELETE FROM membership WHERE user_id = $1', [member]);
    expect(await column(id, 'assignee_id')).toBeNull();
    expect((await listed(there, { view: 'unassigned' })).map((c) => c.id)).toEqual([id]);
    await removeRelay(actorIn(own), echo.id, request);
    expect(await seen(there, id)).toMatchObject({ relay_id: null, last_text: 'Hi' });
    await expect(sendMessage(there, id, 'Hello?')).rejects.toMatchObject({
      code: 'conflict',
      message: 'The relay of this conversation was removed.',
    });
  });

  test('is never another organization’s, nor a contact of another sub-team: the database refuses it', async () => {
    const { id } = await start();
    const foreign = await makeOrg(db.admin);
    const theirs = await createRelay(actorIn(foreign), { kind: 'echo', name: 'Echo' }, request);
    const nextDoor = await makeContact(second, 'next@door.example');
    // As a superuser: no wall and no code is in the way, the key alone.
    for (const [name, value, key] of [
      ['relay_id', theirs.id, 'conversation_org_id_relay_id_fkey'],
      ['relay_id', newId(), 'conversation_org_id_relay_id_fkey'],
      ['assignee_id', (await makeUser(db.admin)).userId, 'conversation_org_id_assignee_id_fkey'],
      ['contact_id', nextDoor, 'conversation_org_id_workspace_id_contact_id_fkey'],
    ] as const)
      await expect(
        db.admin.query(`UPDATE conversation SET ${name} = $2 WHERE id = $1`, [id, value]),
        name,
      ).rejects.toMatchObject({ code: '23503', constraint: key });
  });
});
