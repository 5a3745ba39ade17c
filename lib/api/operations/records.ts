import { z } from 'zod';
import { pageOf as dataPage } from '../../data/keyset';
import { theOnly } from '../../data/outcome';
import { toUuid } from '../../data/picked';
import { readWorkspace } from '../../db/in-workspace';
import { AppError } from '../../errors';
import { fromUlid, NO_ID, toUlid } from '../../ids';
import { DESCRIPTIONS } from '../../resources/all';
import { type Description, type RecordRow, wordsOf } from '../../resources/describe';
import { recordList, recordOf } from '../../resources/list';
import { RESOURCE_NAMES, RESOURCES, scopeOf, titled } from '../../resources/names';
import { readRecordQuery } from '../../resources/query';
import { createRecord, deleteRecords, updateRecord } from '../../resources/save';
import { AT, ID, many, type Operation, PAGE, pageOf, SOME_ID, TIME, workspaceOperation } from '../operation';
import { cursorOf } from '../page';

// The operations of every described resource: a new one has its own the day it is described.

const camel = (name: string) => titled(name.replace(/_(\w)/g, (_, c: string) => c.toUpperCase()));

/**
 * The fields of a resource as they go in: texts, with the words of its form. What a text must be its own schema says, when
 * it is saved, as for the form.
 */
function fieldsOf(resource: Description): z.ZodObject {
  const shape = Object.entries(resource.schema.shape).map(([field, type]) => {
    const { label = field, hint, example } = wordsOf(resource, field) ?? {};
    const description = hint ? `${label}. ${hint}` : label;
    const text = z
      .string()
      .max(20_000)
      .meta({ description, ...(example && { example }) });
    return [field, (type as z.ZodType).safeParse('').success ? text.optional() : text];
  });
  return z.strictObject(Object.fromEntries(shape));
}

/** What was given, with what was left out empty. */
const filled = (resource: Description, values: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(Object.keys(resource.schema.shape).map((field) => [field, String(values[field] ?? '')]));

/** A row as it goes out: its fields, and when it was made and changed. */
function rowOf(resource: Description) {
  const fields = Object.keys(resource.schema.shape);
  const schema = z.strictObject({
    id: ID,
    ...(Object.fromEntries(fields.map((field) => [field, z.string()])) as Record<string, z.ZodString>),
    created_at: TIME,
    updated_at: TIME,
  });
  const shown = (row: RecordRow) => ({
    id: toUlid(row.id),
    ...Object.fromEntries(fields.map((field) => [field, String(row[field] ?? '')])),
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  });
  return { schema: schema as z.ZodType<Record<string, string>>, shown };
}

function operationsOf(resource: Description): Operation[] {
  const { name, sorts, filters = {}, shares } = resource;
  const { path: part, one: word, many: words } = RESOURCES[name];
  const tag = titled(words);
  const { base, params } = AT[scopeOf(name)];
  const path = `${base}/${part}`;
  const one = z.strictObject({ ...params.shape, id: ID });
  // What was granted on a row counts for that row.
  const granted = shares && {
    on: ({ params: { id } }: { params: z.output<typeof one> }) => ({
      kind: shares,
      id: fromUlid(id) ?? NO_ID,
    }),
  };
  const body = fieldsOf(resource);
  const { schema, shown } = rowOf(resource);
  const example = Object.fromEntries(
    Object.keys(resource.schema.shape).flatMap((field) => {
      const { example: value } = wordsOf(resource, field) ?? {};
      return value ? [[field, value]] : field === 'name' ? [['name', `A ${word}`]] : [];
    }),
  );
  const query = z.strictObject({
    q: z
      .string()
      .max(100)
      .optional()
      .meta({ description: `Searches: ${resource.searches}.` }),
    sort: z.enum(Object.keys(sorts) as [string, ...string[]]).optional(),
    dir: z.enum(['asc', 'desc']).optional(),
    ...Object.fromEntries(
      Object.entries(filters).map(([key, { label }]) => [
        key,
        many(SOME_ID).meta({ description: `${label}: ids; one or more.` }),
      ]),
    ),
    ...PAGE,
  });
  const read = async (actor: Parameters<typeof readWorkspace>[0], id: string) => {
    const [[row]] = await readWorkspace(actor, [recordOf(resource, id)]);
    if (!row) throw new AppError('not_found');
    return shown(row);
  };
  return [
    workspaceOperation({
      id: `list${camel(words)}`,
      method: 'GET',
      path,
      params,
      tag,
      summary: `List ${words}`,
      about: resource.about,
      permission: `${name}.read`,
      query,
      answer: pageOf(schema),
      reads: ({ query: given }) => {
        const { query: q, walk } = readRecordQuery(resource, given);
        return [recordList(resource, q, walk)];
      },
      run: async ({ actor, query: given, rows: [found] }) => {
        const { list, walk, lost } = readRecordQuery(resource, given);
        cursorOf(actor, walk, lost);
        const page = dataPage(found, walk, list, actor.orgId);
        return { data: page.rows.map(shown), next: page.after };
      },
    }),
    workspaceOperation({
      id: `create${camel(word)}`,
      method: 'POST',
      path,
      params,
      tag,
      summary: `Add a ${word}`,
      permission: `${name}.create`,
      status: 201,
      body,
      example,
      answer: schema,
      run: async ({ actor, request, body: values }) =>
        read(actor, await createRecord({ actor, request }, resource, filled(resource, values))),
    }),
    workspaceOperation({
      id: `get${camel(word)}`,
      method: 'GET',
      path: `${path}/{id}`,
      tag,
      summary: `Read a ${word}`,
      permission: `${name}.read`,
      params: one,
      ...granted,
      answer: schema,
      reads: ({ params: { id } }) => [recordOf(resource, fromUlid(id))],
      run: async ({ rows: [[row]] }) => {
        if (!row) throw new AppError('not_found');
        return shown(row);
      },
    }),
    workspaceOperation({
      id: `update${camel(word)}`,
      method: 'PUT',
      path: `${path}/{id}`,
      tag,
      summary: `Change a ${word}`,
      about: 'Puts all fields: one that is left out becomes empty.',
      permission: `${name}.update`,
      params: one,
      ...granted,
      body,
      example,
      answer: schema,
      run: async ({ actor, request, params: { id }, body: values }) => {
        await updateRecord({ actor, request }, resource, toUuid(id), filled(resource, values));
        return read(actor, toUuid(id));
      },
    }),
    workspaceOperation({
      id: `delete${camel(word)}`,
      method: 'DELETE',
      path: `${path}/{id}`,
      tag,
      summary: `Delete a ${word}`,
      permission: `${name}.delete`,
      params: one,
      ...granted,
      answer: null,
      run: async ({ actor, request, params: { id } }) => {
        theOnly(await deleteRecords({ actor, request }, resource, [toUuid(id)]));
      },
    }),
  ];
}

export const RECORDS: Operation[] = RESOURCE_NAMES.flatMap((name) => operationsOf(DESCRIPTIONS[name]));
