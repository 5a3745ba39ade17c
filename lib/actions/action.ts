import { unstable_rethrow } from 'next/navigation';
import { after } from 'next/server';
import type { z } from 'zod';
import type { Person, UserActor, UserWorkspaceActor } from '../access/actor';
import { can, isOn } from '../access/can';
import type { ResourceKind } from '../access/grants';
import type { Permission } from '../access/permissions';
import { renewToken } from '../auth/caller';
import { enter } from '../auth/current';
import { currentPerson } from '../auth/person';
import { enterWorkspace } from '../auth/workspace';
import { recordRefusal } from '../data/audit';
import { allowedAmong } from '../data/granted';
import { inOrg } from '../db/in-org';
import { AppError, type FieldErrors } from '../errors';
import { fromUlid } from '../ids';
import { denied } from '../routing/note';
import { type RequestInfo, requestInfo } from '../tenancy/request';
import { storable } from '../text';
import { type ActionResult, refusal } from './result';

/** What a handler may answer: nothing, or a sentence and data for the client. */
// biome-ignore lint/suspicious/noConfusingVoidType: a handler without a return statement returns void
export type Answer<Data> = { message?: string; data?: Data } | undefined | void;

type Handler<Context, Schema extends z.ZodType, Data> = (
  context: Context & { input: z.output<Schema>; request: RequestInfo },
) => Promise<Answer<Data>>;

/**
 * The resource that an action is about, by the field of its input that holds its id, or ids: who has a grant on it (on one
 * of them) may come in without the org role. Which of them it allows the data layer judges in the change's transaction.
 */
export type On = { kind: ResourceKind; field: string };

/**
 * A server action of an org. The permission is in the signature: the org comes from the host this request came
 * to, membership and session are checked against the database now, the input is taken only as the (strict)
 * schema has it, and a refusal is a value. A refused attempt stands in the audit log.
 */
export function orgAction<Schema extends z.ZodType, Data = undefined>(
  permission: Permission,
  schema: Schema,
  handler: Handler<{ actor: UserActor }, Schema, Data>,
  on?: On,
) {
  return (input: z.input<Schema>): Promise<ActionResult<Data>> =>
    answer(async (request) => {
      const { actor } = await enter(null, [], 'action');
      await mustHold(actor, permission, request, on && { ...on, input });
      return handler({ actor, input: parse(schema, input), request });
    });
}

/**
 * The same in a workspace: the one that the path of the page names which the action was sent from, entered anew. In an
 * archived sub-team nothing is changed.
 */
export function workspaceAction<Schema extends z.ZodType, Data = undefined>(
  permission: Permission,
  schema: Schema,
  handler: Handler<{ actor: UserWorkspaceActor }, Schema, Data>,
  on?: On,
) {
  return (input: z.input<Schema>): Promise<ActionResult<Data>> =>
    answer(async (request) => {
      const { actor } = await enterWorkspace(null, [], 'action');
      await mustHold(actor, permission, request, on && { ...on, input });
      if (actor.workspace.archived) throw new AppError('sub_team_archived');
      return handler({ actor, input: parse(schema, input), request });
    });
}

async function mustHold(
  actor: UserActor,
  permission: Permission,
  request: RequestInfo,
  on?: On & { input: unknown },
): Promise<void> {
  await renewToken();
  if (!isOn(actor.features, permission)) throw denied(request, ACTION, 'feature_off', actor);
  if (!can(actor.role, permission) && !(on && (await holdsGrant(actor, permission, on)))) {
    after(() => recordRefusal(actor, permission, request));
    throw denied(request, ACTION, 'forbidden', actor);
  }
}

/** Whether a grant allows it, on one of the resources that the input names: only then, and only for who lacks the role, is that asked. */
async function holdsGrant(
  actor: UserActor,
  permission: Permission,
  { kind, field, input }: On & { input: unknown },
): Promise<boolean> {
  const named = [(input as Record<string, unknown> | null)?.[field]].flat().slice(0, 100);
  const ids = named.flatMap((id) => (typeof id === 'string' ? (fromUlid(id) ?? []) : []));
  if (ids.length === 0) return false;
  return inOrg(actor, async (db) => (await allowedAmong(db, actor, permission, kind, ids)).size > 0);
}

const ACTION = { surface: 'action', by: 'route' } as const;

/** A server action of a signed-in person, in no org. */
export function userAction<Schema extends z.ZodType, Data = undefined>(
  schema: Schema,
  handler: Handler<{ person: Person }, Schema, Data>,
) {
  return (input: z.input<Schema>): Promise<ActionResult<Data>> =>
    answer(async (request) => {
      const person = await currentPerson();
      await renewToken();
      return handler({ person, input: parse(schema, input), request });
    });
}

/** A server action that anybody may call. It must limit its own rate. */
export function publicAction<Schema extends z.ZodType, Data = undefined>(
  schema: Schema,
  handler: Handler<object, Schema, Data>,
) {
  return (input: z.input<Schema>): Promise<ActionResult<Data>> =>
    answer(async (request) => handler({ input: parse(schema, input), request }));
}

async function answer<Data>(
  work: (request: RequestInfo) => Promise<Answer<Data>>,
): Promise<ActionResult<Data>> {
  let id = '';
  try {
    const request = await requestInfo();
    id = request.id;
    return { ok: true, ...(await work(request)) };
  } catch (error) {
    unstable_rethrow(error); // Next's own signals are no failures
    return refusal(error, id);
  }
}

const UNSTORABLE =
  'There are characters in it that nothing can be done with: U+0000, or half of an emoji. Leave them out.';

/** Input as the schema has it. @throws AppError invalid, with a sentence for each field */
export function parse<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  if (!storable(input)) throw new AppError('invalid', { message: UNSTORABLE });
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const fields: FieldErrors = {};
  for (const issue of parsed.error.issues) fields[issue.path.join('.') || 'form'] ??= issue.message;
  throw new AppError('invalid', { fields });
}
