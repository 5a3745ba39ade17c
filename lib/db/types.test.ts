import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

// Unscoped access doesn't type-check: each of these is compiled by itself, and must be refused by the compiler.

const REFUSED: Record<string, string> = {
  'an org handle from nothing': `const db: OrgDb = {} as PrismaClient; export { db };`,
  'a Prisma client in place of a handle': `export const f = (p: PrismaClient) => needsOrg(p);`,
  'a transaction’s client in place of a handle': `export const f = (p: Prisma.TransactionClient) => needsOrg(p);`,
  'a user’s handle in place of an org’s': `export const f = () => asUser(who, (db) => needsOrg(db));`,
  'an org’s handle in place of a user’s': `export const f = () => inOrg(actor, (db) => needsUser(db));`,
  'a handle outside a transaction where one is needed': `export const f = () => inOrg(actor, (db) => needsTx(db));`,
  'an org id that is any string': `export const f = () => inOrg({ ...actor, orgId: 'acme' }, (db) => db.org.count());`,
  'a user id as an org id': `export const f = () => inOrg({ ...actor, orgId: actor.userId }, (db) => db.org.count());`,
  'a scope without a user': `export const f = () => inOrg({ orgId: actor.orgId, ticket: actor.ticket }, (db) => db.org.count());`,
  'a scope without a ticket': `export const f = () => inOrg({ orgId: actor.orgId, userId: actor.userId }, (db) => db.org.count());`,
  'a ticket that is any string': `export const f = () => inOrg({ ...actor, ticket: 'v1' }, (db) => db.org.count());`,
  'raw SQL as a string': `export const f = () => inOrg(actor, (db) => db.rows('SELECT 1'));`,
  'raw SQL in the shape of a piece': `export const f = () => inOrg(actor, (db) => db.rows({ parts: ['SELECT 1'], values: [] }));`,
  'Prisma’s own raw query on a handle': `export const f = () => inOrg(actor, (db) => db.$queryRaw\`SELECT 1\`);`,
  'a transaction of one’s own on a handle': `export const f = () => inOrg(actor, (db) => db.$transaction([]));`,
  'a user’s table on an org’s handle': `export const f = () => inOrg(actor, (db) => db.user.findMany());`,
  'an org’s table on a user’s handle': `export const f = () => asUser(who, (db) => db.membership.findMany());`,
  'an org’s handle in place of a workspace’s': `export const f = () => inOrg(actor, (db) => needsWorkspace(db));`,
  'a workspace’s handle for whoever entered none': `export const f = () => inWorkspace(actor, (db) => needsWorkspace(db));`,
  'an org id as a workspace’s': `export const f = () => inWorkspace({ ...actor, workspaceId: actor.orgId }, (db) => needsWorkspace(db));`,
  'another org put into a handle': `export const f = () => inOrg(actor, async (db) => { db.orgId = actor.orgId; });`,
};
/** The compiler must take these, or the ones above prove nothing. */
const TAKEN: Record<string, string> = {
  'an org handle': `export const f = () => inOrg(actor, (db) => needsOrg(db));`,
  'a transaction where a handle is enough': `export const f = () => inOrgTx(actor, async (db) => { await needsOrg(db); await needsTx(db); });`,
  'a workspace’s handle where an org’s is enough': `export const f = () => inWorkspaceTx(worker, async (db) => { await needsOrg(db); await needsTx(db); await needsWorkspace(db); });`,
  'a user handle': `export const f = () => asUser(who, (db) => needsUser(db));`,
  'a piece of SQL': `export const f = () => inOrg(actor, (db) => db.rows(sql<{ n: number }>\`SELECT 1 AS n\`).then((rows) => rows[0]?.n));`,
};
const GIVEN = `
import { asUser } from '@/lib/db/as-user';
import type { OrgDb, OrgTx, UserDb, WorkspaceDb } from '@/lib/db/handle';
import { inOrg, inOrgTx } from '@/lib/db/in-org';
import { inWorkspace, inWorkspaceTx } from '@/lib/db/in-workspace';
import type { OrgId, SessionId, Ticket, UserId, WorkspaceId } from '@/lib/db/scope';
import { sql } from '@/lib/db/sql';
import type { Prisma, PrismaClient } from '@/lib/generated/prisma/client';
declare const actor: { orgId: OrgId; userId: UserId; ticket: Ticket };
declare const worker: { orgId: OrgId; userId: UserId; workspaceId: WorkspaceId; ticket: Ticket };
declare const who: { userId: UserId; sessionId: SessionId };
declare function needsOrg(db: OrgDb): Promise<void>;
declare function needsWorkspace(db: WorkspaceDb): Promise<void>;
declare function needsTx(db: OrgTx): Promise<void>;
declare function needsUser(db: UserDb): Promise<void>;
export type Given = [typeof inWorkspace, typeof inWorkspaceTx, typeof asUser, typeof inOrg, typeof inOrgTx, typeof sql, Prisma.SortOrder, PrismaClient];
`;

const root = path.resolve(import.meta.dirname, '../..');
const fileOf = (i: number) => `case-${i}.ts`;
const cases = [...Object.entries(REFUSED), ...Object.entries(TAKEN)];
let dir: string;
let errors: string;

beforeAll(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'rowhouse-types-'));
  for (const [i, [, code]] of cases.entries()) writeFileSync(path.join(dir, fileOf(i)), GIVEN + code);
  const config = {
    extends: path.join(root, 'tsconfig.json'),
    compilerOptions: { incremental: false, plugins: [], typeRoots: [path.join(root, 'node_modules/@types')] },
    include: ['./*.ts', path.join(root, 'lib/db/*.d.ts')],
    exclude: [],
  };
  writeFileSync(path.join(dir, 'tsconfig.json'), JSON.stringify(config));
  const tsc = spawnSync(process.execPath, [path.join(root, 'node_modules/typescript/bin/tsc'), '-p', dir], {
    encoding: 'utf8',
    cwd: root,
  });
  errors = tsc.stdout + tsc.stderr;
}, 60_000);
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const errorsIn = (i: number) => errors.split('\n').filter((line) => line.includes(`/${fileOf(i)}(`));

test.each(cases.map(([name], i) => ({ name, i, refused: name in REFUSED })))(
  '[I2][S1] $name (refused: $refused)',
  ({ i, refused }) => {
    const found = errorsIn(i);
    if (refused) expect(found.join('\n')).toMatch(/error TS/);
    else expect(found).toEqual([]);
  },
);

test('nothing but the cases is wrong', () => {
  const elsewhere = errors.split('\n').filter((line) => /error TS/.test(line) && !/case-\d+\.ts/.test(line));
  expect(elsewhere).toEqual([]);
});
