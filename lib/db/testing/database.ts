import { randomBytes } from 'node:crypto';
import { runMigrations } from 'graphile-worker';
import pg from 'pg';
import { databaseRights } from '../../../scripts/lib/pg/database-rights.mjs';
import { urlWith } from '../../../scripts/lib/urls.mjs';
import { openBooks } from '../../jobs/schema';
import type { Engine, EngineOptions } from '../engine';
import { TestEngine, ticketKey } from './tickets';

/** A database of one test file's own, and the ways into it. */
export type TestDatabase = {
  /** A superuser's address: for arranging, and for looking at what really is there. */
  adminUrl: string;
  appUrl: string;
  authUrl: string;
  workerUrl: string;
  /** A superuser's connection. */
  admin: pg.Client;
  /** Another connection as the app, closed with the database. */
  app(): Promise<pg.Client>;
  /** Makes the process's engine one of this database: what inOrg, enterOrg and their kin use from now on. */
  useEngine(options?: Partial<EngineOptions>): Promise<Engine>;
  /** Makes the connections as the worker ones to this database, with a queue in it: for askWorkerGate. */
  useWorker(): Promise<void>;
  drop(): Promise<void>;
};

/** Machines are slow at times: a test that is about something else waits for its connection. */
const PATIENCE_MS = 30_000;

function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run database tests with "npm test -- db"`);
  return value;
}

/** Copies the migrated template database. Call `drop` in afterAll. */
export async function testDatabase(): Promise<TestDatabase> {
  const server = setting('TEST_ADMIN_URL');
  const name = `iso_${randomBytes(6).toString('hex')}`;
  await asAdmin(
    server,
    `CREATE DATABASE ${name} TEMPLATE ${setting('TEST_TEMPLATE')} OWNER rowhouse_owner`,
    // The rights on the database itself are the one thing that a template doesn't hand on.
    ...databaseRights(name),
  );
  const urls = {
    admin: urlWith(server, { database: name }),
    app: urlWith(server, { user: 'rowhouse_app', password: setting('TEST_APP_PASSWORD'), database: name }),
    auth: urlWith(server, {
      user: 'rowhouse_auth',
      password: setting('TEST_AUTH_PASSWORD'),
      database: name,
    }),
    worker: urlWith(server, {
      user: 'rowhouse_worker',
      password: setting('TEST_WORKER_PASSWORD'),
      database: name,
    }),
  };
  const admin = await connect(urls.admin);
  await ticketKey(admin);
  const clients = [admin];
  const kept = globalThis as {
    rowhouseEngine?: Engine;
    rowhouseAuthPool?: pg.Pool;
    rowhouseWorkerPool?: pg.Pool;
  };
  const poolOf = (url: string) => {
    const pool = new pg.Pool({ connectionString: url });
    pool.on('error', () => {});
    return pool;
  };
  return {
    adminUrl: urls.admin,
    appUrl: urls.app,
    authUrl: urls.auth,
    workerUrl: urls.worker,
    admin,
    app: async () => {
      const client = await connect(urls.app);
      clients.push(client);
      return client;
    },
    useEngine: async (options = {}) => {
      await Promise.all([
        kept.rowhouseEngine?.end(),
        kept.rowhouseAuthPool?.end(),
        kept.rowhouseWorkerPool?.end(),
      ]);
      kept.rowhouseAuthPool = poolOf(urls.auth);
      kept.rowhouseWorkerPool = poolOf(urls.worker);
      kept.rowhouseEngine = new TestEngine(
        { url: urls.app, patienceMs: PATIENCE_MS, ...options },
        await ticketKey(admin),
      );
      return kept.rowhouseEngine;
    },
    useWorker: async () => {
      await kept.rowhouseWorkerPool?.end();
      const pool = poolOf(urls.worker);
      kept.rowhouseWorkerPool = pool;
      await openBooks();
      await runMigrations({ pgPool: pool });
    },
    drop: async () => {
      const { rowhouseEngine, rowhouseAuthPool, rowhouseWorkerPool } = kept;
      kept.rowhouseEngine = kept.rowhouseAuthPool = kept.rowhouseWorkerPool = undefined;
      await Promise.all([rowhouseEngine?.end(), rowhouseAuthPool?.end(), rowhouseWorkerPool?.end()]);
      await Promise.all(clients.map((client) => client.end()));
      await asAdmin(server, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {}); // tests end connections on purpose; the next query says so
  await client.connect();
  return client;
}

async function asAdmin(url: string, ...statements: string[]) {
  const client = await connect(url);
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
