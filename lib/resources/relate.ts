import type { WorkspaceActor } from '../access/actor';
import { type AuditSource, recordMany } from '../data/audit';
import { inWorkspaceTx } from '../db/in-workspace';
import { AppError } from '../errors';
import { DESCRIPTIONS } from './all';
import { allowedRows } from './allowed';
import type { Description, Relation } from './describe';
import { modelOf } from './model';

type Doer = AuditSource & { actor: WorkspaceActor };

/** The relation of a resource to another. @throws AppError not_found when there is none */
export function relationTo({ relations = [] }: Description, to: string): Relation {
  const found = relations.find((one) => one.to === to);
  if (!found) throw new AppError('not_found');
  return found;
}

/**
 * Ties rows of a resource to one of another, or cuts the ties. What is tied already stays so. Ids that aren't this
 * workspace's are left out; the keys would refuse them as well.
 * @returns how many ties were made or cut
 * @throws AppError not_found when the other row isn't there, or none of these is
 */
export function relate(
  doer: Doer,
  resource: Description,
  how: { to: Relation; ids: readonly string[]; other: string; tied: boolean },
): Promise<number> {
  const { to, ids, other, tied } = how;
  return inWorkspaceTx(doer.actor, async (db) => {
    const [there] = await modelOf(db, DESCRIPTIONS[to.to].model).findMany({ where: { id: other } });
    if (!there) throw new AppError('not_found');
    const found = await modelOf(db, resource.model).findMany({ where: { id: { in: [...ids] } } });
    if (found.length === 0) throw new AppError('not_found');
    const allowed = await allowedRows(db, doer.actor, resource, 'update', ids);
    const mine = found.filter(({ id }) => allowed.has(id));
    if (mine.length === 0) throw new AppError('forbidden');
    const pairs = modelOf(db, to.model);
    const where = { [to.theirs]: other, [to.mine]: { in: mine.map(({ id }) => id) } };
    const before = await pairs.findMany({ where });
    const had = new Set(before.map((pair) => String(pair[to.mine])));
    const changed = mine.filter(({ id }) => had.has(id) !== tied);
    if (tied) {
      const data = changed.map(({ id }) => ({
        workspaceId: db.workspaceId,
        [to.mine]: id,
        [to.theirs]: other,
      }));
      await pairs.createMany({ data, skipDuplicates: true });
    } else await pairs.deleteMany({ where });
    await recordMany(
      db,
      doer,
      changed.map(({ id, name }) => ({
        action: `${resource.name}.${tied ? 'tied' : 'untied'}`,
        target: { kind: resource.name, id, label: name },
        after: { [to.to]: there.name },
      })),
    );
    return changed.length;
  });
}
