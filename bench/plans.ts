import type pg from 'pg';
import { walledTables } from '../lib/db/testing/catalogue';
import { present } from '../lib/db/testing/tickets';
import type { Sent } from './lib/collect';
import { gatePlans } from './lib/gate-plans';
import { faults, type PlanNode, tablesIn, type Walls } from './lib/plan-rules';
import { held, type Line, type Part, told } from './lib/report';
import { sentStatements } from './lib/statements';
import { query, type World } from './lib/world';

/**
 * Every statement of the application, planned as the app's role in the org of a hundred thousand members; and the
 * insides of the gate's functions.
 */
export async function plans(world: World): Promise<Part> {
  const version = await query(world.adminUrl, async (db) =>
    Number((await db.query('SHOW server_version_num')).rows[0].server_version_num),
  );
  if (version < 160_000)
    return { lines: [told('plans', 'skipped: EXPLAIN (GENERIC_PLAN) is of PostgreSQL 16')], data: null };
  const statements = await sentStatements();
  const walls = await query(world.adminUrl, wallsOf);
  const data: unknown[] = [];
  const byFault = new Map<string, string[]>();
  await query(world.appUrl, async (app) => {
    for (const sent of statements) {
      const made = await plansOf(app, sent, world);
      const wrong =
        typeof made === 'string'
          ? [`not planned: ${made}`]
          : [...new Set(made.flatMap((plan) => faults(plan, walls)))];
      data.push({ ...sent, wrong, plans: made });
      for (const fault of wrong)
        byFault.set(fault, [...(byFault.get(fault) ?? []), sent.text.replace(/\s+/g, ' ')]);
    }
  });
  const lines: Line[] = [
    held('statements of the application', statements.length > 50, String(statements.length), '> 50'),
    ...[...byFault].map(([fault, texts]) =>
      held(fault, false, `${texts.length}: ${texts[0]?.slice(0, 60)}`, '0'),
    ),
  ];
  if (byFault.size === 0) lines.push(held('of them, planned past their org or their key', true, '0', '0'));
  for (const { name, wrong, plans: inside } of await gatePlans(world)) {
    data.push({ gate: name, wrong, plans: inside });
    lines.push(
      held(
        `gate: ${name}`,
        wrong.length === 0,
        wrong.join('; ') || `${inside.length} plans`,
        'no row by row',
      ),
    );
  }
  return { lines, data };
}

/**
 * The plans that a prepared statement runs by: the one for its own values, and the one for any values where PostgreSQL
 * would come to keep that (it costs less than planning anew: see choose_custom_plan in plancache.c).
 */
async function plansOf(
  app: pg.Client,
  { text, values, org }: Sent,
  { big, spots }: World,
): Promise<PlanNode[] | string> {
  // The test's own org stands for the big one; its other ids name nothing there, which no plan depends on.
  const given = values.map((value) => {
    if (value !== null && typeof value === 'object' && 'hex' in value)
      return Buffer.from(String(value.hex), 'hex');
    return org !== null && value === org ? big.orgId : value;
  });
  const explain = async (options: string, these: unknown[]) =>
    (await app.query(`EXPLAIN (${options}FORMAT JSON) ${text}`, these)).rows[0]['QUERY PLAN'][0]
      .Plan as PlanNode;
  await app.query('BEGIN');
  try {
    // In the main workspace, whose id is the org's.
    await present(app, { orgId: big.orgId, workspaceId: big.orgId, userId: spots[0]?.userId });
    const custom = await explain('', given);
    const generic = await explain('GENERIC_PLAN, ', []);
    const planning = 2.5 * (tablesIn(custom) + 1);
    return generic['Total Cost'] < custom['Total Cost'] + planning ? [custom, generic] : [custom];
  } catch (error) {
    return (error as Error).message;
  } finally {
    await app.query('ROLLBACK');
  }
}

async function wallsOf(db: pg.Client): Promise<Walls> {
  const { rows } = await db.query<{ name: string }>(
    `SELECT indexrelid::regclass::text AS name FROM pg_index WHERE indisunique AND indnkeyatts = 1`,
  );
  return {
    columns: new Map((await walledTables(db)).map((t) => [t.table, t.column])),
    unique: new Set(rows.map((row) => row.name)),
  };
}
