// openapi-typescript writes with the classes of TypeScript 5, which 7 has no more; it gets one of its own.
const WRITER = '/node_modules/openapi-typescript/';

/** A resolving hook of Node's modules (module.register). */
export const resolve = (specifier, context, next) =>
  next(
    specifier === 'typescript' && context.parentURL?.includes(WRITER) ? 'typescript-5' : specifier,
    context,
  );
