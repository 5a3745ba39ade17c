import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWorker, workerEnv } from '../../scripts/lib/worker.mjs';
import { type TestDatabase, testDatabase } from '../db/testing/database';
import { addMember, makeOrg, makeUser, type TestOrg } from '../db/testing/world';
import { newId } from '../ids';

const dir = mkdtempSync(path.join(os.tmpdir(), 'rowhouse-worker-'));
const logFile = path.join(dir, 'log');
const output = openSync(logFile, 'a'); // open to the end: a worker that is started again writes there too
const entry = 'lib/jobs/testing/worker.ts';

let db: TestDatabase;
let org: TestOrg;
let worker: Awaited<ReturnType<typeof startWorker>>;

const start = async () => {
  const env = { ...process.env, APP_DATABASE_URL: db.appUrl } as Record<string, string>;
  worker = await startWorker(workerEnv(env, db.workerUrl), { entry, output });
};

beforeAll(async () => {
  db = await testDatabase();
  org = await makeOrg(db.admin);
  await start();
  for (const table of ['test_starts', 'test_effects'])
    await db.admin.query(
      `CREATE TABLE graphile_worker.${table} (mark text); ALTER TABLE graphile_worker.${table} OWNER TO rowhouse_worker`,
    );
  await db.admin.query('CREATE UNIQUE INDEX ON graphile_worker.test_effects (mark)');
});
afterAll(async () => {
  await worker.stop();
  await db.drop();
  closeSync(output);
  rmSync(dir, { recursive: true, force: true });
});

const task = { kind: 'task', name: 'test' };
const add = (name: string, payload: unknown, attempts = 5) =>
  db.admin.query('SELECT graphile_worker.add_job($1, $2::json, max_attempts => $3)', [
    name,
    JSON.stringify(payload),
    attempts,
  ]);
const marks = async (table: string, mark: string): Promise<number> => {
  const sql = `SELECT count(*)::int AS n FROM graphile_worker.${table} WHERE mark = $1`;
  return (await db.admin.query(sql, [mark])).rows[0].n;
};
const waiting = async (name: string): Promise<number> => {
  const sql = 'SELECT count(*)::int AS n FROM graphile_worker.jobs WHERE task_identifier = $1';
  return (await db.admin.query(sql, [name])).rows[0].n;
};
const logged = () =>
  readFileSync(logFile, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);

async function until(what: () => Promise<boolean> | boolean) {
  for (let waited = 0; waited < 20_000; waited += 50) {
    if (await what()) return;
    await sleep(50);
  }
  throw new Error(`in 20 seconds it did not come to ${what}\n${readFileSync(logFile, 'utf8')}`);
}

/** Runs `fn` while jobs of the kind `held` can't get beyond their start. */
async function whileHeld(fn: () => Promise<void>) {
  await db.admin.query('SELECT pg_advisory_lock(1)');
  try {
    await fn();
  } finally {
    await db.admin.query('SELECT pg_advisory_unlock(1)');
  }
}

test('[I3] a job whose worker is killed in the middle runs again, and has its effect once', async () => {
  await whileHeld(async () => {
    await add('held', { org: org.orgId, actor: task, input: { mark: 'killed' } });
    await until(async () => (await marks('test_starts', 'killed')) === 1);
    const killed = worker.pid();
    process.kill(killed as number, 'SIGKILL');
    await until(() => worker.pid() !== killed);
    await until(async () => (await marks('test_starts', 'killed')) === 2);
    expect(await marks('test_effects', 'killed')).toBe(0);
  });
  await until(async () => (await waiting('held')) === 0);
  expect(await marks('test_effects', 'killed')).toBe(1);
  expect(await marks('test_starts', 'killed')).toBe(2);
});

test('told to stop, a worker ends the job under way and takes no other', async () => {
  let stopped: Promise<void> | undefined;
  await whileHeld(async () => {
    await add('held', { org: org.orgId, actor: task, input: { mark: 'drained' } });
    await until(async () => (await marks('test_starts', 'drained')) === 1);
    stopped = worker.stop();
    await until(() => logged().some(({ message }) => message === 'the worker takes no other job'));
    await add('held', { org: org.orgId, actor: task, input: { mark: 'late' } });
    await sleep(300);
    expect(await marks('test_effects', 'drained')).toBe(0);
  });
  await stopped;
  expect(await marks('test_effects', 'drained')).toBe(1);
  expect(await marks('test_starts', 'late')).toBe(0);
  expect(await waiting('held')).toBe(1);
  await start();
  await until(async () => (await marks('test_effects', 'late')) === 1);
});

test('[I3] a job sees the rows of its organization and no other', async () => {
  const other = await makeOrg(db.admin);
  await addMember(db.admin, other.orgId, (await makeUser(db.admin)).userId);
  await add('looks', { org: org.orgId, actor: { kind: 'user', id: org.userId }, input: {} });
  await until(async () => (await marks('test_effects', `${org.orgId} 1`)) === 1);
});

test('[I3] a job that names no organization, a foreign or an absent one does nothing and is recorded', async () => {
  const deleted = await makeOrg(db.admin);
  await db.admin.query('UPDATE org SET deleted_at = now() WHERE id = $1', [deleted.orgId]);
  const stranger = { kind: 'user', id: (await makeUser(db.admin)).userId };
  const before = await db.admin.query('SELECT count(*)::int AS n FROM graphile_worker.test_effects');
  const forged: [unknown, string][] = [
    [{ actor: task, input: {} }, 'its payload is not what it takes'],
    [{ org: org.orgId, input: {} }, 'its payload is not what it takes'],
    [{ org: 'acme', actor: task, input: {} }, 'its payload is not what it takes'],
    [[{ org: org.orgId, actor: task, input: {} }], 'its payload is not what it takes'],
    [{ org: org.orgId, actor: task, input: {}, also: 1 }, 'its payload is not what it takes'],
    [{ org: org.orgId, actor: task, input: { limit: 1 } }, 'its payload is not what it takes'],
    [{ org: newId(), actor: task, input: {} }, 'not_found for this organization'],
    [{ org: deleted.orgId, actor: task, input: {} }, 'not_found for this organization'],
    [{ org: org.orgId, actor: stranger, input: {} }, 'tenant_forbidden for this organization'],
  ];
  const refusals = () => logged().filter(({ message }) => message === 'a job was refused');
  for (const [payload, why] of forged) {
    const known = refusals().length;
    await add('looks', payload);
    await until(() => refusals().length > known);
    expect(refusals().at(-1)).toMatchObject({ level: 'error', job: 'looks', why });
  }
  await until(async () => (await waiting('looks')) === 0);
  const after = await db.admin.query('SELECT count(*)::int AS n FROM graphile_worker.test_effects');
  expect(after.rows).toEqual(before.rows);
});

test('a job that fails is tried again after a while; the last failure is an error in the log', async () => {
  await add('broken', { org: org.orgId, actor: task, input: {} }, 1);
  const dead = () => logged().find(({ message }) => String(message).startsWith('a job is dead'));
  await until(() => dead() !== undefined);
  expect(dead()).toMatchObject({ level: 'error', job: 'broken', attempt: 1, of: 1 });
  await add('broken', { org: org.orgId, actor: task, input: {} }, 2);
  const again = () => logged().find(({ message }) => String(message).includes('tried again'));
  await until(() => again() !== undefined);
  expect(again()).toMatchObject({ level: 'warn', job: 'broken', attempt: 1, of: 2 });
  expect(await waiting('broken')).toBe(2);
});

test('a task is known to the clock', async () => {
  const { rows } = await db.admin.query('SELECT identifier FROM graphile_worker._private_known_crontabs');
  expect(rows).toEqual([{ identifier: 'every-minute' }]);
});
