import type { Walk } from '../data/keyset';
import type { OrgId } from '../db/scope';
import { AppError } from '../errors';

/**
 * That the cursor of a list can be used here: one that was changed, made for another list or another organization is
 * refused, where a page of the console would begin anew: a machine would take the first page for the next one.
 * @throws AppError invalid
 */
export function cursorOf({ orgId }: { orgId: OrgId }, { cursor }: Walk, lost: boolean): void {
  if (lost || (cursor && cursor.orgId !== orgId))
    throw new AppError('invalid', {
      fields: { after: 'That is no cursor of this list. Begin without one.' },
    });
}
