import { notFound } from 'next/navigation';
import type { z } from 'zod';
import type { UserWorkspaceActor } from '../access/actor';
import { may } from '../access/can';
import { mayWith } from '../access/compose';
import type { ResourceRole } from '../access/grants';
import type { Permission } from '../access/permissions';
import { type Answer, workspaceAction } from '../admit/action';
import { requireWorkspace, requireWorkspaceOn, requireWorkspaceWith } from '../admit/page';
import type { ActionResult } from '../admit/result';
import { workspaceRoute } from '../admit/route';
import type { Target } from '../data/granted';
import type { RowsOf } from '../db/handle';
import type { Sql } from '../db/sql';
import { AppError } from '../errors';
import type { RequestInfo } from '../tenancy/request';
import { scopeAt } from '../tenancy/workspace-path';
import { DESCRIPTIONS, resourceAt } from './all';
import type { Description } from './describe';
import { RESOURCE_NAMES, RESOURCES, type ResourceName, scopeOf, VERBS, type Verb } from './names';

// The doors of described resources: which one is asked for stands in the path or the input, the verb in the code; the
// permission follows from both and is asked by the workspace's own doors.

/** The permission for a verb of a resource; null when the resource has no such verb. */
export const permissionFor = (name: ResourceName, verb: Verb): Permission | null =>
  (RESOURCES[name].verbs as readonly Verb[]).includes(verb) ? (`${name}.${verb}` as Permission) : null;

/**
 * Which verbs this actor may use on a resource, in this workspace: what a page shows and what it leaves out.
 * @param granted their strongest grant, when it is about one row
 */
export function acts(
  actor: UserWorkspaceActor,
  name: ResourceName,
  granted: ResourceRole | null = null,
): Record<Verb, boolean> {
  const { shares } = DESCRIPTIONS[name];
  const allowed = (verb: Verb) => {
    const permission = permissionFor(name, verb);
    const changes = verb !== 'read' && verb !== 'export' && verb !== 'review';
    if (permission === null || (changes && actor.workspace.archived)) return false;
    return shares ? mayWith(actor, shares, granted, permission) : may(actor, permission);
  };
  return Object.fromEntries(Object.keys(VERBS).map((verb) => [verb, allowed(verb as Verb)])) as Record<
    Verb,
    boolean
  >;
}

/** A row as grants name it. @throws AppError not_found when rows of this resource can't be shared */
export function sharedTarget({ shares }: Description, id: string): Target {
  if (!shares) throw new AppError('not_found');
  return { kind: shares, id };
}

type Params = Promise<{ resource: string }>;

/** For pages: the resource of the path, and the actor who may do `verb` with it; or the way out. */
export async function requireResource(
  params: Params,
  verb: Verb,
): Promise<{ resource: Description; actor: UserWorkspaceActor }> {
  const { resource, permission } = await asked(params, verb);
  return { resource, actor: await requireWorkspace(permission) };
}

/** The same with the page's first reads in the one round trip that lets the actor in. */
export async function requireResourceWith<const P extends readonly Sql[]>(
  params: Params,
  verb: Verb,
  reads: (resource: Description) => P,
): Promise<{ resource: Description; actor: UserWorkspaceActor; rows: RowsOf<P> }> {
  const { resource, permission } = await asked(params, verb);
  const { actor, rows } = await requireWorkspaceWith(permission, reads(resource));
  return { resource, actor, rows: rows as RowsOf<P> };
}

/** The same for a page of one row: a grant on it lets in as well, where the resource can be shared. */
export async function requireResourceOn<const P extends readonly Sql[]>(
  params: Params,
  verb: Verb,
  id: string,
  reads: (resource: Description) => P,
): Promise<{ resource: Description; actor: UserWorkspaceActor; rows: RowsOf<P> }> {
  const { resource, permission } = await asked(params, verb);
  if (!resource.shares) {
    const { actor, rows } = await requireWorkspaceWith(permission, reads(resource));
    return { resource, actor, rows: rows as RowsOf<P> };
  }
  const { actor, rows } = await requireWorkspaceOn(
    permission,
    { kind: resource.shares, id },
    reads(resource),
  );
  return { resource, actor, rows };
}

async function asked(params: Params, verb: Verb) {
  const resource = resourceAt((await params).resource);
  const permission = resource && permissionFor(resource.name, verb);
  if (resource && permission) return { resource, permission };
  await requireWorkspace('org.read');
  notFound();
}

/**
 * An action of whichever resource its input names: an unknown one is not found, nor is one of another scope than the page
 * that it was sent from. The permission is asked before the input is taken, as everywhere.
 * @param field the field that names the rows it is about: a grant on them lets in as well
 */
export function resourceAction<Schema extends z.ZodType<{ resource: string }>, Data = undefined>(
  verb: Verb,
  schema: Schema,
  handler: (context: {
    resource: Description;
    actor: UserWorkspaceActor;
    request: RequestInfo;
    input: z.output<Schema>;
  }) => Promise<Answer<Data>>,
  field?: string,
) {
  return (input: z.input<Schema>): Promise<ActionResult<Data>> => {
    const name = RESOURCE_NAMES.find((one) => one === (input as { resource?: unknown } | null)?.resource);
    const permission = name && permissionFor(name, verb);
    const kind = name && DESCRIPTIONS[name].shares;
    const act = workspaceAction(
      permission || 'org.read',
      schema,
      async (context) => {
        if (!name || !permission || scopeOf(name) !== scopeAt(context.request.path))
          throw new AppError('not_found');
        return handler({ ...context, resource: DESCRIPTIONS[name] });
      },
      kind && field ? { kind, field } : undefined,
    );
    return act(input);
  };
}

type RouteHandler<P> = (context: {
  resource: Description;
  actor: UserWorkspaceActor;
  request: Request;
  info: RequestInfo;
  params: P;
}) => Promise<Response>;

/** A handler of the resource that its path names. */
export function resourceRoute<P extends { resource: string } = { resource: string }>(
  verb: Verb,
  handler: RouteHandler<P>,
) {
  return async (request: Request, context: { params: Promise<P> }): Promise<Response> => {
    const params = await context.params;
    const resource = resourceAt(params.resource);
    const permission = resource && permissionFor(resource.name, verb);
    return workspaceRoute(permission ?? 'org.read', async (inside) => {
      if (!resource || !permission) throw new AppError('not_found');
      return handler({ ...inside, resource, params });
    })(request);
  };
}
