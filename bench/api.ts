import { TOKEN_SCOPES } from '../lib/access/scopes';
import { newApiToken, storedTokenHash } from '../lib/auth/api-token.mjs';
import { newId, toUlid } from '../lib/ids';
import { FEW, findBuild, serve } from './http';
import { client, hammer } from './lib/browserless';
import { interleave, ratio } from './lib/measure';
import { counted, type Part, timed, told } from './lib/report';
import { openWorld, query, type World } from './lib/world';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 21);
/** A bare Next handler with one query and nothing else: no session, no organization, no row. */
const BARE = '/api/health';

/** What a machine's read of one row costs, with an organization's token, to a handler that asks the database one thing. */
export async function api(): Promise<Part> {
  const dist = findBuild();
  if (!dist) return { lines: [told('API', 'skipped: there is no build (npm run build)')], data: null };
  const world = await openWorld('rowhouse_bench_few', FEW);
  const server = await serve(dist, world);
  const { token, contact } = await prepare(world);
  const machine = client({ port: server.port, host: `${world.big.slug}.rowhouse.localhost`, token });
  const read = `/api/v1/sub-teams/main/contacts/${contact}`;
  try {
    for (let i = 0; i < 100; i++) {
      await machine.timed(read);
      await machine.timed(BARE);
    }
    const { turns } = await server.proxy.count(async () => {
      for (let i = 0; i < 50; i++) await machine.timed(read);
    });
    const load = await interleave(
      {
        read: async () => (await hammer(machine, read, 8, 1000)).perSecond,
        bare: async () => (await hammer(machine, BARE, 8, 1000)).perSecond,
      },
      ROUNDS,
    );
    return {
      lines: [
        counted(
          'one row with a token: round trips, token and membership included',
          Math.round((turns / 50) * 100) / 100,
          {
            atMost: 2,
          },
        ),
        timed(
          'one row with a token: per second at 8, to a bare handler with one query',
          ratio(load.read, load.bare),
          {
            atLeast: 0.7,
          },
        ),
      ],
      data: { turns, load },
    };
  } finally {
    machine.close();
    await server.stop();
  }
}

/** A token of the big org's owner, a contact of its main workspace, and no limit on requests. */
async function prepare({ adminUrl, big }: World): Promise<{ token: string; contact: string }> {
  const token = newApiToken(toUlid(big.orgId));
  const contact = newId();
  await query(adminUrl, async (db) => {
    await db.query(
      `UPDATE org SET limits = '{"requests_per_minute": 1000000, "api_requests": 1000000000}' WHERE id = $1`,
      [big.orgId],
    );
    await db.query(
      `INSERT INTO api_token (org_id, id, name, hash, tail, scopes, created_by_id, created_by)
        SELECT org_id, $2, 'Bench', $3, $4, $5, user_id, name FROM membership WHERE org_id = $1 AND role = 'owner' LIMIT 1`,
      [big.orgId, newId(), storedTokenHash(token), token.slice(-4), [...TOKEN_SCOPES]],
    );
    await db.query(`INSERT INTO contact (org_id, workspace_id, id, name) VALUES ($1, $1, $2, 'Ann')`, [
      big.orgId,
      contact,
    ]);
  });
  return { token, contact: toUlid(contact) };
}
