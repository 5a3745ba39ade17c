'use server';

import { refresh } from 'next/cache';
import { z } from 'zod';
import { granteeFrom, nextFrom, shareFields, unshareFields } from '@/lib/data/grantee';
import { share, unshare } from '@/lib/data/grants';
import { MANY_IDS, ONE_ID, toUuid } from '@/lib/data/picked';
import { readWorkspace } from '@/lib/db/in-workspace';
import { AppError } from '@/lib/errors';
import { toUlid } from '@/lib/ids';
import { resourceAction, sharedTarget } from '@/lib/resources/door';
import { dropImport, startImport } from '@/lib/resources/import';
import { recordsLike } from '@/lib/resources/list';
import { recordPaths } from '@/lib/resources/paths';
import { relate, relationTo } from '@/lib/resources/relate';
import { createRecord, deleteRecords, updateRecord } from '@/lib/resources/save';

const resource = z.string().max(40);
const values = z.record(z.string().max(40), z.string().max(20_000));

/** Adds a row of a resource; answers with its page. */
export const addRecord = resourceAction(
  'create',
  z.strictObject({ resource, values }),
  async ({ resource, actor, request, input }) => {
    const id = await createRecord({ actor, request }, resource, input.values);
    return { data: { href: recordPaths(actor.workspace.slug, resource.name).one(toUlid(id)) } };
  },
);

/** Changes a row; answers with its page. */
export const changeRecord = resourceAction(
  'update',
  z.strictObject({ resource, id: ONE_ID, values }),
  async ({ resource, actor, request, input }) => {
    await updateRecord({ actor, request }, resource, toUuid(input.id), input.values);
    return { data: { href: recordPaths(actor.workspace.slug, resource.name).one(input.id) } };
  },
  'id',
);

/** Deletes rows; answers how many there were. */
export const removeRecords = resourceAction(
  'delete',
  z.strictObject({ resource, ids: MANY_IDS }),
  async ({ resource, actor, request, input }) => {
    const outcomes = await deleteRecords({ actor, request }, resource, input.ids.map(toUuid));
    const done = outcomes.filter((one) => one.done).length;
    if (done === 0) throw new AppError('not_found');
    refresh();
    return { data: { done } };
  },
  'ids',
);

/** Ties rows to one of another resource, or cuts the ties; answers how many. */
export const tieRecords = resourceAction(
  'update',
  z.strictObject({ resource, to: z.string().max(40), ids: MANY_IDS, other: ONE_ID, tied: z.boolean() }),
  async ({ resource, actor, request, input }) => {
    const to = relationTo(resource, input.to);
    const how = { to, ids: input.ids.map(toUuid), other: toUuid(input.other), tied: input.tied };
    const done = await relate({ actor, request }, resource, how);
    refresh();
    return { data: { done } };
  },
  'ids',
);

/** Rows by a part of their name, to choose from. */
export const findRecords = resourceAction(
  'read',
  z.strictObject({ resource, q: z.string().max(100) }),
  async ({ resource, actor, input }) => {
    const [found] = await readWorkspace(actor, [recordsLike(resource, input.q.trim())]);
    return { data: found.map(({ id, name }) => ({ id: toUlid(id), name })) };
  },
);

/** Lets a file begin that was uploaded. */
export const beginImport = resourceAction(
  'import',
  z.strictObject({
    resource,
    id: ONE_ID,
    mapping: z.record(z.string().max(40), z.number().int().min(0).max(99)),
  }),
  async ({ resource, actor, request, input }) => {
    await startImport({ actor, request }, resource, toUuid(input.id), input.mapping);
    refresh();
  },
);

/** Forgets a file that was uploaded and not begun. */
export const forgetImport = resourceAction(
  'import',
  z.strictObject({ resource, id: ONE_ID }),
  async ({ resource, actor, request, input }) => {
    await dropImport({ actor, request }, resource, toUuid(input.id));
    return { data: { href: recordPaths(actor.workspace.slug, resource.name).imports } };
  },
);

/** Shares a row with a member or a team, or changes what they may. */
export const shareRecord = resourceAction(
  'share',
  z.strictObject({ resource, id: ONE_ID, ...shareFields }),
  async ({ resource, actor, request, input: { id, to, role, next } }) => {
    await share(
      { actor, request },
      sharedTarget(resource, toUuid(id)),
      granteeFrom(to),
      role,
      nextFrom(next),
    );
    refresh();
  },
  'id',
);

/** Takes a member's or a team's access to a row back. */
export const unshareRecord = resourceAction(
  'share',
  z.strictObject({ resource, id: ONE_ID, ...unshareFields }),
  async ({ resource, actor, request, input: { id, from, next } }) => {
    await unshare({ actor, request }, sharedTarget(resource, toUuid(id)), granteeFrom(from), nextFrom(next));
    refresh();
  },
  'id',
);
