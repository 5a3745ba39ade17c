import type pg from 'pg';
import { Flight, type FlightResult, type Statement } from './flight';
import { spoils } from './pool';
import type { Scope } from './scope';

const EMPTY: FlightResult = { command: '', rowCount: 0, oid: 0, fields: [], rows: [] };
const begin = (isolation = ''): Statement => ({ text: `BEGIN${isolation}`, values: [], quiet: true });

/**
 * What Prisma's adapter takes for a checked-out client. BEGIN is held back and leaves together with the scope
 * and the first query, so a transaction of n queries costs n + 1 round trips; an empty one costs none.
 * `now()` and the snapshot start at the first query.
 */
export class LazyTx {
  private opening: Statement | undefined;
  private open = false;
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
    if (!this.open) {
      if (text === 'BEGIN') {
        this.opening = begin();
        return EMPTY;
      }
      if (text.startsWith('SET TRANSACTION ISOLATION LEVEL ')) {
        this.opening = begin(text.slice('SET TRANSACTION'.length));
        return EMPTY;
      }
      if (text === 'COMMIT' || text === 'ROLLBACK') return EMPTY; // nothing was ever sent
      this.open = true;
      return this.send([this.opening ?? begin(), this.scope.statement, statement]);
    }
    return this.send([statement]);
  }

  private async send(statements: Statement[]): Promise<FlightResult> {
    const flight = new Flight(statements);
    this.client.query(flight as unknown as pg.Submittable);
    try {
      return (await flight.done).at(-1) ?? EMPTY;
    } catch (error) {
      if (spoils(error)) this.spoilt = error as Error;
      throw error;
    }
  }

  /** Gives the connection back; one that is still inside a transaction is thrown away instead. */
  release(error?: Error) {
    const { _txStatus: status } = this.client as unknown as { _txStatus?: string | null };
    const stuck = status && status !== 'I' ? new Error('released inside a transaction') : undefined;
    this.client.release(error ?? this.spoilt ?? stuck);
  }
}
