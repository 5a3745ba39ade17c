// node-postgres' own encoder of parameters, exported by its package but not typed.
declare module 'pg/lib/utils.js' {
  export function prepareValue(value: unknown): string | Buffer | null;
}
