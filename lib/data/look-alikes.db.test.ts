import { afterAll, beforeAll, expect, test } from 'vitest';
import { askGate } from '../db/enter';
import { sql } from '../db/sql';
import { testDatabase } from '../db/testing/database';
import { makeOrg, makeUser } from '../db/testing/world';
import { skeleton } from '../tenancy/skeleton';
import { createOrg } from './new-org';
import { renameOrg } from './rename';
import { ALIKE, slugAvailability } from './slug-availability';
import { actorIn } from './testing/actor';
import { aRequest } from './testing/request';

const db = await testDatabase();
beforeAll(() => db.useEngine());
afterAll(() => db.drop());

const person = async () => ({ ...(await makeUser(db.admin)), name: 'Ann', verified: true });
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error) => error.fields?.slug ?? error.code,
  );

test('[B1][T109] a slug that looks like another organization’s is refused with the reason', async () => {
  await makeOrg(db.admin, 'acme');
  const globex = await makeOrg(db.admin, 'globex');
  for (const slug of ['acrne', 'g1obex', 'gl0bex']) {
    expect(await slugAvailability(slug, null), slug).toEqual({ free: false, why: ALIKE });
    expect(await refusal(createOrg(await person(), { name: 'Other', slug }, aRequest())), slug).toBe(ALIKE);
  }
  expect(await refusal(renameOrg(actorIn(globex), { slug: 'acrne' }, aRequest()))).toBe(ALIKE);
  expect(await slugAvailability('acne', null)).toEqual({ free: true });
});

test('[B1] an organization may be renamed to what looks like its own address', async () => {
  const org = await makeOrg(db.admin, 'corner');
  expect(await slugAvailability('comer', org.orgId)).toEqual({ free: true });
  expect(await refusal(renameOrg(actorIn(org), { slug: 'comer' }, aRequest()))).toBe('done');
  // Others can have neither the old nor the new.
  expect(await slugAvailability('corner', null)).toEqual({ free: false, why: ALIKE });
});

test('[B1] of two alike that are founded at the same moment one gets through', async () => {
  const founder = await person();
  const slugs = ['hooli-1', 'hooli-l', 'ho0li-1', 'hoo1i-l'];
  const answers = await Promise.all(
    slugs.map((slug) => refusal(createOrg(founder, { name: 'H', slug }, aRequest()))),
  );
  expect(answers.filter((answer) => answer === 'done')).toHaveLength(1);
});

test('[B1] the database reads a slug as the code does', async () => {
  const corpus = ['acme', 'rn', 'rrnn', 'vvv', 'vvvv', 'l1i', 'o0', 'rnvv-01i', 'a-b-c', 'corner', 'wayne-1'];
  for (let i = 0; i < 2000; i++)
    corpus.push(
      [...Array(1 + (i % 12))].map((_, k) => 'rnv01ilow-'[(i * 7 + k * k * 3 + (i >> k)) % 10]).join(''),
    );
  const { rows } = await db.admin.query('SELECT s, slug_shape(s) AS shape FROM unnest($1::text[]) s', [
    corpus,
  ]);
  for (const { s, shape } of rows) expect(shape, s).toBe(skeleton(s));
});

test('[B1] nobody can write another shape than the slug has', async () => {
  const org = await makeOrg(db.admin, 'umbrella');
  await db.admin.query(`UPDATE org SET slug_shape = 'nothing' WHERE id = $1`, [org.orgId]);
  const { rows } = await db.admin.query('SELECT slug_shape FROM org WHERE id = $1', [org.orgId]);
  expect(rows).toEqual([{ slug_shape: 'umbrella' }]);
  const [state] = await askGate(sql<{ state: string }>`SELECT slug_state('umbre11a', NULL) AS state`);
  expect(state).toEqual({ state: 'alike' });
});
