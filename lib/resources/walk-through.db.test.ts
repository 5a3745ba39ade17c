import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase } from '../db/testing/database';
import { makeOrg, makeSubTeams, subTeamIds } from '../db/testing/world';

// The walk-through of docs/adding-a-resource.md, done: its blocks go into a copy of the sources and into a database of its
// own, and what follows from them is tried there. What stands in the page works, or this fails.

const ROOT = path.join(import.meta.dirname, '../..');
const page = readFileSync(path.join(ROOT, 'docs/adding-a-resource.md'), 'utf8');
const blocks = [...page.matchAll(/^```(\w+)( \w+)?\n([\s\S]*?)^```/gm)].map(([, kind, place, text]) => ({
  kind: `${kind}${place ?? ''}`,
  text: text ?? '',
}));
const block = (kind: string) => {
  const [found, ...more] = blocks.filter((one) => one.kind === kind);
  if (!found || more.length) throw new Error(`the page has not one block ${kind}`);
  return found.text;
};

const db = await testDatabase();
const copy = mkdtempSync(path.join(os.tmpdir(), 'walk-through-'));
const into = (file: string, at: string, text: string) => {
  const name = path.join(copy, file);
  const before = readFileSync(name, 'utf8');
  if (!before.includes(at)) throw new Error(`${file} has no ${at}`);
  writeFileSync(name, before.replace(at, `${at}${text}`));
};
const run = (args: string[], env: Record<string, string> = {}) =>
  execFileSync(process.execPath, args, { cwd: copy, env: { ...process.env, ...env }, encoding: 'utf8' });

type Seen = Record<string, unknown>;
let seen: Seen;

beforeAll(async () => {
  for (const part of [
    'lib',
    'prisma',
    'app',
    'components',
    'guard',
    'scripts',
    'package.json',
    'tsconfig.json',
    'prisma.config.ts',
  ])
    cpSync(path.join(ROOT, part), path.join(copy, part), { recursive: true });
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(copy, 'node_modules'));
  writeFileSync(path.join(copy, 'prisma/schema/supplier.prisma'), block('prisma'));
  into('prisma/schema/workspace.prisma', '  subTeam SubTeam?\n', block('prisma workspace'));
  writeFileSync(path.join(copy, 'lib/resources/supplier.ts'), block('ts'));
  into('lib/resources/names.ts', 'export const RESOURCES = {\n', block('ts navigation'));
  into('lib/db/handle.ts', 'const WORKSPACE_MODELS = {\n', block('ts handle'));
  into(
    'lib/resources/all.ts',
    "import { contact } from './contact';\n",
    "import { supplier } from './supplier';\n",
  );
  into('lib/resources/all.ts', '= { ', 'supplier, ');
  await db.admin.query(`SET ROLE rowhouse_owner; ${block('sql')} RESET ROLE`);
  const org = await makeOrg(db.admin);
  const other = await makeOrg(db.admin);
  await makeSubTeams(db.admin, org.orgId);
  run([path.join(ROOT, 'node_modules/prisma/build/index.js'), 'generate'], { CHECKPOINT_DISABLE: '1' });
  cpSync(path.join(ROOT, 'lib/resources/testing/suppliers.txt'), path.join(copy, 'suppliers.tsx'));
  const places = { org, other, workspaces: [org.orgId, ...subTeamIds(org.orgId)] };
  const said = run([path.join(ROOT, 'node_modules/tsx/dist/cli.mjs'), 'suppliers.tsx'], {
    SUPPLIERS_URL: db.appUrl,
    SUPPLIERS_IN: JSON.stringify(places),
  });
  seen = JSON.parse(said.slice(said.lastIndexOf('\n{') + 1));
}, 240_000);
afterAll(async () => {
  rmSync(copy, { recursive: true, force: true });
  await db.drop();
});

test('[C1] a resource is added in fewer than sixty lines', () => {
  const lines = blocks.flatMap(({ text }) => text.split('\n')).filter((line) => line.trim());
  expect(lines.length).toBeLessThan(60);
});

describe('[C1] suppliers, as the page adds them', () => {
  test('have their address, their permissions and their link', () => {
    expect(seen.path).toBe('supplier');
    expect(seen.viewer).toEqual(['supplier.read']);
    expect(seen.member).toContain('supplier.delete');
    expect(seen.section).toMatchObject({ label: 'Suppliers', permission: 'supplier.read' });
  });

  test('are added, changed, listed, found, drawn, exported and deleted', () => {
    expect(seen.listed).toEqual(['Hafen', 'Quay Works']);
    expect(seen.found).toEqual(['Quay Works']);
    expect(seen.changed).toBe('Lisbon');
    expect(seen.refused).toEqual({ name: 'Say what it is called.' });
    expect(seen.table).toContain('Quay Works');
    expect(seen.table).toContain('href="/s/x/suppliers/');
    expect(seen.csv).toContain('Quay Works,Lisbon');
    expect(seen.history).toContain('supplier.updated');
    expect(seen.left).toEqual(['Quay Works']);
  });

  test('[S1] are walled: next door and in another organization there are none of them', () => {
    expect(seen.nextDoor).toEqual([]);
    expect(seen.elsewhere).toEqual([]);
    expect(seen.takenNextDoor).toBe(false);
    expect(seen.inTheOrg).toBe('refused');
  });
});
