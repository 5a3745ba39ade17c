import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { WorkspaceActor } from '../access/actor';
import { actorIn } from '../data/testing/actor';
import { aRequest } from '../data/testing/request';
import { askWorkerGate } from '../db/as-job';
import type { WorkspaceId } from '../db/scope';
import { sql } from '../db/sql';
import { testDatabase } from '../db/testing/database';
import { insert, makeOrg, makeOrgs, type TestOrg } from '../db/testing/world';
import { newId } from '../ids';
import { contact } from '../resources/contact';
import { keepFile, startImport } from '../resources/import';
import { CHUNK, type Waiting } from './import-rows';
import type { Due } from './places';
import { runImports } from './run-imports';

// Item 15: a crowd of organizations held all places of the worker, and others waited.

const db = await testDatabase();
beforeAll(async () => {
  await db.useEngine();
  await db.useWorker();
});
afterAll(() => db.drop());
beforeEach(() => db.admin.query(`DELETE FROM csv_import; DELETE FROM relay_delivery`));

const LARGE = 10_000;
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);

/** A started import of the organization's main workspace, as far as the queue can tell. */
async function waits({ orgId, userId }: TestOrg, more: Record<string, unknown> = {}): Promise<string> {
  const id = newId();
  await insert(db.admin, 'csv_import', {
    org_id: orgId,
    workspace_id: orgId,
    id,
    resource: 'contact',
    file_name: 'people.csv',
    state: 'waiting',
    source: 'Name',
    total: LARGE,
    sample: '[]',
    mapping: '{}',
    created_by_id: userId,
    created_by: 'Owner',
    ...more,
  });
  return id;
}
const turn = async (places: number) =>
  (await askWorkerGate(sql<Waiting>`SELECT * FROM waiting_imports(${places}::int)`)).map(({ id }) => id);

describe('[C3] attack 15: imports take turns', () => {
  test('a file that no turn was given to comes before the large files of a crowd', async () => {
    const half = { done: LARGE / 2, added: LARGE / 2, created_at: ago(60) };
    for (let i = 0; i < 30; i++) await waits(await makeOrg(db.admin), half);
    const fresh = await waits(await makeOrg(db.admin));
    expect((await turn(20))[0]).toBe(fresh);
  });

  test('the organizations of one founder share a founder’s turn, and one organization’s files do, too', async () => {
    for (const org of await makeOrgs(db.admin, 30)) await waits(org, { created_at: ago(60) });
    const busy = await makeOrg(db.admin);
    for (let i = 0; i < 30; i++) await waits(busy, { created_at: ago(30) });
    const quiet = await waits(await makeOrg(db.admin));
    expect((await turn(20)).indexOf(quiet)).toBe(2);
  });

  test('a file that is started while a crowd’s large files come in is done before any of them', async () => {
    const begin = async (text: string) => {
      const org = await makeOrg(db.admin);
      await db.admin.query(`UPDATE org SET plan = 'business' WHERE id = $1`, [org.orgId]);
      const actor: WorkspaceActor = {
        ...actorIn(org),
        workspaceId: org.orgId as string as WorkspaceId,
        workspace: { slug: 'main', name: 'Main', main: true, archived: false },
      };
      const by = { actor, request: aRequest() };
      const id = await keepFile(by, contact, { name: 'people.csv', text });
      await startImport(by, contact, id, { name: 0 });
      return id;
    };
    const stored = async (state: string) =>
      (await db.admin.query('SELECT id, done FROM csv_import WHERE state = $1 ORDER BY finished_at', [state]))
        .rows;
    const large = `Name\n${Array.from({ length: 2 * CHUNK }, (_, i) => `Person ${i}`).join('\n')}`;
    for (let i = 0; i < 45; i++) await begin(large);
    const run = runImports.run();
    while ((await stored('waiting')).every(({ done }) => done === 0))
      await new Promise((resolve) => setTimeout(resolve, 5));
    const small = await begin('Name\nSomebody');
    await run;
    const done = await stored('done');
    expect(done.length).toBe(46);
    expect(done[0].id).toBe(small);
  });

  test('a file that can’t be read now is put off, and the round ends', async () => {
    const stuck = await waits(await makeOrg(db.admin), { resource: 'nothing' });
    await runImports.run();
    const { rows } = await db.admin.query('SELECT state, retry_at FROM csv_import WHERE id = $1', [stuck]);
    expect(rows[0].state).toBe('waiting');
    expect(rows[0].retry_at.getTime()).toBeGreaterThan(Date.now());
  });
});

test('[C2] attack 15: the worker knows which organizations one person founded, also when another is an owner by now', async () => {
  const crowd = await makeOrgs(db.admin, 3);
  const other = await makeOrg(db.admin);
  const later = { role: 'owner', joined_at: new Date() };
  await insert(db.admin, 'membership', { org_id: crowd[0]?.orgId, user_id: other.userId, ...later });
  for (const { orgId } of [...crowd, other]) {
    const id = newId();
    await insert(db.admin, 'relay', {
      org_id: orgId,
      id,
      kind: 'http',
      name: 'Relay',
      url: 'https://relay.test/',
      secret_cipher: 'x',
      tail: 'abcd',
      created_by: 'Owner',
      created_by_id: other.userId,
    });
    await insert(db.admin, 'relay_delivery', {
      org_id: orgId,
      id: newId(),
      relay_id: id,
      type: 'message.sent',
      body: '{}',
      created_by: 'Owner',
      next_at: ago(1),
    });
  }
  const due = await askWorkerGate(sql<Due>`SELECT * FROM due_relays(100)`);
  const founders = new Map(due.map(({ org_id, founder }) => [org_id, founder]));
  expect(crowd.map(({ orgId }) => founders.get(orgId))).toEqual(crowd.map(({ userId }) => userId));
  expect(founders.get(other.orgId)).toBe(other.userId);
});
