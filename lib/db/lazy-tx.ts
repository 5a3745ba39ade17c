import type pg from 'pg';
import { type FlightResult, type Statement, spoils } from './flight';
import { flyOn, forgotten } from './pool';
import type { Scope } from './scope';

const EMPTY: FlightResult = { command: '', rowCount: 0, fields: [], rows: [] };
const begin = (isolation = ''): Statement => ({ text: `BEGIN${isolation}`, values: [], quiet: true });

/**
 * What Prisma's adapter takes for a checked-out client. BEGIN is held back and leaves together with the scope
 * and the first query, so a transaction of n queries costs n + 1 round trips; an empty one costs none.
 * `now()` and the snapshot start at the first query.
 */
export class LazyTx {
  private opening = begin();
  private state: 'held back' | 'open' | 'released' = 'held back';
  private spoilt: Error | undefined;

  constructor(
    private readonly client: pg.PoolClient,
    private readonly scope: Scope,
  ) {}

  on(event: 'error', listener: (error: Error) => void): this {
    this.client.on(event, listener);
    return this;
  }
  removeListener(event: 'error', listener: (error: Error) => void): this {
    this.client.removeListener(event, listener);
    return this;
  }

  /** Runs one statement of the transaction. */
  async query(statement: Statement): Promise<FlightResult> {
    const { text } = statement;
    if (this.state === 'released') throw new Error('the transaction is over');
    if (this.state === 'held back') {
      if (text === 'BEGIN') return EMPTY;
      if (text.startsWith('SET TRANSACTION ISOLATION LEVEL ')) {
        this.opening = begin(text.slice('SET TRANSACTION'.length));
        return EMPTY;
      }
      if (text === 'COMMIT' || text === 'ROLLBACK') return EMPTY; // nothing was ever sent
      this.state = 'open';
      return this.send([this.opening, this.scope.statement, statement], true);
    }
    // Unnamed: a name would be parsed anew on each connection for nothing.
    const result = await this.send([text === 'COMMIT' || text === 'ROLLBACK' ? { text, values: [] } : statement]);
    // The server answers COMMIT with ROLLBACK, and no error, when a statement had failed before it.
    if (text === 'COMMIT' && result.command !== 'COMMIT')
      throw new Error('the transaction was rolled back: a statement in it had failed');
    return result;
  }

  private send(statements: Statement[], again = false): Promise<FlightResult> {
    return new Promise((resolve, reject) =>
      flyOn(this.client, statements, again, (error, results) => {
        if (!error) return resolve(results.at(-1) ?? EMPTY);
        if (spoils(error) || forgotten(error)) this.spoilt = error;
        reject(error);
      }),
    );
  }

  /** Gives the connection back; one that is still inside a transaction is thrown away instead. */
  release(error?: Error) {
    this.state = 'released';
    const { _txStatus: status } = this.client as unknown as { _txStatus?: string | null };
    const stuck = status && status !== 'I' ? new Error('released inside a transaction') : undefined;
    this.client.release(error ?? this.spoilt ?? stuck);
  }
}
