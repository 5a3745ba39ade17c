import pg from 'pg';
import { record } from '../lib/data/audit';
import { Engine } from '../lib/db/engine';
import type { OrgTx } from '../lib/db/handle';
import { inOrgTx } from '../lib/db/in-org';
import type { OrgId, UserId } from '../lib/db/scope';
import { FEW } from './http';
import { interleave, ratio, throughput } from './lib/measure';
import { held, type Line, type Part, timed, told } from './lib/report';
import type { Spot } from './lib/variants';
import { openWorld, query } from './lib/world';

const WRITERS = 64;
const MS = 1000;
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 4);
/** How often the worker puts events into the chain in the batched form. */
const SEAL_EVERY_MS = 1000;

const request = { id: 'bench', ip: '127.0.0.1', userAgent: 'bench' };

/**
 * What the audit log's chain costs a write: 64 writers of one organization, and of many. One write is a transaction
 * that changes a member's row, without an event, with one outside the chain, with one in it, and with one that is put
 * into the chain by a worker, many at a time.
 */
export async function audit(): Promise<Part> {
  const world = await openWorld('rowhouse_bench_audit', {
    ...FEW,
    orgs: 100,
    members: 70,
    events: 10,
    big: 100,
  });
  const kept = globalThis as { rowhouseEngine?: Engine };
  kept.rowhouseEngine = new Engine({ url: world.appUrl, size: 20, patienceMs: 60_000 });
  const admin = new pg.Client({ connectionString: world.adminUrl });
  await admin.connect();
  const lines: Line[] = [];
  const data: Record<string, unknown> = {};
  try {
    const { rows: people } = await admin.query<Spot>(
      'SELECT org_id AS "orgId", user_id AS "userId" FROM membership WHERE org_id = $1 ORDER BY user_id LIMIT $2',
      [world.spots[0]?.orgId, WRITERS],
    );
    const groups = { 'one org': people, 'many orgs': world.spots.slice(0, WRITERS) };
    for (const flush of ['off', 'on']) {
      // On is what a server does; off leaves the disk out, as the other parts do.
      await admin.query(
        `ALTER ROLE rowhouse_app IN DATABASE rowhouse_bench_audit SET synchronous_commit TO ${flush}`,
      );
      await kept.rowhouseEngine.end();
      kept.rowhouseEngine = new Engine({ url: world.appUrl, size: 20, patienceMs: 60_000 });
      for (const [name, spots] of Object.entries(groups)) {
        const figures = await interleave(waysOf(admin, spots), ROUNDS);
        const label = `${name}, commits ${flush === 'on' ? 'flushed' : 'not flushed'}`;
        data[label] = figures;
        lines.push(
          timed(`${label}: chained to no event at all`, ratio(figures.chained, figures.bare), {
            atLeast: 0.8,
          }),
          timed(
            `${label}: chained to an event outside the chain`,
            ratio(figures.chained, figures.unchained),
            { atLeast: 0.8 },
          ),
          timed(`${label}: in batches to no event at all`, ratio(figures.batched, figures.bare), null),
          timed(`${label}: in batches to chained at commit`, ratio(figures.batched, figures.chained), null),
        );
      }
    }
    await admin.query('SET session_replication_role = replica');
    await admin.query('DELETE FROM audit_event WHERE id NOT IN (SELECT event_id FROM audit_link)');
    await admin.query('SET session_replication_role = origin');
    await query(world.adminUrl, async (db) => {
      const begun = performance.now();
      const { rows } = await db.query('SELECT slug, events, fault FROM verify_audits(NULL, NULL)');
      const broken = rows.filter(({ fault }) => fault !== null);
      const events = rows.reduce((sum, row) => sum + Number(row.events), 0);
      lines.push(
        held(
          'organizations whose chain is not whole afterwards',
          broken.length === 0,
          String(broken.length),
          '0',
        ),
        told('events verified', `${events} in ${Math.round(performance.now() - begun)} ms`),
      );
    });
    return { lines, data };
  } finally {
    await admin.query('ALTER TABLE audit_event ENABLE TRIGGER chain_audit_event').catch(() => {});
    await kept.rowhouseEngine?.end();
    kept.rowhouseEngine = undefined;
    await admin.end();
  }
}

/** Writes a second of each way. */
function waysOf(admin: pg.Client, spots: Spot[]) {
  let turn = 0;
  const write = (event: boolean) => () => {
    const spot = spots[turn++ % spots.length] as Spot;
    const inside = { orgId: spot.orgId as OrgId, userId: spot.userId as UserId, ticket: spot.ticket };
    return inOrgTx(inside, async (db: OrgTx) => {
      await db.membership.updateMany({ where: { userId: inside.userId }, data: { lastSeenAt: new Date() } });
      if (!event) return;
      const actor = { kind: 'user' as const, userId: inside.userId, email: 'bench@test.example' };
      await record(
        db,
        { actor, request },
        { action: 'member.role_changed', before: { role: 'member' }, after: { role: 'admin' } },
      );
    });
  };
  const measure =
    (event: boolean, chain: boolean, ms = MS) =>
    async () => {
      await admin.query(`ALTER TABLE audit_event ${chain ? 'ENABLE' : 'DISABLE'} TRIGGER chain_audit_event`);
      return throughput(write(event), WRITERS, ms);
    };
  return {
    bare: measure(false, false),
    unchained: measure(true, false),
    chained: measure(true, true),
    batched: async () => {
      const orgs = [spots.map(({ orgId }) => orgId)];
      await admin.query(
        `INSERT INTO audit_mark (org_id, kind, seq, hash)
          SELECT DISTINCT id, 'batched', 0, sha256('') FROM unnest($1::uuid[]) id ON CONFLICT DO NOTHING`,
        orgs,
      );
      let going = true;
      const sealing = (async () => {
        while (going) {
          await new Promise((resolve) => setTimeout(resolve, SEAL_EVERY_MS));
          await admin.query(SEAL);
        }
      })();
      // As long as several rounds of sealing take, so that none of them falls outside.
      const figure = await measure(true, true, 3 * MS)();
      going = false;
      await sealing;
      await admin.query(`DELETE FROM audit_mark WHERE kind = 'batched' AND org_id = ANY ($1::uuid[])`, orgs);
      return figure;
    },
  };
}

/** A round of the worker's task seal-audit, for everybody. */
const SEAL = 'SELECT seal_audit(org_id, 1000000) FROM unsealed_audits(1000)';
