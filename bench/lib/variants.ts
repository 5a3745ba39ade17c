import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { Engine } from '../../lib/db/engine';
import { orgHandle } from '../../lib/db/handle';
import { FlightPool } from '../../lib/db/pool';
import { type OrgId, openingOf, orgScope, type Scope, type Ticket, type UserId } from '../../lib/db/scope';
import { statementName } from '../../lib/db/sql';
import { PrismaClient } from '../../lib/generated/prisma/client';
import { newId } from '../../lib/ids';

/** One org, and one member of it with a session: its ticket. */
export type Spot = { orgId: string; userId: string; ticket: Ticket };

export const insideOf = ({ orgId, userId, ticket }: Spot) => ({
  orgId: orgId as OrgId,
  userId: userId as UserId,
  ticket,
});

/** A way to the same three operations on the same rows. */
export type Way = {
  point(at: Spot): Promise<unknown>;
  list(at: Spot): Promise<unknown>;
  insert(at: Spot): Promise<unknown>;
  end(): Promise<void>;
};
export const OPERATIONS = ['point', 'list', 'insert'] as const;
export type Operation = (typeof OPERATIONS)[number];

// What a page shows of fifty members, in the page's order.
const LIST = {
  select: { userId: true, name: true, email: true, role: true, joinedAt: true },
  orderBy: [{ nameKey: 'asc' as const }, { userId: 'asc' as const }],
  take: 50,
};
const event = () => ({
  id: newId(),
  actorKind: 'user',
  actorLabel: 'person@bench.example',
  action: 'bench.insert',
  ip: '127.0.0.1',
  userAgent: 'bench',
  requestId: 'bench',
});

/** The product's own way: a scoped handle, walls on. */
export function walled(url: string, size: number): Way {
  const engine = new Engine({ url, size });
  const scopes = new Map<string, Scope>();
  const handle = (spot: Spot) => {
    const scope = scopes.get(spot.orgId) ?? orgScope(insideOf(spot));
    scopes.set(spot.orgId, scope);
    return orgHandle(engine, scope);
  };
  return {
    point: (at) => handle(at).membership.findFirst({ where: { userId: at.userId } }),
    list: (at) => handle(at).membership.findMany(LIST),
    insert: (at) => handle(at).auditEvent.create({ data: { orgId: at.orgId, ...event() } }),
    end: () => engine.end(),
  };
}

/** Prisma as anybody would set it up, with named statements, on the tables without walls. */
export function plain(url: string, size: number): Way {
  const pool = new pg.Pool({ connectionString: url, max: size });
  const prisma = new PrismaClient({
    adapter: new PrismaPg(pool, {
      schema: 'plain',
      statementNameGenerator: ({ sql }) => statementName(sql) ?? '',
    }),
  });
  return {
    point: ({ orgId, userId }) => prisma.membership.findFirst({ where: { orgId, userId } }),
    list: ({ orgId }) => prisma.membership.findMany({ where: { orgId }, ...LIST }),
    insert: ({ orgId }) => prisma.auditEvent.create({ data: { orgId, ...event() } }),
    end: async () => {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

/** Row-level security as Prisma documents it: set_config and the query in one batch transaction, by an extension. */
export function recipe(url: string, size: number): Way {
  const pool = new pg.Pool({ connectionString: url, max: size });
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  const forOrg = ({ ticket }: Spot) =>
    prisma.$extends({
      query: {
        $allModels: {
          async $allOperations({ args, query }) {
            const [, result] = await prisma.$transaction([
              prisma.$executeRaw`SELECT set_config('app.ticket', ${ticket}, true)`,
              query(args),
            ]);
            return result;
          },
        },
      },
    });
  return {
    point: (at) => forOrg(at).membership.findFirst({ where: { userId: at.userId } }),
    list: (at) => forOrg(at).membership.findMany(LIST),
    insert: (at) => forOrg(at).auditEvent.create({ data: { orgId: at.orgId, ...event() } }),
    end: async () => {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

const named = (text: string) => ({ text, name: statementName(text) });
const COLUMNS = 'user_id, name, email, role, joined_at';
const texts = (schema: string) => ({
  point: named(`SELECT ${COLUMNS} FROM ${schema}.membership WHERE org_id = $1 AND user_id = $2`),
  list: named(
    `SELECT ${COLUMNS} FROM ${schema}.membership WHERE org_id = $1 ORDER BY name_key, user_id LIMIT 50`,
  ),
  insert: named(`INSERT INTO ${schema}.audit_event
    (org_id, id, actor_kind, actor_label, action, ip, user_agent, request_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`),
});
const row = (orgId: string) => [orgId, ...Object.values(event())];

/** SQL by hand over the flight: scope and statement in one. */
export function rawWalled(url: string, size: number): Way {
  const pool = new FlightPool({ connectionString: url, max: size });
  const sql = texts('public');
  const fly = (spot: Spot, text: typeof sql.point, values: unknown[]) =>
    pool.fly([openingOf(orgScope(insideOf(spot))), { ...text, values }]);
  return {
    point: (at) => fly(at, sql.point, [at.orgId, at.userId]),
    list: (at) => fly(at, sql.list, [at.orgId]),
    insert: (at) => fly(at, sql.insert, row(at.orgId)),
    end: () => pool.end(),
  };
}

/** The floor: pg with named statements on the tables without walls. */
export function rawPlain(url: string, size: number): Way {
  const pool = new pg.Pool({ connectionString: url, max: size });
  const sql = texts('plain');
  return {
    point: ({ orgId, userId }) => pool.query({ ...sql.point, values: [orgId, userId] }),
    list: ({ orgId }) => pool.query({ ...sql.list, values: [orgId] }),
    insert: ({ orgId }) => pool.query({ ...sql.insert, values: row(orgId) }),
    end: () => pool.end(),
  };
}
