import { record } from '../lib/data/audit';
import { Engine } from '../lib/db/engine';
import { batch, type OrgDb, type OrgTx, orgHandle } from '../lib/db/handle';
import { openingOf, orgScope, type Scope } from '../lib/db/scope';
import { sql, toStatement } from '../lib/db/sql';
import { newId } from '../lib/ids';
import { countingProxy } from './lib/proxy';
import { counted, type Line, type Part, told } from './lib/report';
import { insideOf, plain, recipe, type Spot } from './lib/variants';
import { query, type World } from './lib/world';

const MEMBERS = sql`SELECT user_id, name, role FROM membership ORDER BY name_key, user_id LIMIT 50`;
const COUNT = sql`SELECT count(*)::int AS n FROM membership`;

/** Round trips, counted on the wire after one warm-up of each. */
export async function trips(world: World): Promise<Part> {
  const proxy = await countingProxy(world.appUrl);
  const engine = new Engine({ url: proxy.url, size: 4 });
  const [spot] = world.spots as [Spot];
  const scope = orgScope(insideOf(spot));
  const db = orgHandle(engine, scope);
  const key = { orgId_userId: { orgId: spot.orgId, userId: spot.userId } };
  const inTx = (n: number, more = async (_: OrgTx) => {}) => {
    const own = { ...scope };
    return engine.scopes.run(
      own,
      async () =>
        await engine.prisma.$transaction(async (client) => {
          const tx = orgHandle(engine, own, client);
          for (let i = 0; i < n; i++) await (i % 2 ? tx.rows(COUNT) : tx.membership.count());
          await more(tx as OrgTx);
        }),
    );
  };
  const event = (d: OrgDb) => ({
    data: {
      orgId: d.orgId,
      id: newId(),
      actorKind: 'system',
      actorLabel: '',
      action: 'bench.trip',
      ip: '',
      userAgent: '',
      requestId: '',
    },
  });
  const enter = await entering(world, spot);
  const lines: Line[] = [];
  const cost = async (name: string, work: () => Promise<unknown>, bar: Parameters<typeof counted>[2]) => {
    await work();
    const { turns } = await proxy.count(work);
    lines.push(counted(name, turns, bar));
  };

  await cost('read one by key', () => db.membership.findUnique({ where: key }), { exactly: 1 });
  await cost('read first', () => db.membership.findFirst({ where: { role: 'owner' } }), { exactly: 1 });
  await cost('list of 50', () => db.membership.findMany({ take: 50 }), { exactly: 1 });
  await cost('rows by hand', () => db.rows(MEMBERS), { exactly: 1 });
  await cost('insert', () => db.auditEvent.create(event(db)), { exactly: 1 });
  await cost('update by key', () => db.membership.update({ where: key, data: { lastSeenAt: new Date() } }), {
    exactly: 1,
  });
  await cost(
    'update many',
    () => db.membership.updateMany({ where: { userId: spot.userId }, data: { lastSeenAt: new Date() } }),
    { exactly: 1 },
  );
  await cost(
    'five reads in one batch',
    () => batch(engine, scope, [COUNT, MEMBERS, COUNT, MEMBERS, COUNT] as const),
    { exactly: 1 },
  );
  await cost(
    '20 findUnique of one org in one tick',
    () =>
      Promise.all(
        Array.from({ length: 20 }, (_, i) =>
          db.membership.findUnique({
            where: { orgId_userId: { orgId: spot.orgId, userId: i % 2 ? spot.userId : newId() } },
          }),
        ),
      ),
    { exactly: 1 },
  );
  for (const n of [0, 1, 3, 10])
    await cost(`transaction of ${n}`, () => inTx(n), { exactly: n === 0 ? 0 : n + 1 });
  const source = {
    actor: { kind: 'system' as const, userId: null, email: '' },
    request: { id: 'bench', ip: '', userAgent: '' },
  };
  await cost(
    'transaction of 1 and its event in the audit log',
    () => inTx(1, (tx) => record(tx, source, { action: 'bench.happened' })),
    { exactly: 2 },
  );
  await cost('page: org, session, membership, list, count', () => engine.fly(enter, [MEMBERS, COUNT]), {
    exactly: 1,
  });

  const failing = [
    () => db.rows(sql`SELECT 1 / 0`),
    () => db.membership.create({ data: { orgId: spot.orgId, userId: spot.userId, role: 'king' } }),
    () => batch(engine, scope, [COUNT, sql`SELECT 1 / 0`] as const),
    () =>
      engine.fly(
        { opening: { ...openingOf(enter), values: ['nowhere', null, spot.userId, newId(), null] } },
        [COUNT],
      ),
  ];
  const fail = async () => {
    for (const one of failing)
      await one().then(
        () => Promise.reject(new Error('this should have failed')),
        () => {},
      );
  };
  await fail();
  const { connections } = await proxy.count(async () => {
    for (let i = 0; i < 50; i++) await fail();
  });
  lines.push(counted('connections opened by 200 failing statements', connections, { exactly: 0 }));
  await engine.end();

  for (const [name, make] of Object.entries({
    'plain Prisma, no walls': plain,
    'the documented recipe': recipe,
  })) {
    const way = make(proxy.url, 4);
    await way.point(spot);
    const { turns } = await proxy.count(() => way.point(spot));
    lines.push(told(`for comparison: read by ${name}`, String(turns)));
    await way.end();
  }
  proxy.stop();
  return {
    lines,
    data: {
      postgres: await query(world.adminUrl, async (c) => (await c.query('SHOW server_version')).rows[0]),
    },
  };
}

/** The scope of somebody who comes to a host with a standing session: the database checks all of it. */
async function entering(world: World, spot: Spot): Promise<Scope> {
  const sessionId = newId();
  const slug = await query(world.adminUrl, async (c) => {
    await c.query(
      `INSERT INTO session (user_id, id, expires_at, user_agent, ip) VALUES ($1, $2, now() + interval '1 day', '', '')`,
      [spot.userId, sessionId],
    );
    return (await c.query('SELECT slug FROM org WHERE id = $1', [spot.orgId])).rows[0].slug;
  });
  const { text, values } = toStatement(
    sql`SELECT * FROM enter_org(${slug}, ${null}::uuid, ${spot.userId}::uuid, ${sessionId}::uuid, ${null}::text[])`,
  );
  return { entering: true, opening: { name: 'enter_org', text, values } };
}
