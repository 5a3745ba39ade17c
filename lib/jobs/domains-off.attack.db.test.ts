import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { startDns } from '../../scripts/lib/dns/server.mjs';
import { lookUpHost } from '../auth/public-host';
import { makePrimary } from '../data/domain-primary';
import { actorIn } from '../data/testing/actor';
import { aRequest } from '../data/testing/request';
import { askGate, enterOrg } from '../db/enter';
import { sql } from '../db/sql';
import { testDatabase } from '../db/testing/database';
import { insert, makeOrg, type TestOrg } from '../db/testing/world';
import { newId } from '../ids';
import { featuresOf } from '../plans/entitlements';
import { PLAN_NAMES } from '../plans/plans';
import { proofName, proofValue } from '../tenancy/custom-host';
import { recheckDomains } from './recheck-domains';

// Item 13: with custom domains off, a host that was sold stayed live and served for the old organization.

vi.mock('next/server', () => ({ after: () => {} }));

const dns = await startDns();
const db = await testDatabase();
Object.assign(process.env, {
  DNS_SERVERS: `127.0.0.1:${dns.port}`,
  DOMAIN_IPS: '192.0.2.9',
  WORKER_DATABASE_URL: db.workerUrl,
});
beforeAll(() => db.useEngine());
afterAll(async () => {
  await db.drop();
  await dns.stop();
});

const OFF = {
  'switched off by the organization': `features_off = '{custom_domains}'`,
  'switched off by an operator': `features = '{"custom_domains": false}'`,
  'gone with the plan': `plan = 'free'`,
};
const ON = `plan = 'business', features = '{}', features_off = '{}'`;

let old: TestOrg;
let buyer: TestOrg;
let host: string;
beforeEach(async () => {
  [old, buyer] = [await makeOrg(db.admin), await makeOrg(db.admin)];
  host = `${newId().slice(-12)}.test`;
  for (const org of [old, buyer]) await set(org, ON);
  await claim(old, {
    state: 'live',
    held_host: host,
    verified_at: new Date(),
    live_at: new Date(),
    points: 'here',
  });
});
const set = (org: TestOrg, text: string) =>
  db.admin.query(`UPDATE org SET ${text} WHERE id = $1`, [org.orgId]);

async function claim(org: TestOrg, more: Record<string, unknown>) {
  const id = newId();
  if (more.held_host) await insert(db.admin, 'org_host', { org_id: org.orgId, host, primary_of: org.orgId });
  await insert(db.admin, 'domain', {
    org_id: org.orgId,
    id,
    host,
    proof: id,
    created_by: 'Owner',
    next_look_at: new Date(0),
    ...more,
  });
  return id;
}
const stored = async (org: TestOrg) =>
  (await db.admin.query('SELECT * FROM domain WHERE org_id = $1', [org.orgId])).rows[0];
const holder = async () =>
  (await db.admin.query('SELECT org_id FROM org_host WHERE host = $1', [host])).rows[0]?.org_id;
/** A round of look-ups a day later, as far as the claims can tell. */
async function aDayLater() {
  await db.admin.query(
    `UPDATE domain SET next_look_at = now(), missed_since = missed_since - interval '1 day' WHERE host = $1 AND state <> 'lapsed'`,
    [host],
  );
  await recheckDomains.run();
}
const enterAt = (at: string) =>
  enterOrg({ host: at }, { userId: old.userId, sessionId: old.sessionId }, null, []).then(
    () => 'entered',
    (error) => `${error.code} ${error.detail}`,
  );
const leadsTo = async () => (await lookUpHost(old.slug))?.leads_to;

describe.each(Object.entries(OFF))('while custom domains are %s', (_, off) => {
  test('[R8] attack 13: a host whose proof is gone is released after the usual grace, and goes to who proves it', async () => {
    const theirs = await claim(buyer, { lapses_at: new Date(Date.now() + 9e8) });
    dns.zone.set(proofName(host), 'TXT', proofValue(theirs));
    dns.zone.set(host, 'A', '192.0.2.9');
    await set(old, off);
    await recheckDomains.run();
    expect(await stored(old)).toMatchObject({ state: 'failing', missed: 1 });
    expect(await stored(buyer)).toMatchObject({ state: 'pending', taken: true });
    expect(await holder()).toBe(old.orgId);
    for (let day = 0; day < 3; day++) await aDayLater();
    expect((await stored(old)).state).toBe('lapsed');
    await aDayLater();
    expect((await stored(buyer)).state).toBe('live');
    expect(await holder()).toBe(buyer.orgId);
  });

  test('[L2] attack 13: a custom domain redirects to the subdomain, and gets neither links, sign-in codes nor a certificate', async () => {
    expect(await enterAt(host)).toBe('entered');
    expect(await leadsTo()).toBe(host);
    await set(old, off);
    expect(await enterAt(host)).toBe(`moved ${old.slug}`);
    expect(await enterAt(old.slug)).toBe('entered');
    expect(await leadsTo()).toBe(old.slug);
    expect(await lookUpHost(host)).toMatchObject({ moved: true, leads_to: old.slug, served: false });
    const [code] = await askGate(
      sql<{ granted: boolean; slug: string }>`SELECT * FROM grant_handover(${old.userId}::uuid,
        ${old.sessionId}::uuid, ${host}, sha256('code'), sha256('challenge'))`,
    );
    expect(code).toEqual({ granted: false, slug: old.slug });
    const { id } = await stored(old);
    await expect(makePrimary(actorIn(old), id, aRequest())).rejects.toMatchObject({ code: 'feature_off' });
  });

  test('[L2] the claim is kept while its proof is there, and is the primary domain again when the feature is on', async () => {
    const { id } = await stored(old);
    dns.zone.set(proofName(host), 'TXT', proofValue(id));
    dns.zone.set(host, 'A', '192.0.2.9');
    await set(old, off);
    for (let day = 0; day < 5; day++) await aDayLater();
    expect(await stored(old)).toMatchObject({ state: 'live', missed: 0 });
    await set(old, ON);
    expect(await enterAt(host)).toBe('entered');
    expect(await lookUpHost(host)).toMatchObject({ moved: false, leads_to: host, served: true });
  });
});

test('[L2] the database and lib/plans agree on which organizations have custom domains', async () => {
  for (const plan of [...PLAN_NAMES, 'platinum'])
    for (const features of [
      {},
      { custom_domains: true },
      { custom_domains: false },
      { custom_domains: 1 },
      { branding: true },
    ])
      for (const off of [[], ['branding'], ['custom_domains']]) {
        const row = { plan, features, features_off: off };
        const { rows } = await db.admin.query('SELECT has_custom_domains($1, $2, $3) AS on', [
          plan,
          features,
          off,
        ]);
        expect(rows[0].on, JSON.stringify(row)).toBe(featuresOf(row).has('custom_domains'));
      }
});
