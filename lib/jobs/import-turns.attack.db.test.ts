import { afterAll, beforeAll, expect, test } from 'vitest';
import type { UserActor, WorkspaceActor } from '../access/actor';
import { actorIn } from '../data/testing/actor';
import { aRequest } from '../data/testing/request';
import type { WorkspaceId } from '../db/scope';
import { testDatabase } from '../db/testing/database';
import { makeOrg } from '../db/testing/world';
import { contact } from '../resources/contact';
import { guessed } from '../resources/file';
import { keepFile, startImport } from '../resources/import';
import { CHUNK } from './import-rows';
import { runImports } from './run-imports';

// Item 15, for imports: one organization's files held every place of a round, and a round took no others in.

const db = await testDatabase();
afterAll(() => db.drop());
beforeAll(async () => {
  await db.useEngine();
  await db.useWorker();
});

async function someone(): Promise<{
  actor: WorkspaceActor & UserActor;
  request: ReturnType<typeof aRequest>;
}> {
  const org = await makeOrg(db.admin);
  await db.admin.query(`UPDATE org SET plan = 'business' WHERE id = $1`, [org.orgId]);
  const workspace = { slug: 'main', name: 'Main', main: true, archived: false };
  return {
    actor: { ...actorIn(org), workspaceId: org.orgId as string as WorkspaceId, workspace },
    request: aRequest(),
  };
}
async function begin(by: Awaited<ReturnType<typeof someone>>, rows: number): Promise<string> {
  const lines = Array.from({ length: rows }, (_, i) => `Person ${i}`);
  const id = await keepFile(by, contact, { name: 'people.csv', text: ['Name', ...lines].join('\n') });
  await startImport(by, contact, id, guessed(contact, ['Name']));
  return id;
}
const stored = async (id: string) =>
  (await db.admin.query('SELECT done, finished_at FROM csv_import WHERE id = $1', [id])).rows[0];

test('[C2] attack 15: an organization with many files has four places, and another’s file comes second', async () => {
  const [crowd, quiet] = [await someone(), await someone()];
  for (let i = 0; i < 12; i++) await begin(crowd, 1);
  const file = await begin(quiet, 1);
  const { rows } = await db.admin.query('SELECT org_id, id FROM waiting_imports(40)');
  expect(rows.findIndex(({ id }) => id === file)).toBe(1);
  expect(rows.filter(({ org_id }) => org_id === crowd.actor.orgId)).toHaveLength(4);
  await runImports.run();
  const { rowCount } = await db.admin.query('SELECT 1 FROM csv_import WHERE finished_at IS NULL');
  expect(rowCount).toBe(0);
});

test('[C2] attack 15: a file that comes while large ones are under way takes its turn with them', async () => {
  const [crowd, quiet] = [await someone(), await someone()];
  const large = [];
  for (let i = 0; i < 4; i++) large.push(await begin(crowd, 12 * CHUNK));
  const running = runImports.run();
  while ((await stored(large[0] ?? '')).done === 0) await new Promise((next) => setTimeout(next, 5));
  const file = await begin(quiet, 1);
  await running;
  await runImports.run();
  const { finished_at: end } = await stored(file);
  for (const id of large) expect((await stored(id)).finished_at.getTime()).toBeGreaterThan(end.getTime());
});
