import type { OrgId, SessionId, Ticket, UserId, WorkspaceId } from '../db/scope';
import type { Feature } from '../plans/features';
import type { Limits } from '../plans/limits';
import type { Plan } from '../plans/plans';
import type { Role } from './permissions';

type InOrg = {
  readonly orgId: OrgId;
  readonly userId: UserId;
  /** What the database issued as it let them in, and each later query presents. */
  readonly ticket: Ticket;
  readonly role: Role;
  readonly name: string;
  readonly email: string;
  readonly org: {
    readonly slug: string;
    readonly name: string;
    readonly color: string;
    /** The host that people are led to: a custom domain, or the slug. */
    readonly host: string;
    readonly plan: Plan;
    /** Names of stored pictures, when there are some and the org may have them. */
    readonly logo: string | null;
    readonly icon: string | null;
  };
  /** What is on for this org now. */
  readonly features: ReadonlySet<Feature>;
  readonly limits: Limits;
};

/** A person who acts in this request, in this org: proved against the database in this request. */
export type UserActor = InOrg & { readonly kind: 'user'; readonly sessionId: SessionId };

/**
 * A token that acts for whoever made it: `userId`, `role`, `name` and `email` are its maker's, as they are now. It may
 * what that role may, and of that no more than its scopes.
 */
export type TokenActor = InOrg & {
  readonly kind: 'token';
  readonly token: {
    readonly id: string;
    /** How logs name it. Of a person's own token only the end: its name is that person's business. */
    readonly label: string;
    readonly kind: 'org' | 'user';
    readonly scopes: ReadonlySet<string>;
  };
};

/** Who acts in this request, in this org. */
export type Actor = UserActor | TokenActor;

type InWorkspace = {
  readonly workspaceId: WorkspaceId;
  readonly workspace: {
    /** `main`, or the sub-team's: what stands after /s/. */
    readonly slug: string;
    readonly name: string;
    readonly main: boolean;
    /** An archived sub-team is read and not changed: its actions refuse. */
    readonly archived: boolean;
  };
};

/** An actor in one workspace of the org: the main one, or a sub-team that they are in. */
export type WorkspaceActor = Actor & InWorkspace;
export type UserWorkspaceActor = UserActor & InWorkspace;

/** A signed-in person outside any org: on the root host. */
export type Person = {
  readonly userId: UserId;
  readonly sessionId: SessionId;
  readonly name: string;
  readonly email: string;
  /** Whether the e-mail address was proved. */
  readonly verified: boolean;
};
