import { SignJWT } from 'jose';
import pg from 'pg';
import { v7 } from 'uuid';
import { storedHash } from '../../lib/auth/secret';
import { toUlid } from '../../lib/ids';
import { sessionCookieName } from './cookie-name';

/** Direct access to the database under test, past all walls: to arrange and to look. */
export const admin = new pg.Pool({ connectionString: process.env.E2E_ADMIN_DB_URL, max: 4 });

export type Someone = { id: string; email: string; name: string; session: string };
export type Org = { id: string; slug: string; name: string };

/** The relay that stands in a world which asks for pages of one. */
export const RELAY_ID = '019abcde-0000-7000-8000-00000000cafe';

const unique = () => v7().replaceAll('-', '').slice(-10);

/** A new user with a standing session. No password: use `cookieFor`. */
export async function newUser(
  name: string,
  email = `${unique()}@people.example`,
  id: string = v7(),
): Promise<Someone> {
  const session = v7();
  // One with an id of its own may be there from another file's tests.
  await admin.query(
    `INSERT INTO app_user (id, email, name, email_verified_at) VALUES ($1, $2, $3, now())
      ON CONFLICT (id) DO UPDATE SET email = excluded.email, name = excluded.name`,
    [id, email, name],
  );
  await admin.query(
    `INSERT INTO session (user_id, id, expires_at, user_agent, ip) VALUES ($1, $2, now() + interval '1 day', 'test', '127.0.0.1')`,
    [id, session],
  );
  return { id, email, name, session };
}

/**
 * A new org with these members, and an owner of its own when there is none among them. Tests ask more in a minute than
 * people do, so it may be asked more.
 */
export async function newOrg(
  given: [Someone, string][],
  name = 'Test organization',
  requestsPerMinute = 1_000_000,
): Promise<Org> {
  const owned = given.some(([, role]) => role === 'owner');
  const members = owned ? given : [...given, [await newUser('Some Owner'), 'owner'] as [Someone, string]];
  const org = { id: v7(), slug: `t-${unique()}`, name };
  const client = await admin.connect();
  try {
    await client.query('BEGIN');
    // On the plan that has everything: what a plan leaves out is tested where plans are.
    await client.query(
      `INSERT INTO org (id, slug, name, color, plan, limits) VALUES ($1, $2, $3, '#4f46e5', 'business', $4)`,
      [org.id, org.slug, name, { requests_per_minute: requestsPerMinute }],
    );
    await client.query('INSERT INTO org_host (org_id, host) VALUES ($1, $2)', [org.id, org.slug]);
    for (const [user, role] of members)
      await client.query('INSERT INTO membership (org_id, user_id, role) VALUES ($1, $2, $3)', [
        org.id,
        user.id,
        role,
      ]);
    await client.query('COMMIT');
  } finally {
    client.release();
  }
  return org;
}

/** A pending invitation, and the secret of its link. */
export async function newInvitation(org: Org, email: string, role = 'member') {
  const id = v7();
  const secret = `secret-${v7()}`;
  await admin.query(
    `INSERT INTO invitation (org_id, id, email, role, token_hash, pending_email, invited_by, expires_at)
      VALUES ($1, $2, $3, $4, $5, $3, 'Tester', now() + interval '7 days')`,
    [org.id, id, email, role, Buffer.from(storedHash(secret))],
  );
  return { id, secret };
}

/** A sub-team with these members. Its slug is made from its id when none is given. */
export async function newSubTeam(org: Org, slug: string | undefined, members: Someone[], id: string = v7()) {
  const address = slug ?? `m-${toUlid(id).slice(-12).toLowerCase()}`;
  await admin.query('INSERT INTO sub_team (org_id, id, slug, name) VALUES ($1, $2, $3, $4)', [
    org.id,
    id,
    address,
    `Team ${address}`,
  ]);
  for (const member of members)
    await admin.query('INSERT INTO sub_team_member (org_id, sub_team_id, user_id) VALUES ($1, $2, $3)', [
      org.id,
      id,
      member.id,
    ]);
  return { id, slug: address };
}

/** A team with these in it, as members. @returns its id */
export async function newTeam(
  org: Org,
  slug: string | undefined,
  members: Someone[],
  id: string = v7(),
  name?: string,
): Promise<string> {
  const address = slug ?? `t-${toUlid(id).slice(-12).toLowerCase()}`;
  await admin.query('INSERT INTO team (org_id, id, slug, name) VALUES ($1, $2, $3, $4)', [
    org.id,
    id,
    address,
    name ?? `Team ${address}`,
  ]);
  for (const member of members)
    await admin.query('INSERT INTO team_member (org_id, team_id, user_id) VALUES ($1, $2, $3)', [
      org.id,
      id,
      member.id,
    ]);
  return id;
}

/** A live custom domain of an org, which it holds. */
export async function newDomain(org: Org, host: string) {
  const id = v7();
  await admin.query('INSERT INTO org_host (org_id, host) VALUES ($1, $2)', [org.id, host]);
  await admin.query(
    `INSERT INTO domain (org_id, id, host, held_host, state, proof, points, verified_at, live_at, next_look_at, created_by)
      VALUES ($1, $2, $3, $3, 'live', 'proof', 'here', now(), now(), now() + interval '1 day', 'Tester')`,
    [org.id, id, host],
  );
  return { id, host };
}

/** A conversation of a workspace, open, through the org's relay of RELAY_ID if there is one. @returns its id */
export async function newConversation(org: Org, workspaceId: string, name = 'Somebody'): Promise<string> {
  const id = v7();
  await admin.query(
    `INSERT INTO conversation (org_id, workspace_id, id, relay_id, address, name, name_key)
      VALUES ($1, $2, $3, (SELECT r.id FROM relay r WHERE r.org_id = $1 AND r.id = $4), $5, $6, lower($6))`,
    [org.id, workspaceId, id, RELAY_ID, id, name],
  );
  return id;
}

/** An echo relay, with no secret that opens: nothing goes through it before it gets one. @returns its id */
export async function newRelay(org: Org, id = v7(), name = 'Echo'): Promise<string> {
  await admin.query(
    `INSERT INTO relay (org_id, id, name, kind, secret_cipher, tail, created_by) VALUES ($1, $2, $3, 'echo', '\\x00', 'none', 'Tester')`,
    [org.id, id, name],
  );
  return id;
}

/** A viewer’s grant on a resource, or another one, to a member or a team. */
export async function newGrant(
  org: Org,
  { kind, id }: { kind: string; id: string },
  to: { user_id: string } | { team_id: string },
  role = 'viewer',
): Promise<void> {
  const { user_id = null, team_id = null } = to as { user_id?: string; team_id?: string };
  await admin.query(
    `INSERT INTO access_grant (org_id, id, kind, resource_id, user_id, team_id, role, granted_by)
      VALUES ($1, $2, $3, $4, $5, $6, $7, 'Tester')`,
    [org.id, v7(), kind, id, user_id, team_id, role],
  );
}

/**
 * The session cookie of a user for one host, as the server itself would set it.
 * @param hostKey a slug or custom domain; none for the root host
 */
export async function cookieFor(user: Someone, hostKey?: string, seconds = 900): Promise<string> {
  const key = new TextEncoder().encode(`rowhouse session ${process.env.E2E_AUTH_SECRET}`);
  const token = await new SignJWT({ sid: user.session })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(user.id)
    .setAudience(hostKey ?? '@root')
    .setIssuedAt()
    .setExpirationTime(Math.floor(Date.now() / 1000) + seconds)
    .sign(key);
  return `${sessionCookieName}=${token}`;
}

let orgTables: Promise<{ name: string; key: string }[]> | undefined;

/**
 * Fingerprints of every row that an org owns: one for each table that has any, found in the catalogue. Two are equal
 * when nothing was written in between; what differs is named by its table.
 */
export async function hashOfOrg(orgId: string, without: string[] = []): Promise<Record<string, string>> {
  orgTables ??= admin
    .query<{ name: string; key: string }>(
      `SELECT c.relname AS name, CASE WHEN c.relname = 'org' THEN 'id' ELSE 'org_id' END AS key
        FROM pg_class c WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relnamespace = 'public'::regnamespace
          AND (c.relname = 'org' OR EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'org_id' AND NOT a.attisdropped))
        ORDER BY 1`,
    )
    .then(({ rows }) => rows);
  // One statement: hundreds of tests ask, and ask again until nothing is written any more.
  const each = (await orgTables)
    .filter(({ name }) => !without.includes(name))
    .map(
      ({ name, key }) =>
        `SELECT '${name}' AS name, (SELECT md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM "${name}" t WHERE "${key}" = $1) AS hash`,
    );
  const { rows } = await admin.query<{ name: string; hash: string | null }>(each.join(' UNION ALL '), [
    orgId,
  ]);
  return Object.fromEntries(rows.flatMap(({ name, hash }) => (hash ? [[name, hash]] : [])));
}
