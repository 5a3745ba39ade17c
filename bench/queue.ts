import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { createRelay, pauseRelay } from '../lib/data/relay-changes';
import { actorIn } from '../lib/data/testing/actor';
import { aRequest } from '../lib/data/testing/request';
import { Engine } from '../lib/db/engine';
import type { OrgId, SessionId, UserId } from '../lib/db/scope';
import { newId } from '../lib/ids';
import { openSender } from '../lib/jobs/relay-sender';
import { urlWith } from '../scripts/lib/urls.mjs';
import { FEW } from './http';
import { quantile } from './lib/measure';
import { held, type Part, told } from './lib/report';
import { openWorld, query } from './lib/world';

const QUEUED = 50_000;
const SENT = 60;
const ROUNDS = 2;

/**
 * The relays' queue while one organization has 50,000 messages in it and a relay that never answers: how long another's
 * messages are on their way, to how long they are when nothing else is queued. The product's own sender, in this process.
 */
export async function queue(): Promise<Part> {
  const world = await openWorld('rowhouse_bench_queue', FEW);
  process.env.RELAY_LOOPBACK = 'on';
  process.env.APP_DATABASE_URL ??= world.appUrl;
  const kept = globalThis as { rowhouseEngine?: Engine; rowhouseWorkerPool?: pg.Pool };
  kept.rowhouseEngine = new Engine({ url: world.appUrl, size: 10 });
  kept.rowhouseWorkerPool = new pg.Pool({
    connectionString: urlWith(world.appUrl, { user: 'rowhouse_worker' }),
    max: 10,
  });
  let arrive = () => {};
  let hanging = 0;
  const receiver = createServer((request, response) => {
    request.resume();
    if (request.url === '/hangs') {
      hanging++;
      return; // for ever
    }
    response.end();
    arrive();
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  const [loud, quiet] = await query(world.adminUrl, async (db) => {
    await db.query('DELETE FROM relay');
    const { rows } = await db.query(
      `SELECT DISTINCT ON (o.id) o.id AS "orgId", o.slug, m.user_id AS "userId" FROM org o
        JOIN membership m ON m.org_id = o.id AND m.role = 'owner' WHERE o.slug <> $1 ORDER BY o.id`,
      [world.big.slug],
    );
    return rows as { orgId: OrgId; slug: string; userId: UserId }[];
  });
  if (!loud || !quiet) throw new Error('the bench needs two organizations');
  const sender = openSender();
  try {
    const relayOf = (org: typeof loud, path: string) =>
      createRelay(
        actorIn({ ...org, sessionId: newId() as SessionId } as never),
        { kind: 'http', name: path, url: `${base}/${path}` },
        aRequest(),
      );
    const hung = await relayOf(loud, 'hangs');
    const well = await relayOf(quiet, 'well');
    const measured = { calm: [] as number[], flooded: [] as number[] };
    const send = () =>
      query(world.adminUrl, async (db) => {
        const there = new Promise<void>((resolve) => {
          arrive = resolve;
        });
        const start = performance.now();
        await db.query(DELIVERY, [quiet.orgId, well.id, 1]);
        await there;
        return performance.now() - start;
      });
    for (let i = 0; i < 10; i++) await send();
    for (let round = 0; round < ROUNDS; round++) {
      for (let i = 0; i < SENT; i++) measured.calm.push(await send());
      await query(world.adminUrl, (db) => db.query(DELIVERY, [loud.orgId, hung.id, QUEUED]));
      while (hanging === 0) await new Promise((resolve) => setTimeout(resolve, 50));
      for (let i = 0; i < SENT; i++) measured.flooded.push(await send());
      await query(world.adminUrl, (db) =>
        db.query('DELETE FROM relay_delivery WHERE org_id = $1', [loud.orgId]),
      );
      hanging = 0;
    }
    await pauseRelay(actorIn({ ...loud, sessionId: newId() } as never), hung.id, true, aRequest());
    const p = (of: 'calm' | 'flooded', q: number) => quantile(measured[of], q);
    const times = p('flooded', 0.95) / p('calm', 0.95);
    return {
      lines: [
        told(
          `a message next to ${QUEUED.toLocaleString('en')} that wait for a relay that hangs: p50, calm → flood`,
          `${p('calm', 0.5).toFixed(0)} → ${p('flooded', 0.5).toFixed(0)} ms`,
        ),
        told(
          '  p95, calm → flood',
          `${p('calm', 0.95).toFixed(0)} → ${p('flooded', 0.95).toFixed(0)} ms, × ${times.toFixed(2)}`,
          '≤ 2',
          times <= 2,
        ),
        held(
          '  all of its messages arrived',
          measured.flooded.length === SENT * ROUNDS,
          `${measured.flooded.length}`,
          `${SENT * ROUNDS}`,
        ),
      ],
      data: measured,
    };
  } finally {
    receiver.closeAllConnections();
    receiver.close();
    await sender.stop();
    await kept.rowhouseEngine.end();
    await kept.rowhouseWorkerPool.end();
  }
}

const DELIVERY = `INSERT INTO relay_delivery (org_id, id, relay_id, type, body, created_by, next_at)
  SELECT $1, gen_random_uuid(), $2, 'message.sent', '{}', 'bench', now() FROM generate_series(1, $3::int)`;
