import type { PrismaClient } from '../generated/prisma/client';
import type { Engine } from './engine';
import { inScope } from './filter';
import { staysInside } from './relations';
import type { OrgId, Scope, UserId } from './scope';
import type { Sql } from './sql';

declare const tag: unique symbol;

/** The models of an org, and their org column. A new tenant model is one entry here. */
const ORG_MODELS = {
  org: 'id',
  orgHost: 'orgId',
  membership: 'orgId',
  invitation: 'orgId',
  auditEvent: 'orgId',
} as const;

/** The models of a user. */
const USER_MODELS = { user: 'id', session: 'userId', mailToken: 'userId', handover: 'userId' } as const;

type Raw = {
  /** Rows of one statement, in one round trip. Names of columns as in the SQL. */
  rows<Row>(piece: Sql<Row>): Promise<Row[]>;
};
type OrgModels = Pick<PrismaClient, keyof typeof ORG_MODELS>;
type UserModels = Pick<PrismaClient, keyof typeof USER_MODELS>;

/** A handle that sees one org and nothing else. Only `inOrg` and its kin make one. */
export type OrgDb = OrgModels &
  Raw & { readonly orgId: OrgId; readonly userId: UserId; readonly [tag]: 'org' };
/** The same inside a transaction: everything in it is kept, or nothing. */
export type OrgTx = OrgDb & { readonly inTransaction: true };
/** A handle that sees one user's own rows and nothing else. Only `asUser` makes one. */
export type UserDb = UserModels & Raw & { readonly userId: UserId; readonly [tag]: 'user' };

type Operation = (args?: Record<string, unknown>) => Promise<unknown>;
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
  if (!scope.orgId || !scope.userId) throw new Error('an org handle needs an org scope');
  return handle(engine, scope, ORG_MODELS, client) as unknown as OrgDb;
}

/** Makes the handle of a user scope. */
export function userHandle(engine: Engine, scope: Scope, client?: object): UserDb {
  if (!scope.userId) throw new Error('a user handle needs a user scope');
  return handle(engine, scope, USER_MODELS, client) as unknown as UserDb;
}

const ORG_SET: ReadonlySet<string> = new Set(Object.keys(ORG_MODELS));
const USER_SET: ReadonlySet<string> = new Set(Object.keys(USER_MODELS));

function handle(engine: Engine, scope: Scope, models: Record<string, string>, client?: object) {
  const target = (client ?? engine.prisma) as unknown as Client;
  const made: Record<string, unknown> = {
    orgId: scope.orgId,
    userId: scope.userId,
    inTransaction: client !== undefined,
    rows: async (piece: Sql) =>
      client
        ? (await engine.inTransaction(scope, piece)).rows
        : (await batch(engine, scope, [piece] as const))[0],
  };
  for (const model of Object.keys(models)) {
    Object.defineProperty(made, model, {
      get: () => delegate(engine, scope, target, model, models),
      enumerable: true,
    });
  }
  return Object.freeze(made);
}

function delegate(
  engine: Engine,
  scope: Scope,
  target: Client,
  model: string,
  models: Record<string, string>,
) {
  const ofOrg = models === ORG_MODELS;
  const owner = (ofOrg ? scope.orgId : scope.userId) as OrgId;
  const filtered = (operation: string, args: Record<string, unknown> = {}) => {
    staysInside(args, model, ofOrg ? ORG_SET : USER_SET, engine.relations);
    return inScope(operation, args, owner, models[model] as string);
  };
  return new Proxy(target[model] as Record<string, Operation>, {
    get(operations, operation: string) {
      const run = operations[operation];
      if (typeof run !== 'function') return undefined;
      // A Prisma promise starts when `then` is called, and must start in this scope. What the filter refuses is
      // a rejection like every other failure of a query.
      return (args?: Record<string, unknown>) =>
        engine.scopes.run(scope, () => {
          try {
            return run.call(operations, engine.filtered ? filtered(operation, args) : args).then();
          } catch (error) {
            return Promise.reject(error);
          }
        });
    },
  });
}
