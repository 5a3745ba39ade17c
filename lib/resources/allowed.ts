import type { WorkspaceActor } from '../access/actor';
import { may } from '../access/can';
import type { Permission } from '../access/permissions';
import { allowedAmong } from '../data/granted';
import type { WorkspaceDb } from '../db/handle';
import type { Description } from './describe';
import type { Verb } from './names';

/**
 * Which of these rows the actor may do this with, judged in the transaction of the change: by their role in the
 * organization, or by a grant on a row, where the resource can be shared.
 */
export async function allowedRows(
  db: WorkspaceDb,
  actor: WorkspaceActor,
  { name, shares }: Description,
  verb: Verb,
  ids: readonly string[],
): Promise<Set<string>> {
  const permission = `${name}.${verb}` as Permission;
  if (shares) return allowedAmong(db, actor, permission, shares, ids);
  return new Set(may(actor, permission) ? ids : []);
}
