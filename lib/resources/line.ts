import { toUlid } from '../ids';
import { type Description, type RecordRow, wordsOf } from './describe';
import { recordPaths } from './paths';

/** What of a row goes to the browser: what its columns show, and no more. */
export function recordLine({ name, columns }: Description, row: RecordRow, workspace: string) {
  const id = toUlid(row.id);
  const cells = Object.fromEntries(columns.map(({ key }) => [key, cellOf(row[key])]));
  return { id, name: row.name, href: recordPaths(workspace, name).one(id), cells };
}

const cellOf = (value: unknown): string | number | null =>
  value instanceof Date ? value.getTime() : typeof value === 'number' ? value : value ? String(value) : null;

/** The fields of a resource's form, with what a row has in them. */
export function formFields(resource: Description, row?: RecordRow) {
  return Object.entries(resource.schema.shape).map(([field, type]) => {
    const { label = field, hint, example, control = 'text' } = wordsOf(resource, field) ?? {};
    const optional = type.safeParse('').success || type.safeParse(undefined).success;
    return { name: field, label, hint, example, control, optional, value: String(row?.[field] ?? '') };
  });
}
