import { ScopeError } from './filter';

type Args = Record<string, unknown>;
type Field = { name: string; kind: string; type: string };

/** Which relations each model has, and to which model they lead. Models as the client names them: `orgHost`. */
export type Relations = Map<string, Map<string, string>>;

const lower = (model: string) => model.charAt(0).toLowerCase() + model.slice(1);

/** Reads the relations from the client. It is a private field: refuses to start when that has changed its shape. */
export function relationsOf(prisma: object): Relations {
  const { _runtimeDataModel: known } = prisma as {
    _runtimeDataModel?: { models?: Record<string, { fields: Field[] }> };
  };
  if (!known?.models?.Membership?.fields?.some(({ name, kind }) => name === 'org' && kind === 'object'))
    throw new Error("Prisma's data model has another shape than the one isolation was proved with");
  return new Map(
    Object.entries(known.models).map(([model, { fields }]) => [
      lower(model),
      new Map(fields.filter((f) => f.kind === 'object').map((f) => [f.name, lower(f.type)])),
    ]),
  );
}

/**
 * THE RULE for relations: a query may follow them among the handle's own models and nowhere else, and writes through
 * none. Among an org's models each relation carries the org in its key, so following one stays inside; a user's
 * memberships don't, so `user` leads out. From one of the org's models into a workspace's no way leads either: the key
 * on that way holds the org alone.
 * @param own the models of the handle
 * @param inner those of them that are a workspace's
 * @throws ScopeError
 */
export function staysInside(
  args: Args,
  model: string,
  own: ReadonlySet<string>,
  relations: Relations,
  inner: ReadonlySet<string> = new Set(),
): void {
  const written = relations.get(model);
  for (const rows of [args.data, args.create, args.update]) {
    for (const row of Array.isArray(rows) ? rows : [rows])
      for (const name of Object.keys(row ?? {}))
        if (written?.has(name))
          throw new ScopeError(`${model}.${name} is written by itself, not through a relation`);
  }
  for (const part of ['where', 'select', 'include', 'orderBy', 'having', 'cursor'])
    follow(args[part], model, { own, inner }, relations);
}

type Reach = { own: ReadonlySet<string>; inner: ReadonlySet<string> };

// Filters, selections and orders nest alike: a relation's name leads to its model, any other key (AND, some, is,
// select, _count …) stays with the model it stands in.
function follow(part: unknown, model: string, reach: Reach, relations: Relations): void {
  if (Array.isArray(part)) for (const each of part) follow(each, model, reach, relations);
  if (
    !part ||
    typeof part !== 'object' ||
    Array.isArray(part) ||
    part instanceof Date ||
    part instanceof Uint8Array
  )
    return;
  for (const [name, value] of Object.entries(part)) {
    const to = relations.get(model)?.get(name);
    if (to && (!reach.own.has(to) || (reach.inner.has(to) && !reach.inner.has(model))))
      throw new ScopeError(`${model}.${name} leads out of the scope`);
    follow(value, to ?? model, reach, relations);
  }
}
