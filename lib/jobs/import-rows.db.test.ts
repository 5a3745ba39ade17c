import { afterAll, beforeAll, expect, test } from 'vitest';
import type { WorkspaceActor } from '../access/actor';
import { actorIn } from '../data/testing/actor';
import { aRequest } from '../data/testing/request';
import { readWorkspace } from '../db/in-workspace';
import type { WorkspaceId } from '../db/scope';
import { testDatabase } from '../db/testing/database';
import { makeOrg, makeSubTeams, subTeamIds } from '../db/testing/world';
import { log } from '../log';
import { contact } from '../resources/contact';
import { refusalCsv } from '../resources/export';
import { guessed } from '../resources/file';
import { group } from '../resources/group';
import { importOf, keepFile, startImport } from '../resources/import';
import { createRecord } from '../resources/save';
import { CHUNK, openImport, type Waiting } from './import-rows';
import { runImports } from './run-imports';

const db = await testDatabase();
afterAll(() => db.drop());
beforeAll(async () => {
  await db.useEngine();
  await db.useWorker();
});

/** Somebody in the first sub-team of a new organization, on the largest plan unless the database says otherwise. */
async function somebody(contacts?: number) {
  const org = await makeOrg(db.admin);
  await makeSubTeams(db.admin, org.orgId);
  const [workspaceId] = subTeamIds(org.orgId);
  await db.admin.query(`UPDATE org SET plan = 'business', limits = $2 WHERE id = $1`, [
    org.orgId,
    JSON.stringify(contacts === undefined ? {} : { contacts }),
  ]);
  const actor: WorkspaceActor = {
    ...actorIn(org),
    workspaceId: workspaceId as WorkspaceId,
    workspace: { slug: 'x', name: 'X', main: false, archived: false },
  };
  return { actor, request: aRequest() };
}
type Somebody = Awaited<ReturnType<typeof somebody>>;

async function begin(by: Somebody, text: string): Promise<Waiting> {
  const id = await keepFile(by, contact, { name: 'people.csv', text });
  const [head = ''] = text.split('\n');
  await startImport(by, contact, id, guessed(contact, head.split(',')));
  return { org_id: by.actor.orgId, workspace_id: by.actor.workspaceId, id };
}
const standing = async (by: Somebody, id: string) =>
  (await readWorkspace(by.actor, [importOf(contact, id)]))[0][0];
const refusals = async (by: Somebody, id: string) => {
  let all = '';
  for await (const piece of refusalCsv(by.actor, id, ['Name', 'E-mail'])) all += piece;
  return all.split('\r\n').slice(1, -1);
};
const namesOf = async (by: Somebody) =>
  (
    await db.admin.query<{ name: string; workspace_id: string }>(
      'SELECT name, workspace_id FROM contact WHERE org_id = $1 ORDER BY name',
      [by.actor.orgId],
    )
  ).rows;
const many = (n: number) =>
  `Name,E-mail,Company\n${Array.from({ length: n }, (_, i) => `Person ${i},p${i}@example.com,Firm`).join('\n')}`;

test('[C3] a twin in capitals that JavaScript makes small in another way is refused, and the rest comes in', async () => {
  const by = await somebody();
  for (const name of ['İbrahim Şahin', 'ΟΔΥΣΣΕΑΣ ΠΑΠΠΑΣ']) await createRecord(by, group, { name });
  const text = `name,description\nİbrahim Şahin,again\nΟΔΥΣΣΕΑΣ ΠΑΠΠΑΣ,again\nFresh one,${'x'.repeat(199)}😀 more`;
  const id = await keepFile(by, group, { name: 'groups.csv', text });
  await startImport(by, group, id, { name: 0, description: 1 });
  await runImports.run();
  const [[done]] = await readWorkspace(by.actor, [importOf(group, id)]);
  expect(done).toMatchObject({ state: 'done', added: 1, refused: 2 });
});

test('[C3] ten thousand rows come in, every one as a contact or as a refusal with its reason and line', async () => {
  const by = await somebody();
  await createRecord(by, contact, { name: 'There before', email: 'p7@example.com' });
  const bad = [',no-name@example.com,', 'No address,nobody,', 'Twin,p3@example.com,'];
  const text = `${many(9_997)}\n${bad.join('\n')}`;
  const waiting = await begin(by, text);
  const began = performance.now();
  await runImports.run();
  log.info('import', { rowsASecond: Math.round(10_000_000 / (performance.now() - began)) });
  expect(await standing(by, waiting.id)).toMatchObject({
    state: 'done',
    total: 10_000,
    done: 10_000,
    added: 9_996,
    refused: 4,
  });
  expect(await refusals(by, waiting.id)).toEqual([
    'Person 7,p7@example.com,9,Another contact has this address already.',
    ',no-name@example.com,9999,Name: Say who it is.',
    expect.stringContaining('No address,nobody,10000,"E-mail: Write a whole'),
    expect.stringContaining('Twin,p3@example.com,10001,'),
  ]);
  const rows = await namesOf(by);
  expect(rows.length).toBe(9_997);
  expect(new Set(rows.map((row) => row.workspace_id))).toEqual(new Set([by.actor.workspaceId]));
});

test('[C3] cut off between any two steps, by two workers at once, no row is lost or taken twice', async () => {
  const by = await somebody();
  const waiting = await begin(by, many(CHUNK * 4 + 20));
  const [one, two] = [await openImport(waiting), await openImport(waiting)];
  await Promise.all([one(), two()]); // and both are gone now
  expect(await standing(by, waiting.id)).toMatchObject({
    state: 'waiting',
    done: CHUNK * 2,
    added: CHUNK * 2,
  });
  await runImports.run();
  await runImports.run();
  expect(await standing(by, waiting.id)).toMatchObject({ state: 'done', added: CHUNK * 4 + 20, refused: 0 });
  expect((await namesOf(by)).length).toBe(CHUNK * 4 + 20);
  expect(await (await openImport(waiting))()).toBe(false);
});

test('[C3] a step that fails leaves nothing half done: it is done again as a whole', async () => {
  const by = await somebody();
  const waiting = await begin(by, many(CHUNK));
  await db.admin.query(
    `ALTER TABLE contact ADD CONSTRAINT trouble CHECK (name <> 'Person ${CHUNK - 1}') NOT VALID`,
  );
  await runImports.run();
  expect(await standing(by, waiting.id)).toMatchObject({ state: 'waiting', done: 0, added: 0 });
  expect(await namesOf(by)).toEqual([]);
  await db.admin.query('ALTER TABLE contact DROP CONSTRAINT trouble');
  await runImports.run(); // too soon
  expect(await standing(by, waiting.id)).toMatchObject({ state: 'waiting', done: 0 });
  await db.admin.query('UPDATE csv_import SET retry_at = now() WHERE id = $1', [waiting.id]);
  await runImports.run();
  expect(await standing(by, waiting.id)).toMatchObject({ state: 'done', added: CHUNK });
});

test('[L3] rows beyond the limit are refused one by one, also while others add', async () => {
  const by = await somebody(700);
  const waiting = await begin(by, many(1200));
  const added = Promise.allSettled(
    Array.from({ length: 30 }, (_, i) =>
      createRecord(
        { ...by, actor: { ...by.actor, limits: { ...by.actor.limits, contacts: 700 } } },
        contact,
        { name: `Besides ${i}` },
      ),
    ),
  );
  await runImports.run();
  await added;
  const now = await standing(by, waiting.id);
  expect(now).toMatchObject({ state: 'done', done: 1200 });
  expect((now?.added ?? 0) + (now?.refused ?? 0)).toBe(1200);
  expect((await namesOf(by)).length).toBe(700);
  expect((await refusals(by, waiting.id))[0]).toMatch(/no room left/);
});

test('[S1] a file of another workspace can’t be begun, and one whose workspace is gone is left alone', async () => {
  const by = await somebody();
  const id = await keepFile(by, contact, { name: 'a.csv', text: many(3) });
  const [, second] = subTeamIds(by.actor.orgId);
  const next = { ...by, actor: { ...by.actor, workspaceId: second as WorkspaceId } };
  await expect(startImport(next, contact, id, { name: 0 })).rejects.toMatchObject({ code: 'conflict' });
  await startImport(by, contact, id, { name: 0 });
  await db.admin.query('UPDATE sub_team SET deleted_at = now() WHERE id = $1', [by.actor.workspaceId]);
  await runImports.run();
  expect(await namesOf(by)).toEqual([]);
});
