import type { Actor } from '../access/actor';
import { holds } from '../access/can';
import { heldBy, RESOURCE_ROLES } from '../access/grants';
import type { Role } from '../access/permissions';
import type { OrgTx } from '../db/handle';
import { ORG, type Sql, sql } from '../db/sql';
import { AppError } from '../errors';

/** What flows through a relay, seen by the person in scope. */
export type FlowsRow = {
  /** Their role in the organization now. */
  my_role: Role | null;
  /** The audit log flows through it, or waits in its queue. */
  audit: boolean;
  /** How many of the workspaces whose messages it carries they aren't in. */
  beyond: number;
};

/** Returns what flows through a relay: one row, or none when there is no such relay. */
export const flowsThrough = (relayId: string | null): Sql<FlowsRow> =>
  sql<FlowsRow>`SELECT f.my_role, f.audit, f.beyond FROM relay_flows(${relayId}::uuid) f`;

/**
 * THE RULE for everyone who changes a relay, sends through it or sees its secret: they may see everything that flows
 * through it. A grant on the relay gives the rest, but can't give that: whoever chooses the address receives what flows, and
 * whoever knows the secret can sign messages into every workspace that the relay carries.
 * @returns null, or the sentence that says why not
 */
export function outOfSight(actor: Actor, flows: FlowsRow | undefined): string | null {
  const role = flows?.my_role;
  if (!flows || !role) return 'You aren’t a member of this organization.';
  if (flows.audit && !holds({ ...actor, role }, 'audit.read'))
    return 'This relay streams the audit log. Only members who can read the audit log can change it, test it or see its secret.';
  if (flows.beyond > 0)
    return 'This relay carries messages of sub-teams you aren’t in. Only owners, admins and members of all of them can change it, test it or see its secret.';
  return null;
}

/** Applies the rule in the transaction of the change, behind the lock of `mayStill`. @throws AppError forbidden */
export async function mustSeeFlows(db: OrgTx, actor: Actor, relayId: string): Promise<void> {
  const [flows] = await db.rows(flowsThrough(relayId));
  if (!flows) throw new AppError('not_found');
  const message = outOfSight(actor, flows);
  if (message) throw new AppError('forbidden', { message });
}

// Roles on a relay that choose where it leads.
const CHANGING = RESOURCE_ROLES.filter((role) => heldBy('relay', role).has('relay.change'));

/** What a relay is about to carry besides what it carries now: the audit log, or messages of these workspaces. */
export type Wider = 'audit' | readonly string[];

/**
 * Returns the members and teams who can change a relay by a grant and may not see all of this: the other direction of the
 * rule, for whatever lets more flow through. Owners and admins see everything.
 * @param relay an SQL expression for the relay's id
 */
export const outsiders = (relay: Sql, wider: Wider): Sql<{ name: string; team: boolean }> => sql`
  SELECT coalesce(m.name, t.name) AS name, t.id IS NOT NULL AS team FROM access_grant g
    LEFT JOIN membership m ON m.org_id = ${ORG} AND m.user_id = g.user_id
    LEFT JOIN team t ON t.org_id = ${ORG} AND t.id = g.team_id
  WHERE g.org_id = ${ORG} AND g.kind = 'relay' AND g.resource_id = ${relay} AND g.role = ANY (${CHANGING}::text[]) AND EXISTS (
    SELECT 1 FROM membership x WHERE x.org_id = ${ORG} AND x.role NOT IN ('owner', 'admin')
      AND x.user_id IN (SELECT g.user_id UNION ALL SELECT i.user_id FROM team_member i WHERE i.org_id = ${ORG} AND i.team_id = g.team_id)
      ${
        wider === 'audit'
          ? sql``
          : sql` AND EXISTS (SELECT 1 FROM unnest(${wider}::uuid[]) w(id) WHERE w.id <> ${ORG} AND NOT EXISTS (
        SELECT 1 FROM sub_team_member s WHERE s.org_id = ${ORG} AND s.sub_team_id = w.id AND s.user_id = x.user_id))`
      })
  ORDER BY 1`;

/** Refuses to let more flow through a relay than everyone who can change it may see. @throws AppError conflict */
export async function mustHaveNoOutsiders(db: OrgTx, relayId: string, wider: Wider): Promise<void> {
  const found = await db.rows(outsiders(sql`${relayId}::uuid`, wider));
  if (found.length === 0) return;
  const shown = found.slice(0, 3).map(({ name, team }) => (team ? `the team ${name}` : name));
  const names = new Intl.ListFormat('en').format(
    found.length > 3 ? [...shown, `${found.length - 3} more`] : shown,
  );
  const lacks =
    wider === 'audit'
      ? 'being able to read the audit log'
      : 'being in all of the sub-teams that it would carry';
  throw new AppError('conflict', {
    message: `${names.charAt(0).toUpperCase()}${names.slice(1)} can edit this relay without ${lacks}. Remove their access to the relay first${wider === 'audit' ? ', or choose another relay' : ''}.`,
  });
}
