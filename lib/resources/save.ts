import type { WorkspaceActor } from '../access/actor';
import { record, recordMany } from '../data/audit';
import { type Outcome, refusedFor } from '../data/outcome';
import { reserve } from '../data/reserve';
import type { WorkspaceTx } from '../db/handle';
import { inWorkspaceTx } from '../db/in-workspace';
import { AppError, type FieldErrors } from '../errors';
import { newId } from '../ids';
import type { RequestInfo } from '../tenancy/request';
import { allowedRows } from './allowed';
import type { Description, RecordRow } from './describe';
import { modelOf } from './model';

/** Who changes something, and from where. */
export type Doer = { actor: WorkspaceActor; request: RequestInfo };

type Values = Record<string, string>;

/** The values as the description takes them. @throws AppError invalid, with a sentence for each field */
export function judged({ schema }: Description, values: Values): Record<string, unknown> {
  const parsed = schema.safeParse(values);
  if (parsed.success) return parsed.data;
  const fields: FieldErrors = {};
  for (const issue of parsed.error.issues) fields[issue.path.join('.') || 'form'] ??= issue.message;
  throw new AppError('invalid', { fields });
}

/** Adds one; its room is reserved before. @returns its id */
export async function createRecord(doer: Doer, resource: Description, values: Values): Promise<string> {
  const data = judged(resource, values);
  const id = newId();
  await asFields(resource, () =>
    inWorkspaceTx(doer.actor, async (db) => {
      if (resource.limit) await reserve(db, doer.actor.limits, resource.limit);
      await modelOf(db, resource.model).create({ data: { id, workspaceId: db.workspaceId, ...data } });
      await record(db, doer, {
        action: `${resource.name}.created`,
        target: target(resource, id, data),
        after: told(data),
      });
    }),
  );
  return id;
}

/**
 * Changes one: a field that isn't given becomes empty. Nothing is written when nothing differs.
 * @throws AppError forbidden when neither role nor grant allows it any more
 */
export async function updateRecord(
  doer: Doer,
  resource: Description,
  id: string,
  values: Values,
): Promise<void> {
  const data = judged(resource, values);
  await asFields(resource, () =>
    inWorkspaceTx(doer.actor, async (db) => {
      if (!(await allowedRows(db, doer.actor, resource, 'update', [id])).has(id))
        throw new AppError('forbidden');
      const before = await mustFind(db, resource, id);
      const changed = Object.keys(data).filter((field) => data[field] !== before[field]);
      if (changed.length === 0) return;
      await modelOf(db, resource.model).updateMany({
        where: { id },
        data: { ...pick(data, changed), updatedAt: new Date() },
      });
      await record(db, doer, {
        action: `${resource.name}.updated`,
        target: target(resource, id, data),
        before: told(pick(before, changed)),
        after: told(pick(data, changed)),
      });
    }),
  );
}

/** Removes some; says of each what became of it. */
export function deleteRecords(doer: Doer, resource: Description, ids: string[]): Promise<Outcome[]> {
  return inWorkspaceTx(doer.actor, async (db) => {
    const model = modelOf(db, resource.model);
    const there = await model.findMany({ where: { id: { in: ids } } });
    const allowed = await allowedRows(db, doer.actor, resource, 'delete', ids);
    const found = there.filter(({ id }) => allowed.has(id));
    await model.deleteMany({ where: { id: { in: found.map(({ id }) => id) } } });
    await recordMany(
      db,
      doer,
      found.map((row) => ({
        action: `${resource.name}.deleted`,
        target: target(resource, row.id, row),
        before: told(pick(row, Object.keys(resource.schema.shape))),
      })),
    );
    const names = new Map(there.map(({ id, name }) => [id, name]));
    return ids.map((id) => {
      const label = names.get(id);
      if (label === undefined) return refusedFor(id, '', 'not_found');
      return allowed.has(id) ? { id, label, done: true } : refusedFor(id, label, 'forbidden');
    });
  });
}

async function mustFind(db: WorkspaceTx, resource: Description, id: string): Promise<RecordRow> {
  const [row] = await modelOf(db, resource.model).findMany({ where: { id } });
  if (!row) throw new AppError('not_found');
  return row;
}

const pick = (row: Record<string, unknown>, fields: string[]) =>
  Object.fromEntries(fields.map((field) => [field, row[field]]));

const target = ({ name }: Description, id: string, row: Record<string, unknown>) => ({
  kind: name,
  id,
  label: String(row.name),
});

/** The values as the log keeps them: what is empty is left out. */
const told = (values: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(values).map(([field, value]) => [field, value === null ? '' : String(value)]),
  );

/** That a value is taken, said at its field. The database decides: two at the same moment meet there. */
async function asFields<T>({ unique = {} }: Description, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if ((error as { code?: string }).code !== 'P2002') throw error;
    throw new AppError('invalid', { fields: { ...unique } });
  }
}
