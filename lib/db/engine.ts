import { AsyncLocalStorage } from 'node:async_hooks';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from '../generated/prisma/client';
import { FairShare } from './fair-share';
import type { FlightResult, Statement } from './flight';
import { withoutIdleOffset } from './idle-offset';
import { LazyTx } from './lazy-tx';
import { loaderPerScope } from './loaders';
import { FlightPool, quiet } from './pool';
import { type Relations, relationsOf } from './relations';
import { openingOf, renewed, type Scope, tenantOf } from './scope';
import { type Sql, statementName, toStatement } from './sql';

export type EngineOptions = {
  /** The app role's address. Never the migrator's: see lib/env.ts. */
  url: string;
  /** Connections for single flights, and as many again for transactions, so that neither starves the other. */
  size?: number;
  /** How long a question waits for a connection before it is refused as one too many. */
  patienceMs?: number;
  /** Prepared statements by name. Off behind PgBouncer before 1.21. */
  named?: boolean;
  /** For tests that prove the database alone: leaves out the application's own filter. */
  unfiltered?: boolean;
};

const MOST_HOSTS = 50_000;

/** What a flight gave, once its scope has taken in what is its own. */
function opened(scope: Scope, results: FlightResult[]): FlightResult[] {
  renewed(scope, results[0]?.rows ?? []);
  return results;
}

/** Prisma's client under which the wire is ours. Each operation must run inside `scopes.run`. */
export class Engine {
  readonly scopes = new AsyncLocalStorage<Scope>();
  readonly prisma: PrismaClient;
  readonly filtered: boolean;
  readonly relations: Relations;
  private readonly transactions = new WeakMap<Scope, LazyTx>();
  private readonly flights: FlightPool;
  private readonly checkouts: pg.Pool;
  private readonly orgs = new Map<string, string>();
  private readonly flightShare: FairShare;
  private readonly checkoutShare: FairShare;
  protected readonly named: boolean;

  constructor(options: EngineOptions) {
    const { size = 10 } = options;
    const config = { connectionString: options.url, max: size, connectionTimeoutMillis: 5000 };
    this.flights = new FlightPool(config);
    this.checkouts = new pg.Pool(config);
    quiet(this.checkouts);
    this.flightShare = new FairShare(size, options.patienceMs);
    this.checkoutShare = new FairShare(size, options.patienceMs);
    this.named = options.named ?? true;
    this.filtered = !options.unfiltered;
    this.prisma = new PrismaClient({
      adapter: new PrismaPg(this.view(), {
        // An empty name is the unnamed statement.
        statementNameGenerator: ({ sql }) => (this.named ? (statementName(sql) ?? '') : ''),
      }),
    });
    loaderPerScope(this.prisma, this.scopes);
    this.relations = relationsOf(this.prisma);
  }

  /** One round trip: the scope's statement, then the pieces. Returns the results of all, the scope's first. */
  fly(scope: Scope, pieces: Sql[]): Promise<FlightResult[]> {
    const statements = [this.opening(scope), ...this.plain(pieces.map((piece) => toStatement(piece, scope)))];
    return this.flightShare.run(tenantOf(scope), () =>
      this.flights.fly(statements, (results) => opened(scope, results)),
    );
  }

  /** One statement in the transaction that was begun in this scope: the very scope object, made for it. */
  async inTransaction(scope: Scope, piece: Sql): Promise<FlightResult> {
    const transaction = this.transactions.get(scope);
    if (!transaction) throw new Error('no transaction was begun in this scope');
    const [statement] = this.plain([toStatement(piece, scope)]);
    return transaction.query(statement as Statement);
  }

  /** Runs one statement when the transaction that was begun in this scope commits, in the same round trip. */
  atCommit(scope: Scope, piece: Sql): void {
    const transaction = this.transactions.get(scope);
    if (!transaction) throw new Error('no transaction was begun in this scope');
    for (const statement of this.plain([toStatement(piece, scope)])) transaction.atCommit(statement);
  }

  /** The org that last opened at a host, else the host: whose part of the connections entering it takes. */
  orgOf(host: string): string {
    return this.orgs.get(host) ?? host;
  }

  learnOrg(host: string, orgId: string) {
    if (this.orgs.size > MOST_HOSTS) this.orgs.clear();
    this.orgs.set(host, orgId);
  }

  async end() {
    await this.prisma.$disconnect();
    await Promise.all([this.flights.end(), this.checkouts.end()]);
  }

  private plain(statements: Statement[]): Statement[] {
    return this.named ? statements : statements.map((s) => ({ ...s, name: undefined }));
  }

  private need(): Scope {
    const scope = this.scopes.getStore();
    if (!scope) throw new Error('no scope: reach the database through inOrg or asUser');
    return scope;
  }

  /** The statement that opens a scope. */
  protected opening(scope: Scope): Statement {
    const statement = openingOf(scope);
    return this.named ? statement : { ...statement, name: undefined };
  }

  /** The pool as Prisma's adapter sees it: a query is a flight, a checkout is a lazy transaction. */
  private view(): pg.Pool {
    const view = Object.create(this.flights);
    view.on = view.removeListener = () => view;
    view.query = (statement: Statement) => {
      const scope = this.need();
      const statements = [this.opening(scope), withoutIdleOffset(statement)];
      return this.flightShare.run(tenantOf(scope), () =>
        this.flights.fly(statements, (results) => opened(scope, results)[1]),
      );
    };
    view.connect = () => this.checkOut(this.need());
    return view;
  }

  private async checkOut(scope: Scope): Promise<LazyTx> {
    const giveBack = await this.checkoutShare.hold(tenantOf(scope));
    try {
      const transaction = new LazyTx(await this.checkouts.connect(), this.opening(scope), giveBack);
      this.transactions.set(scope, transaction);
      return transaction;
    } catch (error) {
      giveBack();
      throw error;
    }
  }
}
