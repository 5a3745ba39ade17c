import { unstable_rethrow } from 'next/navigation';
import type { z } from 'zod';
import type { Person, UserActor, UserWorkspaceActor } from '../access/actor';
import type { ResourceKind } from '../access/grants';
import type { Permission } from '../access/permissions';
import { AppError, type FieldErrors } from '../errors';
import { fromUlid } from '../ids';
import { TOO_MUCH } from '../input/json-shape.mjs';
import { type RequestInfo, requestInfo } from '../tenancy/request';
import { whyUnstorable } from '../text';
import { admit, type On } from './admit';
import { currentPerson, mustBeSignedIn, onRootHost, personOnOurHost } from './person';
import { type ActionResult, refusal } from './result';
import { browserSender, renewToken } from './sender';

/** What a handler may answer: nothing, or a sentence and data for the client. */
// biome-ignore lint/suspicious/noConfusingVoidType: a handler without a return statement returns void
export type Answer<Data> = { message?: string; data?: Data } | undefined | void;

type Handler<Context, Schema extends z.ZodType, Data> = (
  context: Context & { input: z.output<Schema>; request: RequestInfo },
) => Promise<Answer<Data>>;

/**
 * The resource that an action is about, by the field of its input that holds its id or ids: a grant on one of them lets
 * the member in without the role. Which of them it allows, the data function decides in the change's transaction.
 */
export type Named = { kind: ResourceKind; field: string };

/**
 * A server action of an organization: the one whose host the request came to, never one that the input names. The
 * permission is in the signature; the input is read only after the actor was admitted, and only as the strict schema
 * has it. A refusal is a value.
 */
export function orgAction<Schema extends z.ZodType, Data = undefined>(
  permission: Permission,
  schema: Schema,
  handler: Handler<{ actor: UserActor }, Schema, Data>,
  named?: Named,
) {
  return (input: z.input<Schema>): Promise<ActionResult<Data>> =>
    answer(async (request) => {
      const ask = { ...(await actionAsk(request)), permission, on: namedIn(input, named), workspace: null };
      const { actor } = await admit(ask);
      await renewToken();
      return handler({ actor, input: parse(schema, input), request });
    });
}

/** The same in a workspace: the one in the path of the page that the action was sent from. */
export function workspaceAction<Schema extends z.ZodType, Data = undefined>(
  permission: Permission,
  schema: Schema,
  handler: Handler<{ actor: UserWorkspaceActor }, Schema, Data>,
  named?: Named,
) {
  return (input: z.input<Schema>): Promise<ActionResult<Data>> =>
    answer(async (request) => {
      const ask = { ...(await actionAsk(request)), permission, on: namedIn(input, named) };
      const { actor } = await admit({ ...ask, workspace: request.workspace ?? '' });
      await renewToken();
      return handler({ actor, input: parse(schema, input), request });
    });
}

const actionAsk = async (request: RequestInfo) =>
  ({ request, surface: 'action', sender: await browserSender(), writes: true, reads: [] }) as const;

function namedIn(input: unknown, named: Named | undefined): On | null {
  if (!named) return null;
  const given = [(input as Record<string, unknown> | null)?.[named.field]].flat().slice(0, 100);
  return {
    kind: named.kind,
    ids: given.flatMap((id) => (typeof id === 'string' ? (fromUlid(id) ?? []) : [])),
  };
}

/** A server action of a signed-in person, in no organization. On the root host only, whatever path it is posted to. */
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

/** The same on subdomains as well. Each of these is listed with a reason in guard/static/any-host.ts. */
export function ourHostAction<Schema extends z.ZodType, Data = undefined>(
  schema: Schema,
  handler: Handler<{ person: Person }, Schema, Data>,
) {
  return (input: z.input<Schema>): Promise<ActionResult<Data>> =>
    answer(async (request) => {
      const person = await personOnOurHost();
      await renewToken();
      return handler({ person, input: parse(schema, input), request });
    });
}

/**
 * A server action that changes what this browser keeps for this host, and nothing else, for anyone signed in on it. The
 * handler isn't told who that is. Each of these is listed with a reason in guard/static/any-host.ts.
 */
export function browserAction<Schema extends z.ZodType>(
  schema: Schema,
  handler: (input: z.output<Schema>) => Promise<void>,
) {
  return (input: z.input<Schema>): Promise<ActionResult<undefined>> =>
    answer(async () => {
      await mustBeSignedIn();
      await renewToken();
      await handler(parse(schema, input));
    });
}

/**
 * A server action that anyone may call. On the root host only: these take passwords and mailed secrets. It must limit
 * its own rate.
 */
export function publicAction<Schema extends z.ZodType, Data = undefined>(
  schema: Schema,
  handler: Handler<object, Schema, Data>,
) {
  return (input: z.input<Schema>): Promise<ActionResult<Data>> =>
    answer(async (request) => {
      await onRootHost();
      return handler({ input: parse(schema, input), request });
    });
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

const UNSTORABLE = {
  characters: 'The text contains U+0000 or half of an emoji. Remove those characters.',
  ...TOO_MUCH,
};

/** Input as the schema has it. @throws AppError invalid, with a sentence for each field */
export function parse<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const why = whyUnstorable(input);
  if (why) throw new AppError('invalid', { message: UNSTORABLE[why] });
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const fields: FieldErrors = {};
  for (const issue of parsed.error.issues) fields[issue.path.join('.') || 'form'] ??= issue.message;
  throw new AppError('invalid', { fields });
}
