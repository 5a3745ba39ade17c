/** A query that names another org (or workspace) than its scope, or nothing where it must name something. A bug, or an attack. */
export class ScopeError extends Error {}

type Args = Record<string, unknown>;

const MANY = new Set([
  'findMany',
  'findFirst',
  'findFirstOrThrow',
  'count',
  'aggregate',
  'groupBy',
  'updateMany',
  'updateManyAndReturn',
  'deleteMany',
]);
const ONE = new Set(['findUnique', 'findUniqueOrThrow', 'update', 'delete', 'upsert']);
const NEW = new Set(['create', 'createMany', 'createManyAndReturn', 'upsert']);

/** All that a handle offers of a model: what the rule below knows how to hold inside a scope. */
export const OPERATIONS: ReadonlySet<string> = new Set([...MANY, ...ONE, ...NEW]);

/**
 * THE RULE, in the application: every query of an org table names the scope's org, whatever the caller
 * wrote; one of a workspace's table names the workspace besides, by the same function once more.
 * A `where` gets it, a new row gets it, and anything that names another org is refused before it is sent.
 * The database holds the same rule by itself; each is enough without the other.
 *
 * @param owner the scope's org, or its workspace
 * @param field the model's column of it: `orgId` (`id` for Org itself), or `workspaceId`
 * @returns args for Prisma; the ones given are not touched
 * @throws ScopeError
 */
export function inScope(operation: string, args: Args | undefined, owner: string, field: string): Args {
  const scoped: Args = { ...args };
  if ('where' in scoped && scoped.where === undefined) throw new ScopeError('where is undefined');
  if (scoped.cursor) scoped.cursor = ownKey(scoped.cursor, owner, field);
  if (MANY.has(operation)) scoped.where = also(definite(scoped.where) as Args | undefined, field, owner);
  else if (ONE.has(operation)) scoped.where = ownKey(scoped.where, owner, field);
  else if (!NEW.has(operation)) throw new ScopeError(`${operation} is no operation of a scoped handle`);

  if (NEW.has(operation)) {
    const key = operation === 'upsert' ? 'create' : 'data';
    const rows = scoped[key];
    scoped[key] = Array.isArray(rows) ? rows.map((r) => ownRow(r, owner, field)) : ownRow(rows, owner, field);
  }
  const change = operation.startsWith('update') ? scoped.data : scoped.update;
  if (operation !== 'create' && change && typeof change === 'object') unmoved(change as Args, owner, field);
  return scoped;
}

/** Both conditions. Flat where it can be: the simpler the shape, the less Prisma has to plan. */
function also(where: Args | undefined, field: string, owner: string): Args {
  return where && field in where ? { AND: [{ [field]: owner }, where] } : { ...where, [field]: owner };
}

// A compound key is compared, not extended: an extra filter would keep Prisma from batching the reads.
function ownKey(where: unknown, owner: string, field: string): Args {
  const key = definite(where) as Args | undefined;
  if (!key) throw new ScopeError('a unique read without a key');
  for (const [name, value] of Object.entries(key)) {
    if (name.includes('_') && name.split('_').includes(field) && value && typeof value === 'object') {
      if ((value as Args)[field] !== owner) throw new ScopeError(`a key of another ${kind(field)}`);
      return key;
    }
  }
  if (field in key && key[field] !== owner) throw new ScopeError(`a key of another ${kind(field)}`);
  return { ...key, [field]: owner };
}

function ownRow(row: unknown, owner: string, field: string): Args {
  const data = (row ?? {}) as Args;
  unmoved(data, owner, field);
  return { ...data, [field]: owner };
}

const kind = (field: string) => (field === 'workspaceId' ? 'workspace' : 'organization');

function unmoved(data: Args, owner: string, field: string) {
  if (data[field] !== undefined && data[field] !== owner)
    throw new ScopeError(`a row of another ${kind(field)}`);
  for (const relation of ['org', 'workspace'])
    if (relation in data)
      throw new ScopeError(`the ${relation} of a row is its scope, not a relation to connect`);
}

/** Prisma reads `undefined` as "no condition": a missing id would match every row. */
function definite(where: unknown): unknown {
  if (where === null || typeof where !== 'object') return where;
  for (const [name, value] of Object.entries(where)) {
    if (value === undefined) throw new ScopeError(`where.${name} is undefined`);
    if (Array.isArray(value)) value.forEach(definite);
    else if (value && typeof value === 'object' && !(value instanceof Date) && !(value instanceof Uint8Array))
      definite(value);
  }
  return where;
}
