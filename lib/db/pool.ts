import pg from 'pg';
import { Flight, type FlightResult, forgetStatements, type Statement, spoils, type Wire } from './flight';

/**
 * A pool whose unit is the flight. There is no way to send a query without a statement before it: `query` of
 * pg.Pool is closed, and what an adapter gets is the engine's view.
 */
export class FlightPool extends pg.Pool {
  constructor(config: pg.PoolConfig) {
    super(config);
    quiet(this);
  }

  /**
   * Runs the statements in one round trip and one implicit transaction; the first must set the scope.
   * Rejects with pg's error as it is; nothing of the flight is kept then.
   */
  fly(statements: readonly Statement[]): Promise<FlightResult[]>;
  /** The same, resolving to what `pick` makes of the results. */
  fly<T>(statements: readonly Statement[], pick: (results: FlightResult[]) => T): Promise<T>;
  fly(statements: readonly Statement[], pick = (results: FlightResult[]): unknown => results) {
    return new Promise((resolve, reject) => {
      this.connect((unreachable, client, release) => {
        if (!client) return reject(unreachable);
        flyOn(client, statements, true, (error, results) => {
          release(error && spoils(error) ? error : undefined);
          if (error) reject(error);
          else resolve(pick(results));
        });
      });
    });
  }

  override query(): never {
    throw new Error('a flight pool answers flights only');
  }
}

/** A connection that dies is replaced by its pool; without a listener Node would end the process. */
export function quiet(pool: pg.Pool) {
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
}

/**
 * Sends a flight on a connection. When the server has forgotten a prepared statement (DISCARD ALL, a pooler), or
 * its plan's result type changed, nothing of the flight is kept; with `again` it is then sent once more, with its
 * texts. For flights that begin and end outside a transaction, or begin one.
 */
export function flyOn(
  client: pg.PoolClient,
  statements: readonly Statement[],
  again: boolean,
  done: (error: Error | undefined, results: FlightResult[]) => void,
) {
  const send = (these: readonly Statement[], then: typeof done) => {
    try {
      client.query(new Flight(these, then) as unknown as pg.Submittable);
    } catch (error) {
      // A value that can't be encoded: nothing was sent, and the connection is as it was.
      then(Object.assign(error as Error, { severity: 'ERROR' }), []);
    }
  };
  send(statements, (error, results) => {
    if (!error || !again || !forgotten(error)) return done(error, results);
    forgetStatements((client as unknown as { connection: Wire }).connection);
    send(RESET, (failed) => (failed ? done(error, []) : send(statements, done)));
  });
}

// ROLLBACK for the transaction that a flight may have begun; the names may be gone or stale, so all of them go.
const RESET = ['ROLLBACK', 'DEALLOCATE ALL'].map((text) => ({ text, values: [] }));

/** True when the server doesn't know a prepared statement (any more), or can't answer it as described. */
export function forgotten(error: Error): boolean {
  const { code, message } = error as { code?: string; message: string };
  return code === '26000' || (code === '0A000' && /cached plan/.test(message));
}
