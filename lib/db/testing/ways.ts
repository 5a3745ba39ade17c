import { AsyncLocalStorage } from 'node:async_hooks';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from '../../generated/prisma/client';
import { Engine, type EngineOptions } from '../engine';
import type { Statement } from '../flight';
import { batch, orgHandle } from '../handle';
import { FlightPool } from '../pool';
import { openingOf, orgScope, type Scope } from '../scope';
import { ORG, sql } from '../sql';
import type { Way } from './load';
import { testTicket } from './tickets';
import type { TestOrg } from './world';

const MEMBERS = sql<{ org_id: string }>`SELECT org_id FROM membership`;
const OWN_HOST = sql<{ org_id: string }>`SELECT org_id FROM org_host WHERE org_id = ${ORG}`;
const FAIL = sql`SELECT 1 / 0`;
const inside = ({ orgId, userId }: TestOrg) =>
  orgScope({ orgId, userId, ticket: testTicket({ orgId, userId }) });
const ids = (rows: readonly { orgId: string }[]) => rows.map((row) => row.orgId);
const raw = (rows: readonly { org_id: string }[]) => rows.map((row) => row.org_id);

/** The product's own way: scoped handles over one engine. */
export function scopedHandles(options: EngineOptions): Way {
  // What is looked for are wrong rows: nobody is refused for asking much.
  const engine = new Engine({ patienceMs: 30_000, ...options });
  const scopes = new Map<string, Scope>();
  // One scope object an org, so that Prisma merges what it can.
  const scopeOf = (org: TestOrg) => {
    const scope = scopes.get(org.orgId) ?? inside(org);
    scopes.set(org.orgId, scope);
    return scope;
  };
  const db = (org: TestOrg) => orgHandle(engine, scopeOf(org));
  const inTx = <T>(org: TestOrg, fn: (d: ReturnType<typeof db>) => Promise<T>) => {
    const scope = { ...scopeOf(org) };
    return engine.scopes.run(
      scope,
      async () => await engine.prisma.$transaction((client) => fn(orgHandle(engine, scope, client))),
    );
  };
  const key = ({ orgId, userId }: TestOrg) => ({ where: { orgId_userId: { orgId, userId } } });
  return {
    asks: [
      async (org) => ({
        orgIds: [(await db(org).org.findUnique({ where: { id: org.orgId } }))?.id],
        rows: 1,
      }),
      async (org) => ({ orgIds: [(await db(org).membership.findUnique(key(org)))?.orgId], rows: 1 }),
      async (org) => ({ orgIds: [(await db(org).membership.findUniqueOrThrow(key(org))).orgId], rows: 1 }),
      async (org) => {
        const found = await db(org).org.findUnique({
          where: { id: org.orgId },
          include: { memberships: true },
        });
        return { orgIds: ids(found?.memberships ?? []), rows: 3 };
      },
      async (org) => ({ orgIds: ids(await db(org).membership.findMany()), rows: 3 }),
      async (org) => ({ orgIds: [(await db(org).orgHost.findFirst())?.orgId], rows: 1 }),
      async (org) => ({ orgIds: raw(await db(org).rows(MEMBERS)), rows: 3 }),
      async (org) => {
        const [members, hosts] = await batch(engine, scopeOf(org), [MEMBERS, OWN_HOST] as const);
        return { orgIds: [...raw(members), ...raw(hosts)], rows: 4 };
      },
      (org) =>
        inTx(org, async (d) => {
          const members = await d.membership.findMany();
          return {
            orgIds: [
              ...ids(members),
              ...raw(await d.rows(MEMBERS)),
              (await d.org.findUnique({ where: { id: org.orgId } }))?.id,
            ],
            rows: 7,
          };
        }),
    ],
    fails: [
      (org) => db(org).rows(FAIL),
      (org) => inTx(org, (d) => d.rows(FAIL)),
      (org) => batch(engine, scopeOf(org), [MEMBERS, FAIL] as const),
      (org) => db(org).membership.create({ data: { orgId: org.orgId, userId: org.userId, role: 'member' } }),
    ],
    unscoped: () => engine.prisma.membership.findMany(),
    end: () => engine.end(),
  };
}

/** Must fail the check: the org in AsyncLocalStorage, one client, and Prisma's own loader, shared by all. */
export function sharedLoader(url: string): Way {
  const pool = new FlightPool({ connectionString: url, max: 10 });
  const scopes = new AsyncLocalStorage<Scope>();
  const view = Object.create(pool);
  view.on = view.removeListener = () => view;
  view.query = async (statement: Statement) => {
    const scope = scopes.getStore();
    if (!scope) throw new Error('no scope');
    return (await pool.fly([openingOf(scope), statement]))[1];
  };
  const prisma = new PrismaClient({ adapter: new PrismaPg(view) });
  const inScope = <T>(org: TestOrg, fn: () => PromiseLike<T>) =>
    scopes.run(inside(org), async () => await fn());
  return {
    asks: [
      async (org) => ({
        orgIds: [(await inScope(org, () => prisma.org.findUnique({ where: { id: org.orgId } })))?.id],
        rows: 1,
      }),
      async (org) => ({ orgIds: ids(await inScope(org, () => prisma.membership.findMany())), rows: 3 }),
    ],
    fails: [(org) => inScope(org, () => prisma.$queryRaw`SELECT 1 / 0`)],
    unscoped: async () => await prisma.membership.findMany(),
    end: async () => {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

/** Must fail the check: the org set for the session, on whatever connection the pool hands out. */
export function sessionSetting(url: string): Way {
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  pool.on('error', () => {});
  const ask = async (org: TestOrg, text: string) => {
    await pool.query(`SELECT set_config('app.ticket', $1, false)`, [
      testTicket({ orgId: org.orgId, userId: org.userId }),
    ]);
    return pool.query<{ org_id: string }>(text);
  };
  return {
    asks: [async (org) => ({ orgIds: raw((await ask(org, 'SELECT org_id FROM membership')).rows), rows: 3 })],
    fails: [(org) => ask(org, 'SELECT 1 / 0')],
    unscoped: () => pool.query('SELECT org_id FROM membership'),
    end: () => pool.end(),
  };
}
