import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { testDatabase } from '../db/testing/database';
import { makeOrg, type TestOrg } from '../db/testing/world';
import { streamAudit } from '../jobs/stream-audit';
import { startStream, stopStream } from './audit-streams';
import { createRelay, pauseRelay, removeRelay } from './relay-changes';
import { actorIn } from './testing/actor';
import { aRequest } from './testing/request';

const db = await testDatabase();
vi.stubEnv('RELAY_LOOPBACK', 'on');
beforeAll(async () => {
  await db.useEngine();
  await db.useWorker();
});
afterAll(() => db.drop());

const request = aRequest();
const relayIn = async (org: TestOrg) =>
  (await createRelay(actorIn(org), { kind: 'http', name: 'SIEM', url: 'https://siem.test/in' }, request)).id;
const sent = async (org: TestOrg) =>
  (
    await db.admin.query(`SELECT type, body FROM relay_delivery WHERE org_id = $1 ORDER BY id`, [org.orgId])
  ).rows.map(({ type, body }) => ({
    type,
    ...JSON.parse(body),
  }));

test('[D2] each event goes out once, in order, with its place in the chain, from the start on', async () => {
  const [org, other] = [await makeOrg(db.admin), await makeOrg(db.admin)];
  const [relay] = [await relayIn(org), await relayIn(other)];
  await startStream(actorIn(org), relay, request);
  await streamAudit.run();
  await Promise.all([streamAudit.run(), streamAudit.run()]);
  await pauseRelay(actorIn(org), relay, true, request);
  await streamAudit.run();
  expect((await sent(org)).map(({ action }) => action)).toEqual(['audit.stream_started']);
  await pauseRelay(actorIn(org), relay, false, request);
  await streamAudit.run();
  const events = await sent(org);
  expect(events.map(({ type, action, seq }) => [type, action, seq])).toEqual([
    ['audit.event', 'audit.stream_started', 2],
    ['audit.event', 'relay.paused', 3],
    ['audit.event', 'relay.resumed', 4],
  ]);
  const links = await db.admin.query(
    `SELECT encode(hash, 'hex') AS hash FROM audit_link WHERE org_id = $1 AND seq > 1 ORDER BY seq`,
    [org.orgId],
  );
  expect(events.map(({ hash }) => hash)).toEqual(links.rows.map(({ hash }) => hash));
  expect(await sent(other)).toEqual([]);
});

test('[D2] it stops when it is stopped, or its relay is removed', async () => {
  const org = await makeOrg(db.admin);
  const actor = actorIn(org);
  const relay = await relayIn(org);
  await startStream(actor, relay, request);
  await expect(startStream(actor, relay, request)).rejects.toMatchObject({ code: 'conflict' });
  await streamAudit.run();
  await stopStream(actor, relay, request);
  await expect(stopStream(actor, relay, request)).rejects.toMatchObject({ code: 'not_found' });
  await streamAudit.run();
  expect(await sent(org)).toHaveLength(1);
  await startStream(actor, relay, request);
  await removeRelay(actor, relay, request);
  await streamAudit.run();
  expect((await db.admin.query('SELECT 1 FROM relay_stream WHERE org_id = $1', [org.orgId])).rows).toEqual(
    [],
  );
});

test('[D2] [D3] not through the echo, not through another org’s relay, not by who may not', async () => {
  const [org, other] = [await makeOrg(db.admin), await makeOrg(db.admin)];
  const echo = await createRelay(actorIn(org), { kind: 'echo', name: 'Echo' }, request);
  await expect(startStream(actorIn(org), echo.id, request)).rejects.toMatchObject({ code: 'conflict' });
  await expect(startStream(actorIn(org), await relayIn(other), request)).rejects.toMatchObject({
    code: 'not_found',
  });
  const stranger = actorIn(org, { userId: other.userId });
  await expect(startStream(stranger, await relayIn(org), request)).rejects.toMatchObject({
    code: 'forbidden',
  });
});
