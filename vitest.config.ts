import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { defineConfig } from 'vitest/config';

const root = import.meta.dirname;
const FOLDERS = ['app', 'bench', 'components', 'guard', 'lib', 'prisma', 'scripts'];

const files = FOLDERS.flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
    path.join(folder, name),
  ),
).filter((file) => /\.test\.tsx?$/.test(file) && !/\/(fixtures|generated)\//.test(file));

// Loading the product for each file again takes longer than its tests. Files share what was loaded, except those that
// set what it reads once: the environment, a stand-in for a module, what is kept for the whole process.
const APART = /process\.env|vi\.(mock|stub)|globalThis/;
const isApart = (file: string) => APART.test(readFileSync(path.join(root, file), 'utf8'));

/** One kind of tests, as two projects: `name` and `name-apart`. */
function projects(name: string, of: (file: string) => boolean, test: object) {
  const [apart, together] = [true, false].map((own) =>
    files.filter((file) => of(file) && isApart(file) === own),
  );
  return [
    { extends: true as const, test: { ...test, name, include: together, isolate: false } },
    { extends: true as const, test: { ...test, name: `${name}-apart`, include: apart } },
  ];
}

const needsDatabase = (file: string) => /\.db\.test\.ts$/.test(file);

export default defineConfig({
  resolve: {
    alias: {
      '@': root,
      // Throws outside a server component's bundle; the tests are a server too.
      'server-only': `${root}/node_modules/server-only/empty.js`,
    },
  },
  test: {
    maxWorkers: 2,
    projects: [
      // What happens is asserted, never how soon.
      ...projects('unit', (file) => !needsDatabase(file), { testTimeout: 30_000 }),
      // Against a real PostgreSQL: `npm test -- db` starts one and says in TEST_* where it is.
      ...projects('db', needsDatabase, { testTimeout: 30_000, hookTimeout: 60_000 }),
    ],
  },
});
