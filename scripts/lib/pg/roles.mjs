import { PlainError } from '../plain-error.mjs';
import { databaseOf, urlWith } from '../urls.mjs';
import { CLOSE_SERVER, databaseRights, NO_LARGE_OBJECTS, schemaRights } from './database-rights.mjs';
import { scramVerifier } from './scram.mjs';

/**
 * The six roles. The owner owns every table and signs in nowhere; the migrator signs in and acts as the owner; the
 * app reads and writes rows behind the policies and owns nothing; the gate owns the few functions that must look
 * across organizations, and nobody can sign in as it; auth looks accounts up and starts sessions, for the code
 * that signs in; the worker takes jobs from the queue, asks which organizations have something due, and enters one as a
 * job. Neither reads a row.
 */
const ROLES = {
  rowhouse_owner: { canlogin: false, createdb: true, inherit: true, bypassrls: false },
  rowhouse_migrator: { canlogin: true, createdb: true, inherit: true, bypassrls: false },
  rowhouse_app: { canlogin: true, createdb: false, inherit: false, bypassrls: false },
  rowhouse_auth: { canlogin: true, createdb: false, inherit: false, bypassrls: false },
  rowhouse_worker: { canlogin: true, createdb: false, inherit: false, bypassrls: false },
  rowhouse_gate: { canlogin: false, createdb: false, inherit: false, bypassrls: true },
};

/**
 * A statement or a transaction that takes longer than this is stuck, and would keep locks from others. The worker's
 * longest one removes an organization with all its rows, of which nobody else asks for any.
 */
const LIMITS = {
  rowhouse_auth: { statement_timeout: '15s', idle_in_transaction_session_timeout: '10s', lock_timeout: '5s' },
  rowhouse_app: { statement_timeout: '15s', idle_in_transaction_session_timeout: '10s', lock_timeout: '5s' },
  rowhouse_worker: {
    statement_timeout: '10min',
    idle_in_transaction_session_timeout: '10s',
    lock_timeout: '5s',
  },
};

const WORDS = {
  canlogin: 'LOGIN',
  createdb: 'CREATEDB',
  inherit: 'INHERIT',
  bypassrls: 'BYPASSRLS',
  super: 'SUPERUSER',
  createrole: 'CREATEROLE',
};

/** The attributes of a role that differ from what they should be, as words for CREATE or ALTER ROLE. */
function differences(wanted, actual) {
  const all = { super: false, createrole: false, ...wanted };
  return Object.entries(all)
    .filter(([name, value]) => actual[name] !== value)
    .map(([name, value]) => `${value ? '' : 'NO'}${WORDS[name]}`);
}

/** What CREATE ROLE makes when nothing is said. */
const PLAIN = {
  canlogin: false,
  createdb: false,
  inherit: true,
  bypassrls: false,
  super: false,
  createrole: false,
};

async function makeRoles(client) {
  const { rows } = await client.query(
    `SELECT rolname, rolcanlogin AS canlogin, rolcreatedb AS createdb, rolinherit AS inherit, rolbypassrls AS bypassrls,
       rolsuper AS super, rolcreaterole AS createrole FROM pg_roles WHERE rolname = ANY ($1)`,
    [Object.keys(ROLES)],
  );
  for (const [role, wanted] of Object.entries(ROLES)) {
    const actual = rows.find((row) => row.rolname === role);
    const words = differences(wanted, actual ?? PLAIN);
    if (!actual) await client.query(`CREATE ROLE ${role} ${words.join(' ')}`);
    else if (words.length > 0) await client.query(`ALTER ROLE ${role} ${words.join(' ')}`);
  }
}

async function tieRoles(client, version, superuser) {
  const { rows } = await client.query(
    `SELECT g.rolname AS granted, m.rolname AS member FROM pg_auth_members a
       JOIN pg_roles g ON g.oid = a.roleid JOIN pg_roles m ON m.oid = a.member
       WHERE m.rolname = ANY ($1)`,
    [Object.keys(ROLES)],
  );
  const has = (granted, member) => rows.some((row) => row.granted === granted && row.member === member);
  // These three are members of nothing: membership would be a way to another role's rights.
  for (const { granted, member } of rows.filter((row) => /^rowhouse_(app|auth|worker)$/.test(row.member))) {
    await client.query(`REVOKE ${client.escapeIdentifier(granted)} FROM ${member}`);
  }
  if (!has('rowhouse_owner', 'rowhouse_migrator'))
    await client.query('GRANT rowhouse_owner TO rowhouse_migrator');
  // The owner may hand functions to the gate, and gains none of its rights by it.
  if (!has('rowhouse_gate', 'rowhouse_owner')) {
    await client.query(
      `GRANT rowhouse_gate TO rowhouse_owner ${version >= 16 ? 'WITH INHERIT FALSE, SET TRUE' : ''}`,
    );
  }
  // An administrator who is not a superuser can make the owner own things only as its member.
  if (!superuser)
    await client.query(`GRANT rowhouse_owner TO CURRENT_USER ${version >= 16 ? 'WITH SET TRUE' : ''}`);
  // A role may change its own settings, which no right prevents: each start puts them back.
  for (const role of ['rowhouse_migrator', ...Object.keys(LIMITS)])
    await client.query(`ALTER ROLE ${role} RESET ALL`);
  await client.query("ALTER ROLE rowhouse_migrator SET role TO 'rowhouse_owner'");
  for (const [role, limits] of Object.entries(LIMITS))
    for (const [name, value] of Object.entries(limits))
      await client.query(`ALTER ROLE ${role} SET ${name} TO '${value}'`);
}

/** The rights on one database and its schema. */
async function grantDatabase(client, name) {
  for (const statement of databaseRights(client.escapeIdentifier(name))) await client.query(statement);
  const { rows } = await client.query(
    "SELECT pg_get_userbyid(nspowner) AS owner FROM pg_namespace WHERE nspname = 'public'",
  );
  if (rows.length === 0) await client.query('CREATE SCHEMA public');
  if (rows[0]?.owner !== 'rowhouse_owner') await client.query('ALTER SCHEMA public OWNER TO rowhouse_owner');
  await client.query('SET ROLE rowhouse_owner');
  for (const statement of schemaRights) await client.query(statement);
  await client.query('RESET ROLE');
}

async function connect(url) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {}); // a lost connection makes the next query fail, which says so
  await client.connect();
  return client;
}

/** Gives a role its password unless it has it already (another start may be connected with it). */
async function setPassword(admin, url) {
  try {
    await (await connect(url)).end();
  } catch (error) {
    if (!['28P01', '28000'].includes(error.code)) throw error;
    const { username, password } = new URL(url);
    await admin.query(
      `ALTER ROLE ${username} PASSWORD ${admin.escapeLiteral(scramVerifier(decodeURIComponent(password)))}`,
    );
  }
}

function explain(error, url) {
  const where = `${new URL(url).host}`;
  if (
    ['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', 'EHOSTUNREACH', 'EAI_AGAIN'].includes(error.code) ||
    /timeout/.test(error.message)
  ) {
    return new PlainError(
      `No PostgreSQL answers at ${where}. Check DATABASE_URL, or leave it out to use the embedded one.`,
    );
  }
  if (['28P01', '28000'].includes(error.code))
    return new PlainError(`PostgreSQL at ${where} refused the sign-in of DATABASE_URL: ${error.message}.`);
  if (error.code === '42501') {
    return new PlainError(
      `The sign-in of DATABASE_URL may not do what is needed at ${where}: ${error.message}.\n` +
        'It has to be a superuser, or (PostgreSQL 16 and newer) have CREATEROLE, CREATEDB and BYPASSRLS and own the database.\n' +
        'Or have an administrator prepare the roles once (see "Bring your own PostgreSQL" in .env.example), then start with\n' +
        'MIGRATOR_, APP_, AUTH_ and WORKER_DATABASE_URL in place of DATABASE_URL.',
    );
  }
  return error;
}

/**
 * Creates the six roles, the database and the rights on it, or puts them right. May be run any number of times.
 * @param {{ adminUrl: string, database?: string, passwords: { migrator: string, app: string, auth: string, worker: string }, ownServer?: boolean }} options database: as
 *   named, created when missing; without it the one the URL names. ownServer: the server serves the product alone, so
 *   PUBLIC loses the right to connect to its other databases too
 * @returns {Promise<{ admin: string, migrator: string, app: string, auth: string, worker: string }>} the URLs of the database for each
 * @throws {PlainError} when the server can't be reached or the sign-in may not do it
 */
export async function bootstrap({
  adminUrl,
  database = databaseOf(adminUrl) || 'rowhouse',
  passwords,
  ownServer = false,
}) {
  const urls = {
    admin: urlWith(adminUrl, { database }),
    migrator: urlWith(adminUrl, { user: 'rowhouse_migrator', password: passwords.migrator, database }),
    app: urlWith(adminUrl, { user: 'rowhouse_app', password: passwords.app, database }),
    auth: urlWith(adminUrl, { user: 'rowhouse_auth', password: passwords.auth, database }),
    worker: urlWith(adminUrl, { user: 'rowhouse_worker', password: passwords.worker, database }),
  };
  let client;
  try {
    client = await connect(urls.admin).catch((error) => {
      if (error.code !== '3D000') throw error;
      return connect(urlWith(adminUrl, { database: 'postgres' }));
    });
    const {
      rows: [{ version, current, superuser }],
    } = await client.query(
      `SELECT current_setting('server_version_num')::int / 10000 AS version, current_database() AS current,
         (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS superuser`,
    );
    if (version < 15)
      throw new PlainError(`PostgreSQL 15 or newer is needed; ${new URL(adminUrl).host} runs ${version}.`);
    // Two starts at once against one server: roles are made one start at a time.
    await client.query("SELECT pg_advisory_lock(hashtext('rowhouse roles'))");
    await makeRoles(client);
    await tieRoles(client, version, superuser);
    if (current !== database) {
      // Names are searched and sorted by lower(), which a server's own locale may know for ASCII alone.
      const locale =
        version < 17
          ? ''
          : "TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'";
      await client.query(
        `CREATE DATABASE ${client.escapeIdentifier(database)} OWNER rowhouse_owner ${locale}`,
      );
      await client.end();
      client = await connect(urls.admin);
    }
    await grantDatabase(client, database);
    if (superuser) await client.query(NO_LARGE_OBJECTS);
    if (ownServer) await client.query(CLOSE_SERVER);
    await setPassword(client, urls.migrator);
    await setPassword(client, urls.app);
    await setPassword(client, urls.auth);
    await setPassword(client, urls.worker);
    return urls;
  } catch (error) {
    throw explain(error, adminUrl);
  } finally {
    await client?.end().catch(() => {});
  }
}
