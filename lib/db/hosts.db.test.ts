import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inOrgAsJob, inOrgTxAsJob } from './as-job';
import { asUser } from './as-user';
import { askGate, enterOrg } from './enter';
import { ORG, sql } from './sql';
import { testDatabase } from './testing/database';
import { makeOrg, type TestOrg } from './testing/world';

// Which host opens an org, and which only leads there; and that a deleted org is nowhere.

const db = await testDatabase();
let acme: TestOrg;
let globex: TestOrg;
beforeAll(async () => {
  await db.useEngine();
  acme = await makeOrg(db.admin, 'acme');
  globex = await makeOrg(db.admin, 'globex');
  for (const host of ['console.acme.test', 'old.acme.test'])
    await db.admin.query('INSERT INTO org_host (org_id, host) VALUES ($1, $2)', [acme.orgId, host]);
});
afterAll(() => db.drop());

const lead = (host: string | null) =>
  db.admin.query(
    'UPDATE org_host SET primary_of = CASE WHEN host = $2 THEN org_id END WHERE org_id = $1 AND position(chr(46) IN host) > 0',
    [acme.orgId, host],
  );
const open = (host: string) =>
  enterOrg({ host }, acme, null, []).then(
    ({ entered }) => entered.primary_host ?? entered.slug,
    (error) => `${error.code} ${error.detail ?? ''}`.trim(),
  );
const info = async (host: string) =>
  (
    await askGate(sql<{ moved: boolean; leads_to: string }>`SELECT moved, leads_to FROM host_info(${host})`)
  )[0];

describe('[B2] the host that people are led to', () => {
  test('without a primary domain, custom ones lead to the subdomain', async () => {
    await lead(null);
    expect(await open('acme')).toBe('acme');
    expect(await open('console.acme.test')).toBe('moved acme');
    expect(await info('console.acme.test')).toEqual({ moved: true, leads_to: 'acme' });
  });

  test('the primary one opens, the others lead to it, and the subdomain opens all the same', async () => {
    await lead('console.acme.test');
    expect(await open('console.acme.test')).toBe('console.acme.test');
    expect(await open('old.acme.test')).toBe('moved console.acme.test');
    expect(await open('acme')).toBe('console.acme.test');
    expect(await info('acme')).toEqual({ moved: false, leads_to: 'console.acme.test' });
    expect(await info('old.acme.test')).toEqual({ moved: true, leads_to: 'console.acme.test' });
  });

  test('there is one at the most, and it is one of the org’s own', async () => {
    const second = `UPDATE org_host SET primary_of = org_id WHERE host = 'old.acme.test'`;
    await expect(db.admin.query(second)).rejects.toMatchObject({ code: '23505' });
    const foreign = `UPDATE org_host SET primary_of = $1 WHERE host = 'globex'`;
    await expect(db.admin.query(foreign, [acme.orgId])).rejects.toMatchObject({ code: '23514' });
  });

  test('when it goes, people are led to the subdomain again', async () => {
    await db.admin.query(`DELETE FROM org_host WHERE host = 'console.acme.test'`);
    expect(await open('old.acme.test')).toBe('moved acme');
    expect(await open('console.acme.test')).toBe('not_found');
  });
});

describe('[T7] a deleted org', () => {
  test('is nowhere, for its owner and for everybody; its neighbours are where they were', async () => {
    await db.admin.query('UPDATE org SET deleted_at = now() WHERE id = $1', [acme.orgId]);
    expect(await open('acme')).toBe('not_found');
    await expect(enterOrg({ orgId: acme.orgId }, acme, null, [])).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await info('acme')).toBeUndefined();
    expect(await asUser(acme, (mine) => mine.rows(sql`SELECT * FROM my_orgs()`))).toEqual([]);
    await expect(inOrgAsJob(acme.orgId, (org) => org.membership.count())).rejects.toMatchObject({
      code: 'not_found',
    });
    expect((await enterOrg({ host: 'globex' }, globex, null, [])).entered.org_id).toBe(globex.orgId);
  });
});

describe('[I1] a job’s handle', () => {
  test('sees one org, and no user', async () => {
    expect(await inOrgAsJob(globex.orgId, (org) => org.membership.count())).toBe(1);
    const slugs = sql<{ slug: string }>`SELECT slug FROM org WHERE id = ${ORG}`;
    expect(await inOrgTxAsJob(globex.orgId, (org) => org.rows(slugs))).toEqual([{ slug: 'globex' }]);
    const everybody = sql`SELECT id FROM app_user WHERE id = split_part(current_setting('app.ticket'), '.', 5)::uuid`;
    await expect(inOrgAsJob(globex.orgId, (org) => org.rows(everybody))).rejects.toThrow(
      /invalid input syntax/,
    );
  });
});
