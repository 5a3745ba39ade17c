import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WorkspaceActor } from '../access/actor';
import { inWorkspace } from '../db/in-workspace';
import type { WorkspaceId } from '../db/scope';
import { type TestDatabase, testDatabase } from '../db/testing/database';
import { addMember, makeOrg, makeSubTeams, makeUser, subTeamIds, type TestOrg } from '../db/testing/world';
import { newId } from '../ids';
import { assignDesktop, CANDIDATES, workerAt } from './desktops';
import { actorIn } from './testing/actor';
import { aRequest } from './testing/request';

let db: TestDatabase;
let org: TestOrg;
let first: WorkspaceActor;
let second: WorkspaceActor;
let ada: string;
let ben: string;
let elsewhere: string;
const request = aRequest();

const at = (workspaceId: string): WorkspaceActor => ({
  ...actorIn(org),
  workspaceId: workspaceId as WorkspaceId,
  workspace: { slug: 'x', name: 'X', main: false, archived: false },
});
const person = async (name: string, workspace: string) => {
  const { userId } = await makeUser(db.admin, name);
  await addMember(db.admin, org.orgId, userId);
  await db.admin.query('INSERT INTO sub_team_member (org_id, sub_team_id, user_id) VALUES ($1, $2, $3)', [
    org.orgId,
    workspace,
    userId,
  ]);
  return userId as string;
};
const makeDesktop = async (actor = first) => {
  const id = newId();
  await db.admin.query('INSERT INTO desktop (org_id, workspace_id, id, name) VALUES ($1, $2, $3, $4)', [
    actor.orgId,
    actor.workspaceId,
    id,
    `Desk ${id.slice(-6)}`,
  ]);
  return id as string;
};
const worker = async (id: string, actor = first) =>
  (await inWorkspace(actor, (d) => d.rows(workerAt(id))))[0]?.user_id ?? null;
const assign = (id: string, to: string | null, was: string | null, move = false, actor = first) =>
  assignDesktop(actor, id, { to, was, move }, request);

beforeAll(async () => {
  db = await testDatabase();
  await db.useEngine();
  org = await makeOrg(db.admin);
  await makeSubTeams(db.admin, org.orgId);
  const [one, two] = subTeamIds(org.orgId) as [string, string];
  [first, second] = [at(one), at(two)];
  [ada, ben, elsewhere] = await Promise.all([person('Ada', one), person('Ben', one), person('Eve', two)]);
});
afterAll(() => db.drop());

describe('[C1] who works at a desktop', () => {
  test('one member, said by those who may; the log has it with who was there before', async () => {
    const desk = await makeDesktop();
    expect(await assign(desk, ada, null)).toEqual({ name: 'Ada' });
    expect(await worker(desk)).toBe(ada);
    expect(await assign(desk, null, ada)).toEqual({ name: null });
    expect(await worker(desk)).toBeNull();
    const { rows } = await db.admin.query(
      `SELECT before, after FROM audit_event WHERE action = 'desktop.assigned' AND target_id = $1 ORDER BY id`,
      [desk],
    );
    expect(rows).toEqual([
      { before: { member: null }, after: { member: 'Ada' } },
      { before: { member: 'Ada' }, after: { member: null } },
    ]);
  });

  test('who was shown somebody else decides anew, and nothing is changed', async () => {
    const desk = await makeDesktop();
    await assign(desk, ada, null);
    await expect(assign(desk, ben, null)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/^Ada works at Desk \w+ by now/),
    });
    expect(await worker(desk)).toBe(ada);
    await assign(desk, null, ada);
    await expect(assign(desk, ben, ada)).rejects.toMatchObject({
      message: expect.stringMatching(/is free by now/),
    });
    // The same twice is no conflict: a double click.
    await assign(desk, ben, null);
    expect(await assign(desk, ben, null)).toEqual({ name: 'Ben' });
    await assign(desk, null, ben);
  });

  test('who works at another desktop is moved only when that is said; their old one is free then', async () => {
    const [from, to] = [await makeDesktop(), await makeDesktop()];
    await assign(from, ada, null);
    expect(await assign(to, ada, null)).toMatchObject({
      elsewhere: expect.stringContaining('Desk'),
      name: 'Ada',
    });
    expect([await worker(from), await worker(to)]).toEqual([ada, null]);
    expect(await assign(to, ada, null, true)).toEqual({ name: 'Ada' });
    expect([await worker(from), await worker(to)]).toEqual([null, ada]);
    await assign(to, null, ada);
  });

  test('of many at the same moment one gets it, and moves that cross each other end', async () => {
    const [one, two] = [await makeDesktop(), await makeDesktop()];
    const came = await Promise.allSettled([assign(one, ada, null), assign(one, ben, null)]);
    expect(came.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const winner = await worker(one);
    await assign(one, null, winner);
    await Promise.all([assign(one, ada, null), assign(two, ben, null)]);
    const swapped = await Promise.allSettled([assign(one, ben, ada, true), assign(two, ada, ben, true)]);
    expect(swapped.some(({ status }) => status === 'fulfilled')).toBe(true);
    for (const each of swapped)
      if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'conflict' });
    for (const desk of [one, two]) await assign(desk, null, await worker(desk));
  });
});

describe('[S1][T6] a desktop', () => {
  test('is given to nobody who is not in its sub-team, and is no other sub-team’s to give', async () => {
    const desk = await makeDesktop();
    const stranger = await makeUser(db.admin);
    for (const nobody of [elsewhere, stranger.userId, newId()])
      await expect(assign(desk, nobody, null), nobody).rejects.toMatchObject({ code: 'not_found' });
    await expect(assign(desk, elsewhere, null, false, second)).rejects.toMatchObject({ code: 'not_found' });
    expect(await worker(desk)).toBeNull();
    const listed = await inWorkspace(first, (d) => d.rows(CANDIDATES));
    expect(listed.map(({ name }) => name)).toEqual(expect.arrayContaining(['Ada', 'Ben']));
    expect(listed.map(({ name }) => name)).not.toContain('Eve');
  });

  test('is free when its member leaves the sub-team, or the organization', async () => {
    const desk = await makeDesktop();
    const cy = await person('Cy', first.workspaceId);
    await assign(desk, cy, null);
    await db.admin.query('DELETE FROM sub_team_member WHERE user_id = $1', [cy]);
    expect(await worker(desk)).toBeNull();
    await assign(desk, ben, null);
    expect(await worker(desk)).toBe(ben);
    await assign(desk, null, ben);
    const dee = await person('Dee', first.workspaceId);
    await assign(desk, dee, null);
    await db.admin.query('DELETE FROM membership WHERE user_id = $1', [dee]);
    const { rows } = await db.admin.query('SELECT member_id FROM desktop WHERE id = $1', [desk]);
    expect(rows).toEqual([{ member_id: null }]);
  });

  test('points at no other organization’s member, and a member has one in a sub-team: the database refuses it', async () => {
    const [one, two] = [await makeDesktop(), await makeDesktop()];
    const stranger = await makeUser(db.admin);
    const set = (id: string, userId: string) =>
      db.admin.query('UPDATE desktop SET member_id = $2 WHERE id = $1', [id, userId]);
    await expect(set(one, stranger.userId)).rejects.toMatchObject({ code: '23503' });
    await set(one, ada);
    await expect(set(two, ada)).rejects.toMatchObject({ code: '23505' });
    await set(await makeDesktop(second), ada); // in another sub-team it is another matter
  });
});
