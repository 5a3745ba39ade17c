import { afterAll, expect, test } from 'vitest';
import { testDatabase } from '../lib/db/testing/database';
import { makeOrg } from '../lib/db/testing/world';
import { fillEmpty } from './lib/crowd';
import { CALLS, gateFunctions } from './lib/gate-plans';

// `npm run bench -- plans` looks at every statement on full tables. That a new table can be filled, and a new function of
// the gate be called, is known the day it is made.

const db = await testDatabase();
afterAll(() => db.drop());

test('[I1] every walled table can be filled for the look at plans', async () => {
  const org = await makeOrg(db.admin);
  await makeOrg(db.admin);
  const filled = await fillEmpty(db.admin, org, { big: 40, others: 3 });
  expect(filled).toEqual(expect.arrayContaining(['contact', 'conversation', 'access_grant', 'user_token']));
  for (const table of filled) {
    const { rows } = await db.admin.query(`SELECT count(*)::int AS count FROM ${table}`);
    expect(rows[0].count, table).toBeGreaterThan(4);
  }
});

test('[I1] every function that passes the walls is called by the look at plans', async () => {
  expect(Object.keys(CALLS).sort()).toEqual(await gateFunctions(db.admin));
});
