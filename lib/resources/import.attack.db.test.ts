import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WorkspaceActor } from '../access/actor';
import { actorIn } from '../data/testing/actor';
import { aRequest } from '../data/testing/request';
import { readWorkspace } from '../db/in-workspace';
import type { UserId, WorkspaceId } from '../db/scope';
import { testDatabase } from '../db/testing/database';
import { makeOrg, type TestOrg } from '../db/testing/world';
import { newId } from '../ids';
import { contact } from './contact';
import { dropImport, importOf, keepFile, latestImports, startImport } from './import';

const db = await testDatabase();
afterAll(() => db.drop());
beforeAll(() => db.useEngine());

/** A member of the organization's main workspace. */
async function member(org: TestOrg) {
  const userId = newId() as UserId;
  await db.admin.query(`INSERT INTO app_user (id, email, name) VALUES ($1, $2, 'Someone')`, [
    userId,
    `${userId}@example.com`,
  ]);
  await db.admin.query(`INSERT INTO membership (org_id, user_id, role) VALUES ($1, $2, 'admin')`, [
    org.orgId,
    userId,
  ]);
  const actor: WorkspaceActor = {
    ...actorIn({ ...org, userId }),
    workspaceId: org.orgId as unknown as WorkspaceId,
    workspace: { slug: 'main', name: 'Main', main: true, archived: false },
  };
  return { actor, request: aRequest() };
}
type Someone = Awaited<ReturnType<typeof member>>;

const upload = (by: Someone, name = 'a.csv') => keepFile(by, contact, { name, text: 'name\nAnn\n' });
const shown = async (by: Someone, id: string) =>
  (await readWorkspace(by.actor, [importOf(contact, id)]))[0][0]?.state;
const listed = async (by: Someone) =>
  (await readWorkspace(by.actor, [latestImports(contact)]))[0].map(({ id }) => id);

describe('[R8] attack 17: another member’s upload', () => {
  test('[R8] attack 17: can’t be seen, started or deleted by anyone else in the workspace', async () => {
    const org = await makeOrg(db.admin);
    const [mine, other] = [await member(org), await member(org)];
    const id = await upload(mine);
    expect(await shown(other, id)).toBeUndefined();
    expect(await listed(other)).toEqual([]);
    await expect(startImport(other, contact, id, { name: 0 })).rejects.toMatchObject({ code: 'conflict' });
    await expect(dropImport(other, contact, id)).rejects.toMatchObject({ code: 'conflict' });

    expect(await shown(mine, id)).toBe('mapping');
    expect(await listed(mine)).toEqual([id]);
    await startImport(mine, contact, id, { name: 0 });
    expect(await shown(other, id)).toBe('waiting');
    expect(await listed(other)).toEqual([id]);
  });

  test('[R8] attack 17: isn’t pushed out by someone else’s uploads, only by the member’s own', async () => {
    const org = await makeOrg(db.admin);
    const [mine, other] = [await member(org), await member(org)];
    const id = await upload(mine);
    for (let i = 0; i < 15; i++) await upload(other);
    expect(await shown(mine, id)).toBe('mapping');
    expect((await listed(other)).length).toBe(10);
    for (let i = 0; i < 9; i++) await upload(mine);
    expect(await shown(mine, id)).toBe('mapping');
    await upload(mine);
    expect(await shown(mine, id)).toBeUndefined();
  });
});
