import { createHash, randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../ids';
import { enterOrg, enterUser } from './enter';
import { batch } from './handle';
import { inOrg } from './in-org';
import { openingOf, orgScope, type Ticket, userScope } from './scope';
import { ORG, sql } from './sql';
import { privileges, walledTables } from './testing/catalogue';
import { type TestDatabase, testDatabase } from './testing/database';
import { rowFor } from './testing/rows';
import { signedTicket, type TicketKey, ticketKey } from './testing/tickets';
import {
  addMember,
  insert,
  makeOrg,
  makeRecords,
  makeSubTeams,
  makeUser,
  type TestOrg,
} from './testing/world';

// Someone who runs any SQL on the app's connections: what reaches the organization, or the person, that they were not let
// into? Over every table and every function that the app may call, as the catalogue has them.

let db: TestDatabase;
let key: TicketKey;
let app: pg.Client;
/** Theirs: a session, and a member's membership. */
let mallory: TestOrg;
/** The other organization, with a row in every table. */
let acme: TestOrg;
let tables: Awaited<ReturnType<typeof walledTables>>;

beforeAll(async () => {
  db = await testDatabase();
  await db.useEngine();
  key = await ticketKey(db.admin);
  app = await db.app();
  mallory = await makeOrg(db.admin, 'mallory');
  acme = await makeOrg(db.admin, 'acme');
  const spare = (await makeUser(db.admin)).userId;
  await makeSubTeams(db.admin, acme.orgId);
  await makeRecords(db.admin, acme.orgId);
  tables = await walledTables(db.admin);
  for (const { table } of tables)
    if (!['org', 'org_host', 'app_user', 'session'].includes(table))
      await insert(db.admin, table, rowFor(table, acme, spare));
});
afterAll(() => db.drop());

type Scope = { name: string; open: () => Promise<string | undefined> };
const enterAs = async (org: TestOrg) => (await enterOrg({ orgId: org.orgId }, org, null, [])).entered.ticket;
const flipped = (ticket: string) => ticket.slice(0, -1) + (ticket.endsWith('0') ? '1' : '0');
const claims = (org: TestOrg) => ({
  orgId: org.orgId,
  userId: org.userId,
  workspaceId: org.orgId as string,
  kind: 'session',
  proof: org.sessionId,
});

/** Everything that could be put into the setting, without having been let into the organization. */
const SCOPES: Scope[] = [
  { name: 'no scope', open: async () => undefined },
  { name: 'an empty one', open: async () => '' },
  { name: 'the organization’s id alone', open: async () => acme.orgId },
  {
    name: 'a made-up ticket',
    open: async () =>
      `v1.${key.id}.${acme.orgId}.${acme.orgId}.${acme.userId}.owner..9999999999.${randomBytes(32).toString('hex')}`,
  },
  {
    name: 'a ticket signed with a key of one’s own',
    open: async () =>
      signedTicket({ id: key.id, inner_pad: randomBytes(64), outer_pad: randomBytes(64) }, claims(acme)),
  },
  {
    name: 'a ticket of a key that isn’t there',
    open: async () => signedTicket({ ...key, id: key.id + 7 }, claims(acme)),
  },
  {
    name: 'the own ticket with the other organization written into it',
    open: async () => (await enterAs(mallory)).replaceAll(mallory.orgId, acme.orgId),
  },
  { name: 'the other’s ticket with a bit flipped', open: async () => flipped(await enterAs(acme)) },
  {
    name: 'the other’s ticket after it expired',
    open: async () => signedTicket(key, { ...claims(acme), lasts: -1 }),
  },
  {
    name: 'a ticket of a member who was removed',
    open: async () => {
      const { userId, sessionId } = await makeUser(db.admin);
      await addMember(db.admin, acme.orgId, userId);
      const { entered } = await enterOrg({ orgId: acme.orgId }, { userId, sessionId }, null, []);
      await db.admin.query('DELETE FROM membership WHERE user_id = $1', [userId]);
      return entered.ticket;
    },
  },
  {
    name: 'a ticket of a session that was ended',
    open: async () => {
      const { userId, sessionId } = await makeUser(db.admin);
      await addMember(db.admin, acme.orgId, userId);
      const { entered } = await enterOrg({ orgId: acme.orgId }, { userId, sessionId }, null, []);
      await db.admin.query('UPDATE session SET revoked_at = now() WHERE id = $1', [sessionId]);
      return entered.ticket;
    },
  },
  {
    name: 'the person’s own ticket, for organizations',
    open: async () => (await enterUser(acme, [])).entered.ticket.replace(acme.userId, mallory.userId),
  },
  {
    name: 'the own person’s ticket with the organization put in',
    open: async () => {
      const parts = (await enterUser(mallory, [])).entered.ticket.split('.');
      return parts.toSpliced(2, 1, acme.orgId).join('.');
    },
  },
  { name: 'the own organization’s ticket', open: () => enterAs(mallory) },
];

/** Runs a statement in a transaction that is taken back; what came, or why not. */
async function run(ticket: string | undefined, text: string, values: unknown[] = []) {
  await app.query('BEGIN');
  try {
    await app.query(`SELECT set_config('app.org_id', $1, true), set_config('app.user_id', $2, true)`, [
      acme.orgId,
      acme.userId,
    ]);
    if (ticket !== undefined) await app.query(`SELECT set_config('app.ticket', $1, true)`, [ticket]);
    const { rows, rowCount } = await app.query(text, values);
    return { rows, count: rowCount ?? 0, state: '' };
  } catch (error) {
    return { rows: [], count: 0, state: (error as { code: string }).code };
  } finally {
    await app.query('ROLLBACK');
  }
}

const theirs = () => [acme.orgId, acme.userId, acme.sessionId];
const tells = (rows: unknown) => theirs().filter((id) => JSON.stringify(rows).includes(id));
/** Every row of the other's, so that any change shows. */
async function everything() {
  const hash = createHash('sha256');
  for (const { table, column, setting } of tables) {
    const id = setting === 'app.org_id' ? acme.orgId : acme.userId;
    const { rows } = await db.admin.query(
      `SELECT t::text AS row FROM ${table} t WHERE ${column} = $1 ORDER BY 1`,
      [id],
    );
    hash.update(`${table} ${rows.map(({ row }) => row).join('\n')}`);
  }
  return hash.digest('hex');
}

describe.each(SCOPES)('[R8] [I7] attack: any SQL on the app’s connection with $name', ({ open }) => {
  test('reads, changes, and removes no row of another organization or person, in any table', async () => {
    const ticket = await open();
    for (const { table, column, setting } of tables) {
      const granted = await privileges(db.admin, table);
      const id = setting === 'app.org_id' ? acme.orgId : acme.userId;
      const seen = await run(ticket, `SELECT * FROM ${table}`);
      expect([table, tells(seen.rows)]).toEqual([table, []]);
      for (const [verb, text] of [
        ['SELECT', `SELECT 1 FROM ${table} WHERE ${column} = $1`],
        ['UPDATE', `UPDATE ${table} SET ${column} = ${column} WHERE ${column} = $1`],
        ['DELETE', `DELETE FROM ${table} WHERE ${column} = $1`],
      ] as const)
        if (granted.has(verb))
          expect([table, verb, (await run(ticket, text, [id])).count]).toEqual([table, verb, 0]);
    }
  });

  test('no function that the app may call tells or changes anything of theirs', async () => {
    const ticket = await open();
    const before = await everything();
    const { rows: functions } = await db.admin.query<{ name: string; types: string[] }>(
      `SELECT p.proname AS name, ARRAY(SELECT format_type(t, NULL) FROM unnest(p.proargtypes) t) AS types FROM pg_proc p
        WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef AND p.prorettype <> 'trigger'::regtype
          AND has_function_privilege('rowhouse_app', p.oid, 'EXECUTE')`,
    );
    expect(functions.length).toBeGreaterThan(25);
    for (const { name, types } of functions) {
      // What anyone sees of a host or a name, without being let in.
      if (['host_info', 'brand_image', 'slug_state', 'release_lapsed_host'].includes(name)) continue;
      for (const args of guesses(types)) {
        const text = `SELECT * FROM ${name}(${args.map((_, i) => `$${i + 1}::${types[i]}`).join(', ')})`;
        const { rows } = await run(ticket, text, args);
        expect([name, args, tells(rows)]).toEqual([name, args, []]);
      }
    }
    expect(await everything()).toBe(before);
  });
});

/** Arguments that name the other organization and its people; never a session of theirs, which would be a way in. */
function guesses(types: string[]): unknown[][] {
  const one = (type: string, i: number, user: string): unknown => {
    if (type === 'uuid[]') return [acme.orgId];
    if (type === 'text[]') return null;
    if (type === 'uuid') return i === 0 ? user : acme.orgId;
    if (type === 'bytea') return randomBytes(32);
    if (type === 'jsonb') return '[]';
    if (type.endsWith('[]')) return [1];
    return type === 'text' ? 'acme' : 1;
  };
  return [acme.orgId, acme.userId, mallory.userId].map((user) => types.map((type, i) => one(type, i, user)));
}

describe('[R8] [I7] attack: the app’s role and the other roles’ work', () => {
  test.each([
    'SELECT * FROM enter_org_as_job($1)',
    'SELECT * FROM enter_workspace_as_job($1, $1)',
    'SELECT * FROM enter_as_relay($1, NULL)',
    'SELECT * FROM enter_account($1)',
    `SELECT start_session($1, $1, now() + interval '1 day', '', '', true)`,
    `SELECT issue_ticket($1, $1, $1, 'owner', NULL)`,
    'SELECT owner_ticket($1, NULL, NULL)',
    'SELECT * FROM checked_ticket() WHERE $1 IS NOT NULL',
    'SELECT scoped_member() WHERE $1 IS NOT NULL',
    'SELECT rotate_ticket_key() WHERE $1 IS NOT NULL',
    'SELECT * FROM ticket_key WHERE $1 IS NOT NULL',
    'SELECT * FROM sign_in_lookup($1::text)',
    'SELECT * FROM identity_lookup($1::text, $1::text)',
    `SELECT * FROM take_mail_token($1::text::bytea, 'sign_in')`,
    `SELECT * FROM take_handover($1::text::bytea, 'acme', '')`,
    'SELECT * FROM relay_door($1, NULL)',
    'SELECT * FROM purge_org($1)',
    'SELECT * FROM count_rows_of_org($1, 5)',
  ])('may not: %s', async (text) => {
    const typed = text.replaceAll(/\$1(?!::)/g, '$1::uuid');
    await expect(app.query(typed, [acme.orgId])).rejects.toMatchObject({ code: '42501' });
  });

  test('the role of the sign-in code reads no table, and enters no organization', async () => {
    const auth = new pg.Client({ connectionString: db.authUrl });
    await auth.connect();
    try {
      for (const { table } of tables)
        await expect(auth.query(`SELECT 1 FROM ${table}`), table).rejects.toMatchObject({ code: '42501' });
      await expect(auth.query('SELECT enter_org_as_job($1)', [acme.orgId])).rejects.toMatchObject({
        code: '42501',
      });
    } finally {
      await auth.end();
    }
  });

  test('makes no one a member, and so learns no one’s name and address', async () => {
    const ticket = await enterAs(mallory);
    for (const user of [acme.userId, newId()]) {
      const text = `INSERT INTO membership (org_id, user_id, role) VALUES ($1, $2, 'member') RETURNING *`;
      expect(await run(ticket, text, [mallory.orgId, user])).toMatchObject({ rows: [], state: '42501' });
    }
    const moved = 'UPDATE membership SET user_id = $2 WHERE org_id = $1 RETURNING *';
    expect(await run(ticket, moved, [mallory.orgId, acme.userId])).toMatchObject({
      rows: [],
      state: '42501',
    });
    // A founder's ticket brings no one but the founder.
    const org = newId();
    await app.query('BEGIN');
    await app.query('SELECT enter_new_org($1, $2, $3)', [org, mallory.userId, mallory.sessionId]);
    await app.query(`INSERT INTO org (id, slug, name, color) VALUES ($1, 'fresh', 'Fresh', '#123456')`, [
      org,
    ]);
    const added = app.query(`INSERT INTO membership (org_id, user_id, role) VALUES ($1, $2, 'owner')`, [
      org,
      acme.userId,
    ]);
    await expect(added).rejects.toMatchObject({ code: '42501' });
    await app.query('ROLLBACK');
    await expect(
      app.query('SELECT enter_new_org($1, $2, $3)', [acme.orgId, mallory.userId, mallory.sessionId]),
    ).rejects.toMatchObject({ code: '42501' });
  });

  test('counts API requests of no organization but those whose tickets it has', async () => {
    const used = async (orgId: string) =>
      Number(
        (
          await db.admin.query(
            `SELECT coalesce(sum(value), 0) AS n FROM usage_day WHERE org_id = $1 AND limit_key = 'api_requests'`,
            [orgId],
          )
        ).rows[0].n,
      );
    const before = await used(acme.orgId);
    const mine = await enterAs(mallory);
    const forged = mine.replace(mallory.orgId, acme.orgId);
    await app.query('SELECT add_api_requests($1, $2)', [
      [mine, forged, flipped(mine)],
      [2, 5000, 5000],
    ]);
    expect([await used(mallory.orgId), await used(acme.orgId)]).toEqual([2, before]);
  });

  test('starts no session, not even in an account that it was let into', async () => {
    const { ticket } = (await enterUser(mallory, [])).entered;
    const text = `INSERT INTO session (user_id, id, expires_at, user_agent, ip) VALUES ($1, $2, 'infinity', '', '')`;
    expect(await run(ticket, text, [mallory.userId, newId()])).toMatchObject({ state: '42501' });
  });

  test('renews no ticket that has ended', async () => {
    for (const dead of [
      signedTicket(key, { ...claims(mallory), lasts: -1 }),
      signedTicket(key, { ...claims(mallory), proof: newId() }),
      flipped(await enterAs(mallory)),
    ])
      await expect(app.query('SELECT renew_ticket($1)', [dead])).rejects.toMatchObject({
        code: expect.stringMatching(/^(42501|RH401|RH403|RH503)$/),
      });
  });
});

describe('[I7] a ticket', () => {
  const MEMBERS = sql<{ org_id: string }>`SELECT org_id FROM membership`;
  const inScope = (ticket: Ticket, text = 'SELECT org_id FROM membership') => run(ticket, text);

  test('lets its holder in, and is replaced while it lasts', async () => {
    const ticket = await enterAs(mallory);
    expect((await inScope(ticket)).rows).toEqual([{ org_id: mallory.orgId }]);
    const old = signedTicket(key, { ...claims(mallory), lasts: 30 });
    const inside = { ...mallory, ticket: old };
    expect(await inOrg(inside, (d) => d.rows(MEMBERS))).toEqual([{ org_id: mallory.orgId }]);
  });

  test('that is about to expire is renewed with the query, once', async () => {
    const engine = await db.useEngine();
    const old = signedTicket(key, { ...claims(mallory), lasts: 30 });
    const scope = orgScope({ ...mallory, ticket: old });
    expect(openingOf(scope).name).toBe('scope_renewed');
    expect(await batch(engine, scope, [MEMBERS])).toEqual([[{ org_id: mallory.orgId }]]);
    expect(openingOf(scope).name).toBe('scope_ticket');
    expect(await batch(engine, scope, [MEMBERS])).toEqual([[{ org_id: mallory.orgId }]]);
  });

  test('of an old key is good while that key is kept, and new ones are signed with the new key', async () => {
    const before = await enterAs(mallory);
    await db.admin.query('SELECT rotate_ticket_key()');
    const after = await enterAs(mallory);
    expect(after.split('.')[1]).not.toBe(before.split('.')[1]);
    for (const ticket of [before, after])
      expect((await inScope(ticket)).rows).toEqual([{ org_id: mallory.orgId }]);
    await db.admin.query(`UPDATE ticket_key SET created_at = now() - interval '1 hour'`);
    await db.admin.query('SELECT rotate_ticket_key()');
    expect(await inScope(before)).toMatchObject({ state: '42501' });
    expect((await inScope(after)).rows).toEqual([{ org_id: mallory.orgId }]);
  });

  test('of a token ends with the token', async () => {
    const id = newId();
    await insert(db.admin, 'user_token', { ...rowFor('user_token', mallory, ''), id });
    const ticket = signedTicket(await ticketKey(db.admin), {
      ...claims(mallory),
      kind: 'user_token',
      proof: id,
    });
    expect((await inScope(ticket)).count).toBe(1);
    await db.admin.query('UPDATE user_token SET revoked_at = now() WHERE id = $1', [id]);
    expect(await inScope(ticket)).toMatchObject({ state: expect.stringMatching(/^RH40/) });
  });
});

describe('[I5] [I7] each layer without the other', () => {
  const OWN = sql<{ org_id: string }>`SELECT org_id FROM membership WHERE org_id = ${ORG}`;

  test('a scope statement of another organization is caught by the bound value', async () => {
    const engine = await db.useEngine();
    const wrong = {
      ...orgScope(mallory),
      opening: orgScope({ ...acme, ticket: await enterAs(acme) }).opening,
    };
    expect(await batch(engine, wrong, [OWN])).toEqual([[]]);
    expect(await batch(engine, orgScope(mallory), [OWN])).toEqual([[{ org_id: mallory.orgId }]]);
    const person = { ...userScope(mallory), opening: userScope(acme).opening };
    expect(
      await batch(engine, person, [sql`SELECT 1 FROM session WHERE user_id = ${mallory.userId}`]),
    ).toEqual([[]]);
  });

  test('dropped policies are caught by the bound value', async () => {
    // The last test: this database's walls are down from here on.
    await db.admin.query('DROP POLICY org_wall ON membership');
    await db.admin.query('ALTER POLICY org_reach ON membership USING (true)');
    const engine = await db.useEngine();
    expect(await batch(engine, orgScope(mallory), [OWN])).toEqual([[{ org_id: mallory.orgId }]]);
    // And without it the other's rows are there: the test can fail.
    const [all] = await batch(engine, orgScope(mallory), [sql`SELECT 1 FROM membership`]);
    expect(all?.length).toBeGreaterThan(1);
  });
});
