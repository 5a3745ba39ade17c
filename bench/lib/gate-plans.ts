import type pg from 'pg';
import { present } from '../../lib/db/testing/tickets';
import type { PlanNode } from './plan-rules';
import { query, type World } from './world';

export type GatePlan = { name: string; wrong: string[]; plans: PlanNode[] };

/** Arguments that find something, by the function's name. A function without an entry fails: add one line. */
export const CALLS: Record<
  string,
  (at: {
    slug: string;
    orgId: string;
    userId: string;
    sessionId: string;
    invitation: string;
    relayId: string;
  }) => [string, unknown[]]
> = {
  enter_workspace: (a) => [`$1, NULL, $2, $3, NULL, 'main'`, [a.slug, a.userId, a.sessionId]],
  enter_workspace_as_job: (a) => ['$1, $1', [a.orgId]],
  enter_org: (a) => ['$1, NULL, $2, $3, NULL', [a.slug, a.userId, a.sessionId]],
  enter_org_by_token: (a) => [`NULL, $1, $1, sha256('none'), '127.0.0.1', NULL, NULL, NULL`, [a.orgId]],
  enter_org_as_job: (a) => ['$1', [a.orgId]],
  enter_user: (a) => ['$1, $2', [a.userId, a.sessionId]],
  enter_invitation: (a) => [`sha256('2'), $1, $2, $3, $4`, [a.orgId, a.invitation, a.userId, a.sessionId]],
  enter_my_org: (a) => ['$1, $2, $3', [a.orgId, a.userId, a.sessionId]],
  enter_new_org: (a) => ['gen_random_uuid(), $1, $2', [a.userId, a.sessionId]],
  enter_account: (a) => ['$1', [a.userId]],
  enter_as_relay: (a) => ['$1, NULL', [a.relayId]],
  my_token_proved: (a) => ['$1', [a.userId]],
  peek_invitation: () => [`sha256('2')`, []],
  peek_places: () => [`sha256('2')`, []],
  host_info: (a) => ['$1', [a.slug]],
  slug_state: (a) => ['$1, $2', [a.slug, a.orgId]],
  release_lapsed_host: () => [`'nowhere'`, []],
  my_orgs: () => ['', []],
  my_unread: () => ['', []],
  my_owned: () => ['', []],
  my_org_tokens: () => ['', []],
  my_invitations: () => ['', []],
  sign_in_lookup: () => [`'person1@bench.example'`, []],
  take_mail_token: () => [`sha256('none'), 'sign_in'`, []],
  grant_handover: (a) => [
    '$1, $2, $3, sha256($3::bytea), sha256($3::bytea)',
    [a.userId, a.sessionId, a.slug],
  ],
  take_handover: () => [`sha256('none'), 'nowhere', sha256('none')`, []],
  count_org_rows: () => ['100001', []],
  my_deleted_orgs: () => ['', []],
  enter_deleted_org: (a) => ['$1, $2, $3', [a.orgId, a.userId, a.sessionId]],
  log_routing: () => [`'[]'::jsonb`, []],
  lock_usage: (a) => [`$1, 'members'`, [a.orgId]],
  add_api_requests: (a) => [
    `ARRAY['v1.1.' || $1::text || '.' || repeat('0', 64)], ARRAY[1]::bigint[]`,
    [a.orgId],
  ],
  start_session: (a) => [`$1, gen_random_uuid(), now(), '', '', true`, [a.userId]],
  invitation_room: () => [`sha256('2')`, []],
  shared_things: () => [`NULL, 'e', 8`, []],
  identity_lookup: () => [`'https://id.test', 'none'`, []],
  verify_audit: (a) => ['$1', [a.orgId]],
  brand_image: (a) => [`$1, 'none.png'`, [a.slug]],
  relay_flows: (a) => ['$1', [a.relayId]],
  carried_in_sight: () => ['', []],
  audit_in_sight: () => ['', []],
  relay_door: (a) => [`$1, 'none'`, [a.relayId]],
  count_workspace_rows: (a) => ['$1, 100001', [a.orgId]],
  search_rows: (a) => [`'contact', $1, $1, 'contact 4', 50`, [a.orgId]],
  search_members: (a) => [`$1, 'person 4', 50`, [a.orgId]],
};

/** More rows than this are not read one by one. The table of orgs is read whole where it is small. */
const MANY_ROWS = 5000;

/** They go through all rows of an org: where those are most of a table, one by one is the quickest way there is. */
const OF_A_WHOLE_ORG = ['count_org_rows', 'count_workspace_rows', 'verify_audit'];

/**
 * The functions that pass the walls for requests, for the code that signs in, and for entering as a job, by name. Those that
 * check a ticket go with every statement, so every plan has them.
 */
export async function gateFunctions(db: pg.Client): Promise<string[]> {
  const { rows } = await db.query<{ name: string }>(
    `SELECT DISTINCT proname AS name FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace
      AND (has_function_privilege('rowhouse_app', oid, 'EXECUTE') OR has_function_privilege('rowhouse_auth', oid, 'EXECUTE')
        OR (has_function_privilege('rowhouse_worker', oid, 'EXECUTE') AND starts_with(proname, 'enter_')))
      AND NOT starts_with(proname, 'scoped_') AND proname <> 'renew_ticket' ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

/** The plans inside the functions that pass the walls, as the server made them for one call each. */
export async function gatePlans(world: World): Promise<GatePlan[]> {
  return query(world.adminUrl, async (db) => {
    await db.query(`LOAD 'auto_explain'`);
    await db.query(`SET auto_explain.log_min_duration = 0`);
    await db.query(`SET auto_explain.log_nested_statements = on`);
    await db.query(`SET auto_explain.log_format = json`);
    await db.query(`SET auto_explain.log_analyze = on`);
    const { rows } = await db.query(
      `SELECT s.user_id AS "userId", s.id AS "sessionId", (SELECT id FROM invitation WHERE org_id = $1 LIMIT 1) AS invitation,
          (SELECT id FROM relay WHERE org_id = $1 LIMIT 1) AS "relayId"
        FROM session s JOIN membership m ON m.user_id = s.user_id AND m.org_id = $1 LIMIT 1`,
      [world.big.orgId],
    );
    const at = { ...world.big, ...rows[0] };
    const found: GatePlan[] = [];
    for (const name of await gateFunctions(db)) {
      const call = CALLS[name]?.(at);
      if (!call) found.push({ name, wrong: ['bench/lib/gate-plans.ts has no arguments for it'], plans: [] });
      else found.push(await inside(db, name, call, at));
    }
    return found;
  });
}

async function inside(
  db: pg.Client,
  name: string,
  [args, values]: [string, unknown[]],
  at: { orgId: string; userId: string },
): Promise<GatePlan> {
  const plans: PlanNode[] = [];
  const hear = ({ message = '' }: { message?: string }) => {
    const json = message.indexOf('{');
    if (json > 0 && message.includes('plan:')) plans.push(JSON.parse(message.slice(json)).Plan);
  };
  db.on('notice', hear);
  await db.query('BEGIN');
  try {
    await present(db, { orgId: at.orgId, workspaceId: at.orgId, userId: at.userId });
    await db.query('SET LOCAL client_min_messages = log');
    // A refusal of the function's own (an invitation that is over) comes after the plans that matter.
    await db.query(`SELECT * FROM ${name}(${args})`, values).catch((error) => {
      if (!error.code?.startsWith('RH')) throw error;
    });
  } finally {
    await db.query('ROLLBACK');
    db.removeListener('notice', hear);
  }
  const wrong = OF_A_WHOLE_ORG.includes(name) ? [] : plans.flatMap(rowByRow);
  if (plans.length === 0) wrong.push('no plan was seen');
  return { name, wrong, plans };
}

function rowByRow(node: PlanNode): string[] {
  const read = node['Plan Rows'] + (node['Rows Removed by Filter'] ?? 0);
  const own =
    node['Node Type'] === 'Seq Scan' && read > MANY_ROWS ? [`reads ${node['Relation Name']} row by row`] : [];
  return [...own, ...(node.Plans ?? []).flatMap(rowByRow)];
}
