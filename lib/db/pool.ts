import pg from 'pg';
import { Flight, type FlightResult, type Statement } from './flight';

/** An error that spoils the connection: the socket's, or the server's FATAL and PANIC. A plain SQL error doesn't. */
export const spoils = (error: unknown): boolean => (error as { severity?: string }).severity !== 'ERROR';

// The server forgot a prepared statement (DISCARD ALL, a pooler) or its plan's result type changed. Either way
// the flight's implicit transaction rolled back before anything ran, so sending it once more is safe.
const forgotten = (error: unknown): boolean => {
  const { code, message } = error as { code?: string; message?: string };
  return code === '26000' || (code === '0A000' && /cached plan/.test(message ?? ''));
};

/**
 * A pool whose unit is the flight. There is no way to send a query without a statement before it: `query` of
 * pg.Pool is closed, and `view` (see lazy-tx.ts and client.ts) is what an adapter gets.
 */
export class FlightPool extends pg.Pool {
  /**
   * Runs the statements in one round trip and one implicit transaction; the first must set the scope.
   * Rejects with pg's error as it is; nothing of the flight is kept then.
   */
  async fly(statements: Statement[]): Promise<FlightResult[]> {
    try {
      return await this.send(statements);
    } catch (error) {
      if (!forgotten(error)) throw error;
      return this.send(statements);
    }
  }

  private async send(statements: Statement[]): Promise<FlightResult[]> {
    const client = await this.connect();
    let spoilt: Error | undefined;
    const lost = (error: Error) => {
      spoilt = error;
    };
    client.on('error', lost);
    try {
      const flight = new Flight(statements);
      client.query(flight as unknown as pg.Submittable);
      return await flight.done;
    } catch (error) {
      if (forgotten(error)) forget(client);
      else if (spoils(error)) spoilt ??= error as Error;
      throw error;
    } finally {
      client.removeListener('error', lost);
      client.release(spoilt);
    }
  }
}

/** Drops what this side believes the server has prepared, so that it is sent anew. */
function forget(client: pg.PoolClient) {
  const { connection } = client as unknown as {
    connection: { parsedStatements: object; submittedNamedStatements: object };
  };
  connection.parsedStatements = {};
  connection.submittedNamedStatements = {};
}
