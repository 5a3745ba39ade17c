import { askGate } from '@/lib/db/enter';
import { sql } from '@/lib/db/sql';
import { log } from '@/lib/log';

/** Ready to serve: the app answers and its database does. Public, on every host; says nothing else. */
export async function GET(): Promise<Response> {
  try {
    await askGate(sql`SELECT 1`);
    return Response.json({ status: 'ok' });
  } catch (error) {
    log.error('health: the database does not answer', { error });
    return Response.json({ status: 'unavailable' }, { status: 503 });
  }
}
