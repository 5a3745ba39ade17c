import type { PrismaClient } from '../generated/prisma/client';
import type { Engine } from './engine';
import { inScope, OPERATIONS } from './filter';
import { staysInside } from './relations';
import type { OrgId, Scope, UserId, WorkspaceId } from './scope';
import type { Sql } from './sql';

declare const tag: unique symbol;
declare const inner: unique symbol;

/** The models of an org, and their org column. A new tenant model is one entry here. */
const ORG_MODELS = {
  org: 'id',
  orgHost: 'orgId',
  domain: 'orgId',
  membership: 'orgId',
  invitation: 'orgId',
  invitationTeam: 'orgId',
  invitationSubTeam: 'orgId',
  auditEvent: 'orgId',
  auditMark: 'orgId',
  auditLink: 'orgId',
  auditUnsealed: 'orgId',
  relayStream: 'orgId',
  routingDecision: 'orgId',
  orgImage: 'orgId',
  usageCounter: 'orgId',
  usageDay: 'orgId',
  relay: 'orgId',
  relayDelivery: 'orgId',
  relayReceipt: 'orgId',
  apiToken: 'orgId',
  userTokenUse: 'orgId',
  tokenBlock: 'orgId',
  apiReplay: 'orgId',
  workspace: 'orgId',
  subTeam: 'orgId',
  subTeamMember: 'orgId',
  formerSlug: 'orgId',
  team: 'orgId',
  teamMember: 'orgId',
  grantable: 'orgId',
  accessGrant: 'orgId',
} as const;

/** The models of a workspace. Each has `orgId` and `workspaceId`. A new one is one entry here. */
const WORKSPACE_MODELS = {
  conversation: 'orgId',
  desktop: 'orgId',
  message: 'orgId',
  contact: 'orgId',
  contactGroup: 'orgId',
  contactGroupMember: 'orgId',
  csvImport: 'orgId',
  csvRefusal: 'orgId',
} as const satisfies { [model in keyof PrismaClient]?: 'orgId' };

/** The models of a user. */
const USER_MODELS = {
  user: 'id',
  session: 'userId',
  mailToken: 'userId',
  userIdentity: 'userId',
  userToken: 'userId',
} as const;

type Raw = {
  /** Rows of one statement, in one round trip. Names of columns as in the SQL. */
  rows<Row>(piece: Sql<Row>): Promise<Row[]>;
};
type OrgModels = Pick<PrismaClient, keyof typeof ORG_MODELS>;
type WorkspaceModels = Pick<PrismaClient, keyof typeof WORKSPACE_MODELS>;
type UserModels = Pick<PrismaClient, keyof typeof USER_MODELS>;

/** A handle that sees one org and nothing else. Only `inOrg` and its kin make one. */
export type OrgDb = OrgModels &
  Raw & {
    readonly orgId: OrgId;
    /** Whoever acts; undefined in a job, which nobody does. */
    readonly userId: UserId | undefined;
    readonly [tag]: 'org';
  };
/** The same inside a transaction: everything in it is kept, or nothing. */
export type OrgTx = OrgDb & {
  readonly inTransaction: true;
  /**
   * Runs a statement as the transaction commits, in one round trip with that; not when it is rolled back. Nothing in the
   * transaction sees what it did. If it fails, nothing is kept.
   */
  atCommit(piece: Sql): void;
};
/**
 * A handle that sees one workspace of an org, and besides what an OrgDb sees: so it goes wherever one does. Only
 * `inWorkspace` and its kin make one.
 */
export type WorkspaceDb = OrgDb &
  WorkspaceModels & { readonly workspaceId: WorkspaceId; readonly [inner]: true };
/** The same inside a transaction. */
export type WorkspaceTx = WorkspaceDb & OrgTx;
/** A handle that sees one user's own rows and nothing else. Only `asUser` makes one. */
export type UserDb = UserModels & Raw & { readonly userId: UserId; readonly [tag]: 'user' };

type Args = Record<string, unknown>;
type Operation = (args?: Args) => Promise<unknown>;
type Client = Record<string, Record<string, Operation>>;

/** The rows of each piece, in the order given. */
export type RowsOf<Pieces extends readonly Sql[]> = {
  [K in keyof Pieces]: Pieces[K] extends Sql<infer Row> ? Row[] : never;
};

/** Several reads in one round trip and one snapshot. */
export async function batch<const P extends readonly Sql[]>(engine: Engine, scope: Scope, pieces: P) {
  const results = await engine.fly(scope, [...pieces]);
  return results.slice(1).map((result) => result.rows) as unknown as RowsOf<P>;
}

/** Makes the handle of an org scope. `client` is Prisma's transaction client inside one. */
export function orgHandle(engine: Engine, scope: Scope, client?: object): OrgDb {
  if (!scope.orgId) throw new Error('an org handle needs an org scope');
  return new OrgHandle(engine, scope, client) as unknown as OrgDb;
}

/** Makes the handle of a workspace's scope. */
export function workspaceHandle(engine: Engine, scope: Scope, client?: object): WorkspaceDb {
  if (!scope.orgId || !scope.workspaceId) throw new Error('a workspace handle needs a workspace scope');
  return new WorkspaceHandle(engine, scope, client) as unknown as WorkspaceDb;
}

/** Makes the handle of a user scope. */
export function userHandle(engine: Engine, scope: Scope, client?: object): UserDb {
  if (!scope.userId) throw new Error('a user handle needs a user scope');
  return new UserHandle(engine, scope, client) as unknown as UserDb;
}

class Handle {
  readonly orgId: OrgId | undefined;
  readonly workspaceId: WorkspaceId | undefined;
  readonly userId: UserId | undefined;
  readonly inTransaction: boolean;
  readonly #engine: Engine;
  readonly #scope: Scope;
  readonly #client: object | undefined;

  constructor(engine: Engine, scope: Scope, client?: object) {
    this.orgId = scope.orgId;
    this.workspaceId = scope.workspaceId;
    this.userId = scope.userId;
    this.inTransaction = client !== undefined;
    this.#engine = engine;
    this.#scope = scope;
    this.#client = client;
    Object.freeze(this);
  }

  async rows(piece: Sql): Promise<unknown[]> {
    if (this.#client) return (await this.#engine.inTransaction(this.#scope, piece)).rows;
    return (await batch(this.#engine, this.#scope, [piece] as const))[0];
  }

  atCommit(piece: Sql): void {
    if (!this.#client) throw new Error('outside of a transaction nothing is committed later');
    this.#engine.atCommit(this.#scope, piece);
  }

  /** Gives a kind of handle its models. */
  static with(kind: typeof Handle, reach: Reach) {
    for (const name of Object.keys(reach.models)) {
      const Operations = operationsOf(name, reach);
      Object.defineProperty(kind.prototype, name, {
        get(this: Handle) {
          return new Operations(this.#engine, this.#scope, (this.#client ?? this.#engine.prisma) as Client);
        },
      });
    }
  }
}

/**
 * The models of a kind of handle with their owner's column, and the owner in a scope. `names` are those that a query
 * may lead to, `inner` those of a workspace.
 */
type Reach = {
  models: Record<string, string>;
  names: ReadonlySet<string>;
  owner: 'orgId' | 'userId';
  inner: ReadonlySet<string>;
};

const setOf = (...models: object[]) => new Set(models.flatMap((one) => Object.keys(one)));
const WHOLE_ORG: Reach = { models: ORG_MODELS, names: setOf(ORG_MODELS), owner: 'orgId', inner: new Set() };
const ONE_WORKSPACE: Reach = {
  models: { ...ORG_MODELS, ...WORKSPACE_MODELS },
  names: setOf(ORG_MODELS, WORKSPACE_MODELS),
  owner: 'orgId',
  inner: setOf(WORKSPACE_MODELS),
};
const ONE_USER: Reach = { models: USER_MODELS, names: setOf(USER_MODELS), owner: 'userId', inner: new Set() };

class OrgHandle extends Handle {}
class WorkspaceHandle extends Handle {}
class UserHandle extends Handle {}
Handle.with(OrgHandle, WHOLE_ORG);
Handle.with(WorkspaceHandle, ONE_WORKSPACE);
Handle.with(UserHandle, ONE_USER);

/**
 * What a handle offers of one model, in the handle's scope, and nothing else: what it is made of can't be reached. A class
 * for each model: made once, used by every query.
 */
function operationsOf(model: string, reach: Reach) {
  class Operations {
    readonly #engine: Engine;
    readonly #scope: Scope;
    readonly #client: Client;

    constructor(engine: Engine, scope: Scope, client: Client) {
      this.#engine = engine;
      this.#scope = scope;
      this.#client = client;
    }

    #run(operation: string, args: Args | undefined): Promise<unknown> {
      try {
        const own = this.#engine.filtered ? this.#filtered(operation, args) : args;
        return this.#engine.scopes.run(this.#scope, () => this.#start(operation, own));
      } catch (error) {
        // What the filter refuses is a rejection like every other failure of a query.
        return Promise.reject(error);
      }
    }

    #filtered(operation: string, args: Args = {}): Args {
      staysInside(args, model, reach.names, this.#engine.relations, reach.inner);
      const owner = this.#scope[reach.owner] as string;
      const owned = inScope(operation, args, owner, reach.models[model] as string);
      if (!reach.inner.has(model)) return owned;
      return inScope(operation, owned, this.#scope.workspaceId as string, 'workspaceId');
    }

    // A Prisma promise starts when `then` is called, and must start in this scope.
    #start(operation: string, args: Args | undefined): Promise<unknown> {
      return (this.#client[model] as Record<string, Operation>)[operation]?.(args).then() as Promise<unknown>;
    }

    static {
      for (const operation of OPERATIONS) {
        const value = function (this: Operations, args?: Args) {
          return this.#run(operation, args);
        };
        Object.defineProperty(Operations.prototype, operation, { value });
      }
      Object.defineProperty(Operations.prototype, 'constructor', { value: undefined });
    }
  }
  return Operations;
}
