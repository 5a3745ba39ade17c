import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A small tree with a planted violation of one rule, or (rule `good`) with none at all. */
export type Fixture = { rule: string; name: string; files: Record<string, string> };

const FOLDER = path.join(import.meta.dirname, '../fixtures');
const ROOT = path.join(import.meta.dirname, '../..');

/** What every fixture has besides its own files: the vocabularies of permissions and features, and the models. */
const BASE = [
  'lib/access/permissions.ts',
  'lib/plans/features.ts',
  ...readdirSync(path.join(ROOT, 'prisma/schema')).map((file) => `prisma/schema/${file}`),
];

/** Reads `fixtures/<rule>/<name>.txt`: a line `=== path` begins each of its files. */
export function readFixtures(): Fixture[] {
  const base = Object.fromEntries(BASE.map((file) => [file, readFileSync(path.join(ROOT, file), 'utf8')]));
  return readdirSync(FOLDER).flatMap((rule) =>
    readdirSync(path.join(FOLDER, rule)).map((file) => {
      const text = readFileSync(path.join(FOLDER, rule, file), 'utf8');
      const parts = text.split(/^=== (.+)\n/m).slice(1);
      const files = { ...base };
      for (let i = 0; i < parts.length; i += 2) files[parts[i] ?? ''] = parts[i + 1] ?? '';
      return { rule, name: path.basename(file, '.txt').replaceAll('-', ' '), files };
    }),
  );
}
