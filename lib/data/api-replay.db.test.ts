import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../db/testing/database';
import { makeOrg, type TestOrg } from '../db/testing/world';
import { newId } from '../ids';
import { dropReplay, keepReplay, takeReplay } from './api-replay';
import { actorIn } from './testing/actor';

let db: TestDatabase;
let [org, other] = [] as unknown as [TestOrg, TestOrg];
beforeAll(async () => {
  db = await testDatabase();
  await db.useEngine();
  [org, other] = [await makeOrg(db.admin), await makeOrg(db.admin)];
});
afterAll(() => db.drop());

const fresh = () => ({ credential: newId(), key: newId(), fingerprint: randomBytes(32) });
const KEPT = { status: 201, body: '{"id":"x"}\n' };

test('[K4] of a hundred at once one takes the key; the others hear that it is being worked on, and then its answer', async () => {
  const key = fresh();
  const taken = await Promise.allSettled(Array.from({ length: 100 }, () => takeReplay(actorIn(org), key)));
  expect(taken.filter((one) => one.status === 'fulfilled')).toEqual([{ status: 'fulfilled', value: null }]);
  for (const one of taken)
    if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'idempotency_unsettled' });
  await keepReplay(actorIn(org), key, KEPT);
  expect(await takeReplay(actorIn(org), key)).toEqual(KEPT);
});

test('[K4] when whoever took it died, nobody does it again', async () => {
  const key = fresh();
  await takeReplay(actorIn(org), key);
  await db.admin.query(`UPDATE api_replay SET created_at = now() - interval '23 hours' WHERE key = $1`, [
    key.key,
  ]);
  await expect(takeReplay(actorIn(org), key)).rejects.toMatchObject({ code: 'idempotency_unsettled' });
});

test('[K4] another request with the key is refused; another token’s or organization’s key is another', async () => {
  const key = fresh();
  await takeReplay(actorIn(org), key);
  const changed = { ...key, fingerprint: randomBytes(32) };
  await expect(takeReplay(actorIn(org), changed)).rejects.toMatchObject({ code: 'idempotency_mismatch' });
  expect(await takeReplay(actorIn(org), { ...key, credential: newId() })).toBeNull();
  expect(await takeReplay(actorIn(other), key)).toBeNull();
});

test('[K4] an answer is forgotten after a day, and a key that was given back is free', async () => {
  const key = fresh();
  await takeReplay(actorIn(org), key);
  await keepReplay(actorIn(org), key, KEPT);
  await db.admin.query(`UPDATE api_replay SET created_at = now() - interval '25 hours' WHERE key = $1`, [
    key.key,
  ]);
  expect(await takeReplay(actorIn(org), key)).toBeNull();
  await dropReplay(actorIn(org), key);
  expect(await takeReplay(actorIn(org), key)).toBeNull();
});
