import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startWorker, workerEnv } from '../../scripts/lib/worker.mjs';
import { dispatch, sendTest } from '../data/deliveries';
import { createRelay, pauseRelay } from '../data/relay-changes';
import { actorIn } from '../data/testing/actor';
import { aRequest } from '../data/testing/request';
import { inOrgTx } from '../db/in-org';
import { type TestDatabase, testDatabase } from '../db/testing/database';
import { makeOrg, type TestOrg } from '../db/testing/world';
import { isSigned } from '../relays/signature';

// Real worker processes, the product's own, and a real receiver.

vi.stubEnv('RELAY_LOOPBACK', 'on');
const PATIENCE = 90_000;
const dir = mkdtempSync(path.join(os.tmpdir(), 'rowhouse-sender-'));
const output = openSync(path.join(dir, 'log'), 'a');

type Call = { path: string; headers: IncomingHttpHeaders; body: string; response: ServerResponse };
const calls: Call[] = [];
/** What the receiver does with a call; without an entry for its path it answers 200. */
const answers = new Map<string, (call: Call) => void>();
const receiver = createServer((request, response) => {
  let body = '';
  request.on('data', (part) => {
    body += part;
  });
  request.on('end', () => {
    const call = { path: request.url ?? '', headers: request.headers, body, response };
    calls.push(call);
    (answers.get(call.path) ?? (() => response.end()))(call);
  });
});

let db: TestDatabase;
let base: string;
let worker: Awaited<ReturnType<typeof startWorker>>;
const request = aRequest();

const start = () => {
  const env = { ...process.env, APP_DATABASE_URL: db.appUrl } as Record<string, string>;
  return startWorker(workerEnv(env, db.workerUrl), { output });
};

beforeAll(async () => {
  db = await testDatabase();
  await db.useEngine();
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  worker = await start();
});
afterAll(async () => {
  receiver.closeAllConnections();
  receiver.close();
  await worker.stop();
  await db.drop();
  closeSync(output);
  rmSync(dir, { recursive: true, force: true });
});

/** An org with a relay of its own path at the receiver. */
async function anOrg(
  name: string,
): Promise<TestOrg & { relay: { id: string; secret: string }; path: string }> {
  const org = await makeOrg(db.admin);
  const relay = await createRelay(actorIn(org), { kind: 'http', name, url: `${base}/${name}` }, request);
  return { ...org, relay, path: `/${name}` };
}
type Sender = Awaited<ReturnType<typeof anOrg>>;

const send = (from: Sender, text: string) =>
  inOrgTx(actorIn(from), (d) =>
    dispatch(d, { relayId: from.relay.id, type: 'message.sent', data: { text }, createdBy: 'x' }),
  );
const at = (from: Sender) => calls.filter((call) => call.path === from.path);
const idsAt = (from: Sender) => at(from).map(({ headers }) => headers['webhook-id']);
const statesOf = async ({ relay }: Sender): Promise<Record<string, number>> => {
  const sql = 'SELECT state, count(*)::int AS n FROM relay_delivery WHERE relay_id = $1 GROUP BY state';
  const { rows } = await db.admin.query(sql, [relay.id]);
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
};
async function until(what: () => Promise<boolean> | boolean) {
  for (const end = Date.now() + 40_000; Date.now() < end; await sleep(50)) if (await what()) return;
  throw new Error(`it did not come to ${what}`);
}

test(
  '[C2] an event arrives, signed, under its own id, and the log says so',
  async () => {
    const org = await anOrg('plain');
    const id = await send(org, 'Grüße');
    await until(() => at(org).length === 1);
    const [call] = at(org) as [Call];
    expect(call.headers['webhook-id']).toBe(id);
    expect(isSigned([org.relay.secret], call.headers as never, call.body)).toBe(true);
    expect(JSON.parse(call.body)).toMatchObject({ type: 'message.sent', data: { text: 'Grüße' } });
    await until(async () => (await statesOf(org)).delivered === 1);
    const { rows } = await db.admin.query('SELECT attempts, tries FROM relay_delivery WHERE id = $1', [id]);
    expect(rows).toMatchObject([{ attempts: 1, tries: [{ status: 200 }] }]);
  },
  PATIENCE,
);

test(
  '[C2] what fails is tried again under the same id, and when it was tried often enough it is dead',
  async () => {
    const org = await anOrg('failing');
    let fail = true;
    answers.set(org.path, ({ response }) => response.writeHead(fail ? 500 : 200).end());
    const id = await send(org, 'once more');
    await until(() => at(org).length === 1);
    fail = false;
    await until(async () => (await statesOf(org)).delivered === 1); // five seconds later
    expect(idsAt(org)).toEqual([id, id]);

    fail = true;
    const last = await send(org, 'the last time');
    await db.admin.query('UPDATE relay_delivery SET attempts = 7 WHERE id = $1', [last]);
    await until(async () => (await statesOf(org)).dead === 1);
  },
  PATIENCE,
);

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test(
  '[C2] a worker that is killed in the middle loses nothing, and sends nothing under a second id',
  async () => {
    const org = await anOrg('killed');
    answers.set(org.path, () => {}); // the calls hang
    const sent = await Promise.all(Array.from({ length: 10 }, (_, i) => send(org, `${i}`)));
    await until(() => at(org).length >= 1);
    answers.delete(org.path);
    const killed = worker.pid() as number;
    process.kill(killed, 'SIGKILL');
    await until(() => !isAlive(killed));
    // What it had written by then still arrives; another one takes longer to start.
    await new Promise((resolve) => setTimeout(resolve, 100));
    const cut = new Set(idsAt(org));
    await until(() => worker.pid() !== killed);
    await until(async () => (await statesOf(org)).delivered === sent.length);
    const ids = idsAt(org);
    expect(new Set(ids)).toEqual(new Set(sent));
    // Twice only what was on its way when it was killed.
    for (const id of sent) expect(ids.filter((one) => one === id).length).toBe(cut.has(id) ? 2 : 1);
  },
  PATIENCE,
);

test(
  '[C2] two workers side by side send each event once',
  async () => {
    const org = await anOrg('pair');
    const second = await start();
    const sent = await Promise.all(Array.from({ length: 60 }, (_, i) => send(org, `${i}`)));
    await until(async () => (await statesOf(org)).delivered === sent.length);
    await second.stop();
    expect(idsAt(org).sort()).toEqual([...sent].sort());
  },
  PATIENCE,
);

test(
  '[C2] an org with 50,000 events and a relay that hangs holds up no other, and has never more than its places',
  async () => {
    const loud = await anOrg('hanging');
    const quiet = await anOrg('quiet');
    answers.set(loud.path, () => {});
    await db.admin.query(
      `INSERT INTO relay_delivery (org_id, id, relay_id, type, body, created_by, next_at)
        SELECT $1, gen_random_uuid(), $2, 'message.sent', '{}', 'x', now() - interval '1 hour' FROM generate_series(1, 50000)`,
      [loud.orgId, loud.relay.id],
    );
    await until(() => at(loud).length >= 4);
    const arrived: number[] = [];
    for (let i = 0; i < 20; i++) {
      const before = performance.now();
      await send(quiet, `${i}`);
      await until(() => at(quiet).length === i + 1);
      arrived.push(performance.now() - before);
    }
    process.stderr.write(`ms until it arrived: ${arrived.map(Math.round).join(' ')}\n`);
    // All of the quiet one's are there while the loud one's first calls still hang.
    expect(at(loud).length).toBeLessThanOrEqual(12);
    expect((await statesOf(loud)).waiting).toBe(50_000);
    await pauseRelay(actorIn(loud), loud.relay.id, true, request);
  },
  PATIENCE,
);

test(
  '[C2] the echo relay answers a test with an event that comes in, once',
  async () => {
    const org = await makeOrg(db.admin);
    const echo = await createRelay(actorIn(org), { kind: 'echo', name: 'Echo' }, request);
    await sendTest(actorIn(org), echo.id, request);
    const came = async () =>
      (await db.admin.query('SELECT type, body FROM relay_receipt WHERE relay_id = $1', [echo.id])).rows;
    await until(async () => (await came()).length === 1);
    expect(await came()).toMatchObject([{ type: 'relay.echoed' }]);
    expect(JSON.parse((await came())[0].body)).toMatchObject({ echo: 'relay.test' });
  },
  PATIENCE,
);

test(
  '[C2] what waits for a paused relay goes out when it is resumed',
  async () => {
    const org = await anOrg('paused');
    await pauseRelay(actorIn(org), org.relay.id, true, request);
    await send(org, 'later');
    await sleep(1500);
    expect(at(org)).toHaveLength(0);
    await pauseRelay(actorIn(org), org.relay.id, false, request);
    await until(() => at(org).length === 1);
  },
  PATIENCE,
);
