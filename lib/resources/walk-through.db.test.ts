import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase } from '../db/testing/database';
import { ticketKey } from '../db/testing/tickets';
import { addMember, insert, makeOrg, makeSubTeams, makeUser, subTeamIds } from '../db/testing/world';

// The walk-through of docs/adding-a-resource.md, done: its blocks go into a copy of the sources and into a database of its
// own, and what follows from them is tried there. What stands in the page works, or this fails. They go in twice: as they
// are, for suppliers, and as depots with the two lines that make them the organization's as a whole.

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

/** A block of suppliers, about depots. */
const ofDepots = (text: string) =>
  text.replaceAll('upplier', 'epot').replaceAll('Sepot', 'Depot').replaceAll('sepot', 'depot');

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
let depots: Seen;

/** What a script of testing/ prints, run at the root of the copy. */
async function tried(script: string, places: object): Promise<Seen> {
  const { id, ...pads } = await ticketKey(db.admin);
  const hex = Object.entries(pads).map(([name, pad]) => [name, pad.toString('hex')]);
  cpSync(path.join(ROOT, `lib/resources/testing/${script}.txt`), path.join(copy, `${script}.tsx`));
  const said = run([path.join(ROOT, 'node_modules/tsx/dist/cli.mjs'), `${script}.tsx`], {
    APP_URL: db.appUrl,
    WORKER_DATABASE_URL: db.workerUrl,
    TICKET_KEY: JSON.stringify({ id, ...Object.fromEntries(hex) }),
    PLACES: JSON.stringify(places),
  });
  return JSON.parse(said.slice(said.lastIndexOf('\n{') + 1));
}

/** A resource's blocks, put where the page says. */
function adopt(name: string, words: (text: string) => string, navigation: string): void {
  writeFileSync(path.join(copy, `prisma/schema/${name}.prisma`), words(block('prisma')));
  into('prisma/schema/workspace.prisma', '  subTeam SubTeam?\n', words(block('prisma workspace')));
  writeFileSync(path.join(copy, `lib/resources/${name}.ts`), words(block('ts')));
  into('lib/resources/names.ts', 'export const RESOURCES = {\n', words(navigation));
  into('lib/db/handle.ts', 'const WORKSPACE_MODELS = {\n', words(block('ts handle')));
  into(
    'lib/resources/all.ts',
    "import { contact } from './contact';\n",
    `import { ${name} } from './${name}';\n`,
  );
  into('lib/resources/all.ts', '= { ', `${name}, `);
}

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
  adopt('supplier', String, block('ts navigation'));
  adopt('depot', ofDepots, block('ts navigation').replace('{ ', `{ ${block('ts scope').trim()} `));
  await db.admin.query(`SET ROLE rowhouse_owner; ${block('sql')} RESET ROLE`);
  await db.admin.query(`SET ROLE rowhouse_owner; ${ofDepots(block('sql') + block('sql scope'))} RESET ROLE`);
  const org = await makeOrg(db.admin);
  const other = await makeOrg(db.admin);
  await makeSubTeams(db.admin, org.orgId);
  const [member, viewer] = [await makeUser(db.admin), await makeUser(db.admin)];
  await addMember(db.admin, org.orgId, member.userId, 'member');
  await addMember(db.admin, org.orgId, viewer.userId, 'viewer');
  const [first] = subTeamIds(org.orgId);
  await insert(db.admin, 'sub_team_member', {
    org_id: org.orgId,
    sub_team_id: first,
    user_id: member.userId,
  });
  run([path.join(ROOT, 'node_modules/prisma/build/index.js'), 'generate'], { CHECKPOINT_DISABLE: '1' });
  seen = await tried('suppliers', { org, other, workspaces: [org.orgId, ...subTeamIds(org.orgId)] });
  depots = await tried('depots', { org, other, member, viewer });
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

describe('[C1] depots, which are the organization’s as a whole', () => {
  test('have one address, outside of every sub-team, and a link among the organization’s own', () => {
    expect(depots.links).toEqual(['/depots', '/depots/']);
    expect(depots.section).toMatchObject({ href: '/depots', permission: 'depot.read', group: 'org' });
    expect(depots.inside).toBe(false);
    expect(depots.asks).toEqual(['depot.read', null]);
    expect(depots.pages).toEqual(['/s/main/depots/new?x', '/suppliers', '/s/main/depots']);
    expect(depots.scopes).toEqual(['org', 'workspace']);
    // Below /s/ they aren't there, as suppliers aren't at the organization's own addresses.
    expect(depots.enters).toEqual(['main', 'main', null, null, 'team-0', null]);
  });

  test('stand where the organization’s own things stand in the API, and in the list of what can be reached', () => {
    expect(depots.operations).toEqual([
      'GET /depots ',
      'POST /depots ',
      'GET /depots/{id} id',
      'PUT /depots/{id} id',
      'DELETE /depots/{id} id',
    ]);
    expect(depots.surfaces).toEqual([
      'page /t~/[org]/depots',
      'page /t~/[org]/depots/[id]/edit',
      'route /t~/[org]/depots/import/upload',
      'page /t~/[org]/depots/new',
      'action /t~/[org]/depots/new',
    ]);
    expect(depots.undeclared).toEqual([]);
  });

  test('are added, changed, found, filed and deleted by a member, and read by a viewer', () => {
    expect(depots.member).toContain('depot.delete');
    expect(depots.main).toBe(true);
    expect(depots.listed).toEqual(['Hafen', 'Quay Works']);
    expect(depots.found).toEqual(['Quay Works']);
    expect(depots.changed).toBe('Lisbon');
    expect(depots.history).toContain('depot.updated');
    expect(depots.imported).toEqual(['Pier 4']);
    expect(depots.read).toEqual(['Hafen', 'Pier 4', 'Quay Works']);
    expect(depots.viewerWrites).toBe('forbidden');
    expect(depots.csv).toContain('Quay Works,Lisbon');
    expect(depots.left).toEqual(['Pier 4', 'Quay Works']);
  });

  test('[S1] are walled: none is in a sub-team, the database refuses one, and others have none of them', () => {
    expect(depots.inSubTeam).toEqual([]);
    expect(depots.takenInSubTeam).toBe(false);
    expect(depots.added).toBe('P2039'); // a CHECK
    expect(depots.stranger).toBe('tenant_forbidden');
    expect(depots.elsewhere).toEqual([]);
  });

  test('[S1] not even the tables’ owner puts one into a sub-team', async () => {
    const { rows } = await db.admin.query('SELECT org_id, id FROM sub_team LIMIT 1');
    const put = (table: string) =>
      db.admin.query(`INSERT INTO ${table} (org_id, workspace_id, id, name) VALUES ($1, $2, $1, 'Astray')`, [
        rows[0].org_id,
        rows[0].id,
      ]);
    await expect(put('depot')).rejects.toMatchObject({ code: '23514' });
    await expect(put('supplier')).resolves.toMatchObject({ rowCount: 1 });
  });

  test('have no relation to what is a workspace’s', () => {
    expect(depots.tied).toContain('a relation to a resource of another scope');
  });
});
