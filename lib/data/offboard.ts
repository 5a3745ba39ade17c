import type { Actor } from '../access/actor';
import { KINDS, type ResourceKind } from '../access/grants';
import type { OrgTx } from '../db/handle';
import { readOrg } from '../db/in-org';
import { ORG, type Sql, sql } from '../db/sql';
import { AppError } from '../errors';
import { newId } from '../ids';
import { thingLine } from '../shell/thing-line';
import type { Thing } from './access-of';
import { type AuditSource, recordMany } from './audit';
import { lockStandings, type Standing } from './owners';

/** What somebody loses who is removed, and what they own by name. */
export type Losses = {
  teams: string[];
  leads: number;
  subTeams: string[];
  /** Things shared with them by name, those they own among them. */
  grants: number;
  /** Things they own by name, a few of them, and how many there are in all; `alone`: of how many they are the only owner. */
  owns: { name: string; where: string }[];
  ownedCount: number;
  alone: number;
};

/** More of what is owned isn't named. */
const NAMED = 6;

const TOLD = (
  userId: string,
): Sql<{
  teams: string[];
  leads: number;
  sub_teams: string[];
  grants: number;
  owned: number;
  alone: number;
}> => sql`
  SELECT
    ARRAY(SELECT t.name FROM team_member c JOIN team t ON t.org_id = ${ORG} AND t.id = c.team_id
      WHERE c.org_id = ${ORG} AND c.user_id = m.user_id ORDER BY lower(t.name), t.id) AS teams,
    (SELECT count(*)::int FROM team_member c WHERE c.org_id = ${ORG} AND c.user_id = m.user_id AND c.role = 'lead') AS leads,
    ARRAY(SELECT s.name FROM sub_team_member a JOIN sub_team s ON s.org_id = ${ORG} AND s.id = a.sub_team_id
      WHERE a.org_id = ${ORG} AND a.user_id = m.user_id AND s.deleted_at IS NULL ORDER BY lower(s.name), s.id) AS sub_teams,
    (SELECT count(*)::int FROM access_grant g WHERE g.org_id = ${ORG} AND g.user_id = m.user_id) AS grants,
    (SELECT count(*)::int FROM access_grant g WHERE g.org_id = ${ORG} AND g.user_id = m.user_id AND g.role = 'owner') AS owned,
    (SELECT count(*)::int FROM access_grant g WHERE g.org_id = ${ORG} AND g.user_id = m.user_id AND g.role = 'owner'
      AND NOT EXISTS (SELECT 1 FROM access_grant o WHERE o.org_id = ${ORG} AND o.kind = g.kind AND o.resource_id = g.resource_id
        AND o.role = 'owner' AND o.id <> g.id)) AS alone
  FROM membership m WHERE m.org_id = ${ORG} AND m.user_id = ${userId}::uuid`;

const OWNED = (userId: string): Sql<Thing> => sql<Thing>`
  SELECT s.* FROM access_grant g
    JOIN shared_things(ARRAY(SELECT x.resource_id FROM access_grant x WHERE x.org_id = ${ORG}
      AND x.user_id = ${userId}::uuid AND x.role = 'owner' LIMIT ${NAMED * 4}::int), NULL, ${NAMED}::int) s
      ON s.kind = g.kind AND s.id = g.resource_id
  WHERE g.org_id = ${ORG} AND g.user_id = ${userId}::uuid AND g.role = 'owner'
  ORDER BY lower(s.name), s.id LIMIT ${NAMED}::int`;

/** Everything that a member would lose, before they are removed. @throws AppError not_found */
export async function lossesOf(actor: Actor, userId: string): Promise<Losses> {
  const [[told], owned] = await readOrg(actor, [TOLD(userId), OWNED(userId)] as const);
  if (!told) throw new AppError('not_found');
  return {
    teams: told.teams,
    leads: told.leads,
    subTeams: told.sub_teams,
    grants: told.grants,
    ownedCount: told.owned,
    alone: told.alone,
    owns: owned.map(thingLine).map(({ name, where }) => ({ name, where })),
  };
}

type Handed = { kind: ResourceKind; id: string; from: string };

/**
 * Makes one member the owner of all that others own by name, in the transaction in which those go. Called under the org's
 * lock, with who goes judged.
 * @param heir a member who stays
 * @throws AppError invalid when the heir goes along, not_found when they are no member
 */
export async function bequeath(
  db: OrgTx,
  source: AuditSource,
  going: readonly Standing[],
  heir: string,
): Promise<void> {
  if (going.some(({ user_id }) => user_id === heir))
    throw new AppError('invalid', { message: 'Choose somebody who stays: that member goes, too.' });
  const next = (await lockStandings(db, [heir])).get(heir);
  if (!next) throw new AppError('not_found', { message: 'Who should have it next is no member any more.' });
  await handOver(db, source, going, next);
}

/** Whatever lesser grant the heir had becomes ownership. */
async function handOver(
  db: OrgTx,
  source: AuditSource,
  going: readonly Standing[],
  heir: Standing,
): Promise<void> {
  const ids = going.map(({ user_id }) => user_id);
  const owned = await db.rows(sql<Handed & { name: string | null }>`
    SELECT g.kind, g.resource_id AS id, g.user_id AS from, s.name FROM access_grant g
      LEFT JOIN shared_things(ARRAY(SELECT x.resource_id FROM access_grant x WHERE x.org_id = ${ORG}
        AND x.user_id = ANY (${ids}::uuid[]) AND x.role = 'owner'), NULL, 100000) s ON s.kind = g.kind AND s.id = g.resource_id
    WHERE g.org_id = ${ORG} AND g.user_id = ANY (${ids}::uuid[]) AND g.role = 'owner' ORDER BY g.kind, g.resource_id, g.user_id`);
  // Two who go may own the same thing.
  const things = [...new Map(owned.map((one) => [`${one.kind} ${one.id}`, one])).values()];
  if (things.length === 0) return;
  const rows = JSON.stringify(things.map(({ kind, id }) => ({ id: newId(), kind, resource_id: id })));
  await db.rows(sql`
    INSERT INTO access_grant (org_id, id, kind, resource_id, user_id, role, granted_by)
      SELECT ${db.orgId}::uuid, r.id, r.kind, r.resource_id, ${heir.user_id}::uuid, 'owner', ${source.actor.kind === 'token' ? source.actor.token.label : source.actor.email}
      FROM json_to_recordset(${rows}::json) r (id uuid, kind text, resource_id uuid)
    ON CONFLICT (org_id, kind, resource_id, user_id) DO UPDATE SET role = 'owner', granted_by = excluded.granted_by`);
  const people = new Map(going.map((one) => [one.user_id, one.name || one.email]));
  await recordMany(
    db,
    source,
    things.map(({ kind, id, name, from }) => ({
      action: 'access.handed_over',
      target: { kind: KINDS[kind].one, id, label: name ?? KINDS[kind].one },
      before: { owner: people.get(from) ?? '' },
      after: { owner: heir.name || heir.email },
    })),
  );
}
