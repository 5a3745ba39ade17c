import type pg from 'pg';
import { present } from './tickets';

/** What the server made of a statement: how many rows it gave or touched, or the SQLSTATE of its refusal. */
export type Outcome = { count: number; rows: Record<string, unknown>[] } | { state: string };

/**
 * What a ticket made for one transaction says; without any of it there is none. `app.org_id` and the like are parts of it,
 * for tests that ask of each wall by its name.
 */
export type Context = { [part in 'app.org_id' | 'app.workspace_id' | 'app.user_id']?: string | undefined };

/** What a wall says without a ticket that opens it: none was presented, none of this kind, or no ticket at all. */
export const NO_SCOPE = /^(42501|42704|22P02)$/;

/** Runs one statement in a transaction of its own with these settings, and takes it back. */
export async function probe(
  client: pg.Client,
  context: Context,
  text: string,
  values: unknown[] = [],
): Promise<Outcome> {
  await client.query('BEGIN');
  try {
    const { 'app.org_id': orgId, 'app.workspace_id': workspaceId, 'app.user_id': userId } = context;
    if ([orgId, workspaceId, userId].some((part) => part !== undefined))
      await present(client, { orgId, workspaceId, userId });
    const { rowCount, rows } = await client.query(text, values);
    return { count: rowCount ?? 0, rows };
  } catch (error) {
    return { state: (error as { code?: string }).code ?? String(error) };
  } finally {
    await client.query('ROLLBACK');
  }
}
