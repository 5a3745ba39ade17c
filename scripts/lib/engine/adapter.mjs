import { randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import { ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import pg from 'pg';

// PostgreSQL's one-byte type "char", which the catalogue uses, and text, which the adapter can read.
const CHAR_OID = 18;
const TEXT_OID = 25;

/** A connection as parts: given a whole URL, pg would let its database win over the shadow database's name. */
export function partsOf(url) {
  const { hostname, port, pathname, username, password } = new URL(url);
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || 5432),
    database: decodeURIComponent(pathname.slice(1)),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
  };
}

/** Runs statements on a connection of their own. */
export async function withClient(parts, work) {
  const client = new pg.Client(parts);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/**
 * Two repairs of @prisma/adapter-pg that the schema engine needs: it reads the catalogue's "char" columns, and its
 * scripts have `;` inside function bodies (the adapter splits at every one). Pinned to the adapter's version.
 */
function repair(adapter) {
  const { performIO, queryRaw } = adapter;
  adapter.queryRaw = async (query) => {
    let isChar = [];
    const readable = async (asked) => {
      const result = await performIO.call(adapter, asked);
      isChar = result.fields.map((field) => field.dataTypeID === CHAR_OID);
      for (const field of result.fields) if (field.dataTypeID === CHAR_OID) field.dataTypeID = TEXT_OID;
      return result;
    };
    const result = await queryRaw.call(Object.create(adapter, { performIO: { value: readable } }), query);
    isChar.forEach((yes, i) => {
      if (yes) result.columnTypes[i] = ColumnTypeEnum.Character;
    });
    return result;
  };
  adapter.executeScript = async (script) => {
    try {
      await adapter.client.query(script);
    } catch (error) {
      adapter.onError(error);
    }
  };
  return adapter;
}

/** The driver adapter behind the schema engine: connects, makes shadow databases and drops them again. */
export class EnginePg extends PrismaPg {
  #parts;
  #shadows = new Set();

  constructor(parts) {
    super(parts);
    this.#parts = parts;
  }

  async connect() {
    return repair(await super.connect());
  }

  async connectToShadowDb() {
    const database = `prisma_migrate_shadow_db_${randomUUID()}`;
    await withClient(this.#parts, (client) => client.query(`CREATE DATABASE "${database}"`));
    this.#shadows.add(database);
    return repair(await new PrismaPg({ ...this.#parts, database }, { onPoolError: () => {} }).connect());
  }

  /** The CLI ends its input without disposing of shadow databases, so they are dropped at the end. */
  async dropShadows() {
    for (const database of this.#shadows) {
      await withClient(this.#parts, (client) =>
        client.query(`DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`),
      );
      this.#shadows.delete(database);
    }
  }
}
