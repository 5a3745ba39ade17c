import { lockUsage } from '../data/reserve';
import { inWorkspaceAsJob, inWorkspaceTxAsJob } from '../db/as-job';
import type { WorkspaceTx } from '../db/handle';
import type { OrgId } from '../db/scope';
import { ORG, sql, WORKSPACE } from '../db/sql';
import { newId } from '../ids';
import { limitsOf, type PlanRow } from '../plans/entitlements';
import { DESCRIPTIONS } from '../resources/all';
import type { Description } from '../resources/describe';
import { type FileRow, type Judgement, judgeRow, type Mapping, withoutTwins } from '../resources/file';
import { type ChunkReader, chunksOf } from '../resources/file-chunks';
import { modelOf } from '../resources/model';
import { RESOURCE_NAMES } from '../resources/names';
import { lower } from '../text';

/** Rows that one transaction takes up: enough to be quick, few enough that nobody waits long behind it. */
export const CHUNK = 500;

export type Waiting = { org_id: OrgId; workspace_id: string; id: string };
type Kept = { resource: Description; mapping: Mapping; file: ChunkReader; done: number };

/**
 * An import as steps: each call takes up the next rows in one transaction and says whether there are more. Where it
 * stands is in the database, written with the rows themselves: killed at any point, it goes on where it was, and no row
 * is taken twice or left out. Rows are read from the file as they are needed, outside of the transaction, with pauses.
 */
export async function openImport(waiting: Waiting): Promise<() => Promise<boolean>> {
  const { org_id: orgId, workspace_id: workspaceId, id } = waiting;
  const kept = await inWorkspaceAsJob(orgId, workspaceId, async (db): Promise<Kept | null> => {
    const found = await db.csvImport.findFirst({ where: { id, state: 'waiting' } });
    if (!found) return null;
    const name = RESOURCE_NAMES.find((one) => one === found.resource);
    if (!name) throw new Error(`an import names no resource: ${found.resource}`);
    return {
      resource: DESCRIPTIONS[name],
      mapping: found.mapping as Mapping,
      file: chunksOf(found.source),
      done: found.done,
    };
  });
  if (!kept) return async () => false;
  let at = kept.done;
  return async () => {
    for (;;) {
      const part = { from: at, rows: await kept.file(at, CHUNK) };
      const taken = await inWorkspaceTxAsJob(orgId, workspaceId, (db) => takeRows(db, id, kept, part));
      at = taken.done;
      if (taken.worked || taken.over) return !taken.over;
    }
  };
}

async function add(db: WorkspaceTx, { model, insert }: Description, values: Record<string, unknown>[]) {
  const rows = values.map((one) => ({ id: newId(), ...one }));
  if (insert) await db.rows(insert(db, JSON.stringify(rows)));
  else
    await modelOf(db, model).createMany({
      data: rows.map((row) => ({ workspaceId: db.workspaceId, ...row })),
    });
}

type Standing = { state: string; done: number; total: number };
type Part = { from: number; rows: FileRow[] };
/** Where the import stands after a step. `worked` is false when another worker had taken the part already. */
type Taken = { done: number; worked: boolean; over: boolean };

async function takeRows(
  db: WorkspaceTx,
  id: string,
  { resource, mapping }: Kept,
  part: Part,
): Promise<Taken> {
  // The lock: two workers at one file take turns, and the second one sees what the first one did.
  const [now] = await db.rows(sql<Standing>`SELECT i.state, i.done, i.total FROM csv_import i
    WHERE i.org_id = ${ORG} AND i.workspace_id = ${WORKSPACE} AND i.id = ${id}::uuid FOR UPDATE`);
  if (now?.state !== 'waiting') return { done: part.from, worked: false, over: true };
  if (now.done !== part.from) return { done: now.done, worked: false, over: false };
  const judgements = part.rows.map((row) => judgeRow(resource, mapping, row));
  const fresh = withoutTwins(resource, judgements, await takenValues(db, resource, judgements));
  const settled = await withinLimit(db, resource, fresh);
  const good = settled.flatMap(({ values }) => (values ? [values] : []));
  const bad = settled.filter(({ values }) => !values);
  const own = { workspaceId: db.workspaceId };
  if (good.length) await add(db, resource, good);
  if (bad.length)
    await modelOf(db, 'csvRefusal').createMany({
      data: bad.map(({ row, reason }) => ({
        ...own,
        importId: id,
        line: row.line,
        reason,
        cells: row.cells,
      })),
    });
  const done = now.done + part.rows.length;
  // A file that has fewer rows than were counted ends here, rather than being tried forever.
  const over = done >= now.total || part.rows.length === 0;
  await db.csvImport.updateMany({
    where: { id },
    data: {
      done,
      added: { increment: good.length },
      refused: { increment: bad.length },
      ...(now.done === 0 && { startedAt: new Date() }),
      ...(over && { state: 'done', total: done, finishedAt: new Date(), source: '' }),
    },
  });
  return { done, worked: true, over };
}

/** Which of these rows' unique values the workspace has already. */
async function takenValues(db: WorkspaceTx, resource: Description, judgements: readonly Judgement[]) {
  const taken: Record<string, Set<string>> = {};
  for (const field of Object.keys(resource.unique ?? {})) {
    const values = judgements.flatMap(({ values }) => (values?.[field] ? [String(values[field])] : []));
    if (!values.length) continue;
    // What is compared without regard to case has its lower-case form in a column of its own.
    const column = field === 'name' ? 'nameKey' : field;
    const where = { [column]: { in: values.map(lower) } };
    const found = await modelOf(db, resource.model).findMany({ where, select: { [column]: true } });
    taken[field] = new Set(found.map((row) => String(row[column])));
  }
  return taken;
}

const PLAN = sql<PlanRow>`SELECT o.plan, o.features, o.features_off, o.limits FROM org o WHERE o.id = ${ORG}`;

/**
 * Reserves the room of what is to be added: rows beyond it are refused one by one, the first ones fit. The counter is
 * locked until the transaction ends.
 */
async function withinLimit(
  db: WorkspaceTx,
  { limit }: Description,
  judgements: Judgement[],
): Promise<Judgement[]> {
  if (!limit) return judgements;
  const used = await lockUsage(db, limit);
  const [plan] = await db.rows(PLAN);
  let room = plan ? limitsOf(plan)[limit] - used : 0;
  return judgements.map((one) => {
    if (!one.values || room-- > 0) return one;
    return {
      row: one.row,
      reason: 'There was no room left: the organization has reached this limit of its plan.',
    };
  });
}
