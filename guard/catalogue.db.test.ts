import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LEDGER, NOTE, PLANTED } from './catalogue/planted';
import { CATALOGUE_RULES } from './catalogue/rules';
import { checkCatalogue } from './catalogue/run';
import { withScratchDatabase } from './catalogue/scratch';
import type { Finding } from './finding';
import { type Model, modelsOf } from './models';

const SCHEMA = path.join(import.meta.dirname, '../prisma/schema');
const models = modelsOf(readdirSync(SCHEMA).map((file) => readFileSync(path.join(SCHEMA, file), 'utf8')));

let client: pg.Client;
let finished: () => void;
let scratch: Promise<void>;
/** What is found without anything planted: nothing, when all is well. */
let before: string[];

// One database for the file, open for as long as its tests run.
beforeAll(async () => {
  const adminUrl = process.env.TEST_ADMIN_URL;
  if (!adminUrl) throw new Error('TEST_ADMIN_URL is not set: run database tests with "npm test -- db"');
  await new Promise<void>((ready, failed) => {
    scratch = withScratchDatabase(adminUrl, async (url) => {
      client = new pg.Client({ connectionString: url });
      await client.connect();
      ready();
      await new Promise<void>((done) => {
        finished = done;
      });
      await client.end();
    });
    scratch.catch(failed);
  });
  before = (await check()).map(told);
});
afterAll(async () => {
  finished?.();
  await scratch;
});

const check = (all: readonly Model[] = models) =>
  checkCatalogue(async (text, values) => (await client.query(text, values)).rows, all);

/** What the rules find with some SQL run, which is undone again. */
async function withPlanted(sql: string, asSuperuser = false, all = models): Promise<Finding[]> {
  await client.query('BEGIN');
  try {
    if (!asSuperuser) await client.query('SET LOCAL ROLE rowhouse_owner');
    await client.query(sql);
    await client.query('RESET ROLE');
    return await check(all);
  } finally {
    await client.query('ROLLBACK');
  }
}

const told = ({ rule, at, message }: Finding) => `${rule} ${at} ${message}`;

describe('[I4] the catalogue guard', () => {
  test('finds nothing in a migrated database', async () => {
    expect(await check()).toEqual([]);
  });

  test('lets pass a table that a migration made as it should', async () => {
    const ledger: Model = {
      name: 'Ledger',
      table: 'ledger',
      columns: ['org_id', 'id', 'member_id', 'name'],
      owner: { kind: 'org', column: 'org_id' },
    };
    const found = await withPlanted(LEDGER, false, [...models, ledger]);
    expect(found.filter((one) => !before.includes(told(one)))).toEqual([]);
  });

  test('[S1] lets pass a workspace’s table that a migration made as it should', async () => {
    const note: Model = {
      name: 'Note',
      table: 'note',
      columns: ['org_id', 'workspace_id', 'id', 'reply_to'],
      owner: { kind: 'org', column: 'org_id' },
      inWorkspace: true,
    };
    const found = await withPlanted(NOTE, false, [...models, note]);
    expect(found.filter((one) => !before.includes(told(one)))).toEqual([]);
  });

  test.each(PLANTED.map((one) => [`${one.rules[0]}: ${one.name}`, one] as const))(
    'catches %s',
    async (_, { rules, sql, asSuperuser }) => {
      const found = (await withPlanted(sql, asSuperuser)).filter((one) => !before.includes(told(one)));
      expect([...new Set(found.map(({ rule }) => rule))].sort()).toEqual([...rules].sort());
    },
  );

  test('has a planted violation for every rule', () => {
    const planted = new Set(PLANTED.map(({ rules }) => rules[0]));
    expect(CATALOGUE_RULES.map(({ id }) => id).filter((id) => !planted.has(id))).toEqual([]);
  });
});
