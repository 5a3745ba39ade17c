import type pg from 'pg';
import { type FlightResult, type Statement, spoils } from './flight';
import { withoutIdleOffset } from './idle-offset';
import { flyOn, forgotten } from './pool';

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
  private turn: Promise<unknown> = Promise.resolve();
  private spoilt: Error | undefined;
  private readonly last: Statement[] = [];
  private over = false;

  /**
   * @param scope the statement that sets it
   * @param released called when the connection goes back
   */
  constructor(
    private readonly client: pg.PoolClient,
    private readonly scope: Statement,
    private readonly released = () => {},
  ) {}

  on(event: 'error', listener: (error: Error) => void): this {
    this.client.on(event, listener);
    return this;
  }
  removeListener(event: 'error', listener: (error: Error) => void): this {
    this.client.removeListener(event, listener);
    return this;
  }

  /** Runs this just before COMMIT, in one round trip with it; never when the transaction is rolled back. */
  atCommit(statement: Statement): void {
    // What comes too late must not be lost in silence.
    if (this.over || this.state === 'released') throw new Error('the transaction is over');
    this.last.push({ ...statement, quiet: true });
  }

  /** Runs one statement of the transaction, after those asked for before it. */
  query(statement: Statement): Promise<FlightResult> {
    const result = this.turn.then(() => this.run(withoutIdleOffset(statement)));
    this.turn = result.catch(() => {});
    return result;
  }

  private async run(statement: Statement): Promise<FlightResult> {
    const { text } = statement;
    const ends = text === 'COMMIT' || text === 'ROLLBACK';
    this.over ||= ends;
    if (this.state === 'released') throw new Error('the transaction is over');
    if (this.state === 'held back') {
      if (text === 'BEGIN') return EMPTY;
      if (text.startsWith('SET TRANSACTION ISOLATION LEVEL ')) {
        this.opening = begin(text.slice('SET TRANSACTION'.length));
        return EMPTY;
      }
      if (ends && (text === 'ROLLBACK' || this.last.length === 0)) return EMPTY; // nothing was ever sent
      const [first = statement] = this.last;
      if (!ends) return this.open(statement);
      await this.open(first);
      this.last.shift();
    }
    const result =
      text === 'COMMIT' ? await this.commit() : await this.send([ends ? { text, values: [] } : statement]);
    // The server answers COMMIT with ROLLBACK, and no error, when a statement had failed before it.
    if (text === 'COMMIT' && result.command !== 'COMMIT')
      throw new Error('the transaction was rolled back: a statement in it had failed');
    return result;
  }

  private async commit(): Promise<FlightResult> {
    try {
      return await this.send([...this.last, { text: 'COMMIT', values: [] }]);
    } catch (error) {
      // One of the last ones failed, and COMMIT was passed over: the transaction is still there.
      if (this.status() === 'E') await this.send([{ text: 'ROLLBACK', values: [] }]);
      throw error;
    }
  }

  private async open(statement: Statement): Promise<FlightResult> {
    try {
      return await this.send([this.opening, this.scope, statement], true);
    } finally {
      // A flight that was refused before it was sent has begun nothing: the next one must.
      if (this.status() !== 'I') this.state = 'open';
    }
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

  private status(): string | null | undefined {
    return (this.client as unknown as { _txStatus?: string | null })._txStatus;
  }

  /** Gives the connection back; one that is still inside a transaction is thrown away instead. */
  release(error?: Error) {
    this.state = 'released';
    const stuck = this.status() !== 'I' ? new Error('released inside a transaction') : undefined;
    this.client.release(error ?? this.spoilt ?? stuck);
    this.released();
  }
}
