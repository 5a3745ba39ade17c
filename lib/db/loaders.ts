import type { AsyncLocalStorage } from 'node:async_hooks';
import type { Scope } from './scope';

type Loader = {
  request(request: unknown): Promise<unknown>;
  options: { batchBy: unknown; singleLoader: unknown };
  constructor: new (options: object) => Loader;
};

/**
 * Gives each scope a batch loader of its own.
 *
 * Prisma merges the findUnique calls of one tick and runs them in the async context of the first caller. With
 * the scope in that context, one org's read would run in another's (measured: 39 of 40). This replaces the one
 * loader of a client by one a scope; batching inside a scope stays.
 *
 * It reaches into a private field, so it refuses to start when that has changed its shape.
 */
export function loaderPerScope(prisma: object, scopes: AsyncLocalStorage<Scope>) {
  const handler = (prisma as { _requestHandler?: { dataloader?: Loader } })._requestHandler;
  const shared = handler?.dataloader;
  if (
    !handler ||
    typeof shared?.request !== 'function' ||
    typeof shared.options?.batchBy !== 'function' ||
    typeof shared.options?.singleLoader !== 'function'
  ) {
    throw new Error("Prisma's batch loader has another shape than the one isolation was proved with");
  }
  const Fresh = shared.constructor;
  const loaders = new WeakMap<Scope, Loader>();
  handler.dataloader = {
    options: shared.options,
    constructor: Fresh,
    request(request) {
      const scope = scopes.getStore();
      if (!scope) throw new Error('no scope: reach the database through inOrg or asUser');
      let loader = loaders.get(scope);
      if (!loader) {
        loader = new Fresh(shared.options);
        loaders.set(scope, loader);
      }
      return loader.request(request);
    },
  };
}
