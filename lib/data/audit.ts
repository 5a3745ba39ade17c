import type { Actor, TokenActor, UserActor } from '../access/actor';
import { inScope } from '../access/can';
import type { Permission } from '../access/permissions';
import type { OrgTx } from '../db/handle';
import { inOrg } from '../db/in-org';
import { ORG, sql } from '../db/sql';
import type { Prisma } from '../generated/prisma/client';
import { newId } from '../ids';
import type { RequestInfo } from '../tenancy/request';

/** What happened. `before` and `after` hold what changed, without secrets. */
export type Happening = {
  action: string;
  target?: { kind: string; id: string; label: string };
  before?: Prisma.InputJsonObject;
  after?: Prisma.InputJsonObject;
  /** Set when it was refused for this target: why. `action` is then the permission that was asked for. */
  refused?: string;
};

/** Who did it and from where, in the form the log keeps. */
export type AuditSource = {
  actor:
    | Pick<UserActor, 'kind' | 'userId' | 'email'>
    | Pick<TokenActor, 'kind' | 'token'>
    | { kind: 'system'; userId: null; email: string };
  request: Pick<RequestInfo, 'id' | 'ip' | 'userAgent'>;
};

/**
 * Writes one event in the transaction of the change it tells of: both are kept, or neither. It leaves with the COMMIT, so
 * that it costs no round trip of its own, and the transaction itself doesn't see it.
 */
export async function record(db: OrgTx, source: AuditSource, happening: Happening): Promise<void> {
  db.atCommit(insertion([row(source, happening)]));
}

/** Many events of one act, one statement. */
export async function recordMany(db: OrgTx, source: AuditSource, happenings: Happening[]): Promise<void> {
  if (happenings.length) db.atCommit(insertion(happenings.map((one) => row(source, one))));
}

/** An attempt that was refused because the actor's role does not allow it. */
export async function recordRefusal(
  actor: Actor,
  permission: Permission,
  request: RequestInfo,
): Promise<void> {
  const refused = inScope(actor, permission) ? `${actor.role} may not` : 'token may not';
  await inOrg(actor, (db) => db.rows(insertion([row({ actor, request }, { action: permission, refused })])));
}

// By hand instead of by Prisma: it goes with every write there is.
const insertion = (rows: Row[]) => sql`
  INSERT INTO audit_event (org_id, id, actor_kind, actor_id, actor_label, action, outcome, reason, target_kind, target_id,
    target_label, before, after, ip, user_agent, request_id)
  SELECT ${ORG}, r.id, r.actor_kind, r.actor_id, r.actor_label, r.action, r.outcome, r.reason, r.target_kind, r.target_id,
    r.target_label, r.before, r.after, r.ip, r.user_agent, r.request_id
  FROM json_to_recordset(${JSON.stringify(rows)}::json) r (id uuid, actor_kind text, actor_id uuid, actor_label text,
    action text, outcome text, reason text, target_kind text, target_id text, target_label text, before jsonb, after jsonb,
    ip text, user_agent text, request_id text)`;

type Row = ReturnType<typeof row>;
const row = ({ actor, request }: AuditSource, { action, target, before, after, refused }: Happening) => ({
  id: newId(),
  actor_kind: actor.kind,
  actor_id: actor.kind === 'token' ? actor.token.id : actor.userId,
  actor_label: actor.kind === 'token' ? actor.token.label : actor.email,
  action,
  outcome: refused === undefined ? 'allowed' : 'refused',
  reason: refused,
  target_kind: target?.kind,
  target_id: target?.id,
  target_label: target?.label,
  before,
  after,
  ip: request.ip,
  user_agent: request.userAgent,
  request_id: request.id,
});
