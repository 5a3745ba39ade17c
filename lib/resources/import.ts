import { record } from '../data/audit';
import { inWorkspace, inWorkspaceTx } from '../db/in-workspace';
import { ME, ORG, type Sql, sql, WORKSPACE } from '../db/sql';
import { AppError } from '../errors';
import { newId } from '../ids';
import type { Description } from './describe';
import { checkedFile, type Mapping } from './file';
import type { Doer } from './save';

/** An import as the list of imports shows it. */
export type ListedImport = {
  id: string;
  file_name: string;
  state: 'mapping' | 'waiting' | 'done';
  total: number;
  added: number;
  refused: number;
  created_by: string;
  created_at: Date;
};

/** What the page of an import shows. `source` stays in the database. */
export type ImportRow = ListedImport & {
  /** The head and the first rows, each cell cut short. */
  sample: string[][];
  done: number;
  started_at: Date | null;
  finished_at: Date | null;
};

const listed = sql`i.id, i.file_name, i.state, i.total, i.added, i.refused, i.created_by, i.created_at`;

// Until it is started, an upload belongs to the member who made it: the others in the workspace don't see it.
const visible = sql`(i.state <> 'mapping' OR i.created_by_id = ${ME})`;

/** One import of a resource. */
export const importOf = ({ name }: Description, id: string | null): Sql<ImportRow> =>
  sql<ImportRow>`SELECT ${listed}, i.sample, i.done, i.started_at, i.finished_at FROM csv_import i
    WHERE i.org_id = ${ORG} AND i.workspace_id = ${WORKSPACE} AND i.resource = ${name} AND i.id = ${id}::uuid AND ${visible}`;

/** The last imports of a resource, the newest first. */
export const latestImports = ({ name }: Description): Sql<ListedImport> =>
  sql<ListedImport>`SELECT ${listed} FROM csv_import i
    WHERE i.org_id = ${ORG} AND i.workspace_id = ${WORKSPACE} AND i.resource = ${name} AND ${visible}
    ORDER BY i.created_at DESC LIMIT 10`;

/** An upload that its member can still start or delete. */
const draftOf = (doer: Doer, resource: Description) =>
  ({ state: 'mapping', resource: resource.name, createdById: doer.actor.userId }) as const;

/** Uploads that a member can have before starting them; a new one replaces the oldest. */
const MOST_DRAFTS = 10;

/**
 * Stores an uploaded file until its member says which column is what. It replaces the member's oldest unused upload when
 * there are too many, and never one of another member.
 * @returns its id
 * @throws AppError invalid or too_large, with a sentence that says how to correct the file
 */
export async function keepFile(
  doer: Doer,
  resource: Description,
  file: { name: string; text: string },
): Promise<string> {
  const { head, sample, total } = await checkedFile(file.text);
  const id = newId();
  await inWorkspace(doer.actor, async (db) => {
    const unused = await db.csvImport.findMany({
      where: draftOf(doer, resource),
      orderBy: { id: 'desc' },
      skip: MOST_DRAFTS - 1,
      select: { id: true },
    });
    await db.csvImport.deleteMany({ where: { id: { in: unused.map((one) => one.id) } } });
    await db.csvImport.create({
      data: {
        orgId: db.orgId,
        workspaceId: db.workspaceId,
        id,
        resource: resource.name,
        fileName: file.name,
        source: file.text,
        total,
        sample: [head, ...sample],
        createdById: doer.actor.userId,
        createdBy: doer.actor.email,
      },
    });
  });
  return id;
}

/**
 * Settles which column is what and lets the worker start. Only the member who uploaded the file can.
 * @throws AppError conflict (someone else's file, or one that was started already), invalid
 */
export async function startImport(
  doer: Doer,
  resource: Description,
  id: string,
  mapping: Mapping,
): Promise<void> {
  const fields = resource.csv ?? [];
  if (Object.keys(mapping).some((field) => !fields.includes(field))) throw new AppError('invalid');
  if (mapping.name === undefined)
    throw new AppError('invalid', { fields: { name: 'Choose the column with the names.' } });
  await inWorkspaceTx(doer.actor, async (db) => {
    const { count } = await db.csvImport.updateMany({
      where: { id, ...draftOf(doer, resource) },
      data: { state: 'waiting', mapping },
    });
    if (count === 0) throw new AppError('conflict');
    const kept = await db.csvImport.findFirstOrThrow({
      where: { id },
      select: { fileName: true, total: true },
    });
    await record(db, doer, {
      action: `${resource.name}.imported`,
      target: { kind: 'file', id, label: kept.fileName },
      after: { rows: kept.total },
    });
  });
}

/** Deletes an upload that wasn't started. Only the member who uploaded it can. @throws AppError conflict */
export async function dropImport(doer: Doer, resource: Description, id: string): Promise<void> {
  const { count } = await inWorkspace(doer.actor, (db) =>
    db.csvImport.deleteMany({ where: { id, ...draftOf(doer, resource) } }),
  );
  if (count === 0) throw new AppError('conflict');
}
