import type { OrgId, SessionId, UserId } from '../db/scope';
import type { Role } from './permissions';

/** Who acts in this request, in this org: proved against the database in this request. */
export type Actor = {
  readonly kind: 'user';
  readonly orgId: OrgId;
  readonly userId: UserId;
  readonly sessionId: SessionId;
  readonly role: Role;
  readonly name: string;
  readonly email: string;
  readonly org: { readonly slug: string; readonly name: string; readonly color: string };
};

/** A signed-in person outside any org: on the root host. */
export type Person = {
  readonly userId: UserId;
  readonly sessionId: SessionId;
  readonly name: string;
  readonly email: string;
  /** Whether the e-mail address was proved. */
  readonly verified: boolean;
};
