import path from 'node:path';

/** The checkout's root folder. */
export const root = path.resolve(import.meta.dirname, '../..');

/** A path inside the checkout. */
export const inRoot = (...parts) => path.join(root, ...parts);

/** The script behind a command of an installed package, to be run with Node itself (no shell, no PATH). */
export const bin = {
  prisma: inRoot('node_modules/prisma/build/index.js'),
  next: inRoot('node_modules/next/dist/bin/next'),
  tsc: inRoot('node_modules/typescript/bin/tsc'),
  vitest: inRoot('node_modules/vitest/vitest.mjs'),
  playwright: inRoot('node_modules/@playwright/test/cli.js'),
  biome: inRoot('node_modules/@biomejs/biome/bin/biome'),
};
