import type { Actor, TokenActor, UserActor } from '../access/actor';
import { inScope } from '../access/can';
import type { Permission } from '../access/permissions';
import type { OrgDb, OrgTx } from '../db/handle';
import { inOrg } from '../db/in-org';
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

/** Writes one event in the transaction of the change it tells of: both are kept, or neither. */
export async function record(db: OrgTx, source: AuditSource, happening: Happening): Promise<void> {
  await db.auditEvent.create({ data: row(db, source, happening) });
}

/** Many events of one act, one statement. */
export async function recordMany(db: OrgTx, source: AuditSource, happenings: Happening[]): Promise<void> {
  if (happenings.length) await db.auditEvent.createMany({ data: happenings.map((h) => row(db, source, h)) });
}

/** An attempt that was refused because the actor's role does not allow it. */
export async function recordRefusal(
  actor: Actor,
  permission: Permission,
  request: RequestInfo,
): Promise<void> {
  await inOrg(actor, (db) =>
    db.auditEvent.create({
      data: {
        ...row(db, { actor, request }, { action: permission }),
        outcome: 'refused',
        reason: inScope(actor, permission) ? `${actor.role} may not` : 'token may not',
      },
    }),
  );
}

const row = (db: OrgDb, { actor, request }: AuditSource, happening: Happening) => ({
  orgId: db.orgId,
  id: newId(),
  actorKind: actor.kind,
  ...(actor.kind === 'token'
    ? { actorId: actor.token.id, actorLabel: actor.token.label }
    : { actorId: actor.userId, actorLabel: actor.email }),
  action: happening.action,
  ...(happening.target && {
    targetKind: happening.target.kind,
    targetId: happening.target.id,
    targetLabel: happening.target.label,
  }),
  ...(happening.before && { before: happening.before }),
  ...(happening.after && { after: happening.after }),
  ...(happening.refused && { outcome: 'refused', reason: happening.refused }),
  ip: request.ip,
  userAgent: request.userAgent,
  requestId: request.id,
});
