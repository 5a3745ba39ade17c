import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startDns } from '../../scripts/lib/dns/server.mjs';
import { testDatabase } from '../db/testing/database';
import { addMember, makeOrg, makeUser, type TestOrg } from '../db/testing/world';
import { newId } from '../ids';
import { PLANS } from '../plans/plans';
import { proofName, proofValue } from '../tenancy/custom-host';
import { addDomain, addDomainSchema } from './domain-add';
import { checkDomain, lookingAs } from './domain-check';
import { makePrimary, makeSubdomainPrimary } from './domain-primary';
import { removeDomain } from './domain-remove';
import { actorIn } from './testing/actor';
import { aRequest } from './testing/request';

const dns = await startDns();
process.env.DNS_SERVERS = `127.0.0.1:${dns.port}`;
process.env.DOMAIN_TARGET = 'domains.rowhouse.example';
process.env.DOMAIN_IPS = '192.0.2.9';
const db = await testDatabase();
beforeAll(() => db.useEngine());
afterAll(async () => {
  await db.drop();
  await dns.stop();
});

let acme: TestOrg;
let globex: TestOrg;
let host: string;
beforeEach(async () => {
  acme = await makeOrg(db.admin);
  globex = await makeOrg(db.admin);
  await db.admin.query(`UPDATE org SET plan = 'business' WHERE id = ANY ($1)`, [[acme.orgId, globex.orgId]]);
  host = `console.${newId().slice(-12)}.test`;
});

const rows = async (sql: string, ...values: unknown[]) => (await db.admin.query(sql, values)).rows;
const add = (org: TestOrg, name = host) => addDomain(actorIn(org), { host: name }, aRequest());
const check = (org: TestOrg, id: string) => checkDomain(lookingAs(actorIn(org), aRequest()), id);
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error) => error.code ?? error.message,
  );
const stored = async (id: string) => (await rows('SELECT * FROM domain WHERE id = $1', id))[0];
const heldBy = async (name = host) =>
  (await rows('SELECT org_id FROM org_host WHERE host = $1', name)).map((row) => row.org_id);
const eventsOf = async (org: TestOrg) =>
  (await rows('SELECT action, outcome FROM audit_event WHERE org_id = $1 ORDER BY id', org.orgId)).map(
    ({ action, outcome }) => (outcome === 'refused' ? `${action} refused` : action),
  );

/** Publishes these claims' proofs, and no others. */
async function publish(...ids: string[]) {
  const proofs = await rows('SELECT host, proof FROM domain WHERE id = ANY ($1)', ids);
  dns.zone.remove(proofName(host));
  if (proofs.length) dns.zone.set(proofName(host), 'TXT', ...proofs.map(({ proof }) => proofValue(proof)));
}
const lead = (address?: string) => (address ? dns.zone.set(host, 'A', address) : dns.zone.remove(host, 'A'));

/** A domain of acme's that is live. */
async function live() {
  const { id } = await add(acme);
  await publish(id);
  lead('192.0.2.9');
  await check(acme, id);
  return id;
}

describe('[B2] a custom domain', () => {
  test('is claimed, verified, live, and told of in the log', async () => {
    const { id } = await add(acme);
    expect(await check(acme, id)).toMatchObject({ state: 'pending' });
    expect(await heldBy()).toEqual([]);
    await publish(id);
    expect(await check(acme, id)).toMatchObject({ state: 'verified' });
    expect(await heldBy()).toEqual([acme.orgId]);
    lead('192.0.2.9');
    expect(await check(acme, id)).toMatchObject({ state: 'live' });
    expect(await stored(id)).toMatchObject({
      held_host: host,
      lapses_at: null,
      found: { txt: { answer: 'right' }, points: { answer: 'here', addresses: ['192.0.2.9'] } },
    });
    expect(await eventsOf(acme)).toEqual(['domain.added', 'domain.verified', 'domain.live']);
  });

  test('that leads elsewhere fails, stays held for ever, and recovers', async () => {
    const id = await live();
    lead('198.51.100.1');
    for (let i = 0; i < 5; i++) {
      expect(await check(acme, id)).toMatchObject({ state: 'failing' });
      await db.admin.query(`UPDATE domain SET state_since = state_since - interval '30 days' WHERE id = $1`, [
        id,
      ]);
    }
    expect(await heldBy()).toEqual([acme.orgId]);
    lead('192.0.2.9');
    expect(await check(acme, id)).toMatchObject({ state: 'live' });
    expect((await eventsOf(acme)).slice(-2)).toEqual(['domain.failing', 'domain.recovered']);
  });

  test('a name server that is silent changes neither state nor clock', async () => {
    const id = await live();
    dns.zone.behave(proofName(host), 'broken');
    dns.zone.behave(host, 'broken');
    expect(await check(acme, id)).toMatchObject({ state: 'live' });
    expect(await stored(id)).toMatchObject({ missed: 0, found: { txt: { answer: 'silent' } } });
  });

  test('one host is claimed once in an organization, and again once it lapsed, with a new proof', async () => {
    const { id } = await add(acme);
    const { proof } = await stored(id);
    expect(await codeOf(add(acme))).toBe('conflict');
    await db.admin.query('UPDATE domain SET lapses_at = now() WHERE id = $1', [id]);
    expect(await check(acme, id)).toMatchObject({ state: 'lapsed' });
    expect(await add(acme)).toEqual({ id });
    const again = await stored(id);
    expect(again.state).toBe('pending');
    expect(again.proof).not.toBe(proof);
    expect(again.lapses_at.getTime() - Date.now()).toBeGreaterThan(13.9 * 86_400_000);
  });

  test('[L3] no more than the limit, however many are added at once', async () => {
    const limits = { ...PLANS.business.limits, custom_domains: 3 };
    const actor = { ...actorIn(acme), limits };
    const codes = await Promise.all(
      Array.from({ length: 9 }, (_, i) => codeOf(addDomain(actor, { host: `d${i}.${host}` }, aRequest()))),
    );
    expect(codes.filter((code) => code === 'done')).toHaveLength(3);
    expect(codes.filter((code) => code === 'quota_exceeded')).toHaveLength(6);
    expect(await rows('SELECT 1 FROM domain WHERE org_id = $1', acme.orgId)).toHaveLength(3);
  });

  test('[M3] a role that was lost in the meantime changes nothing', async () => {
    const id = await live();
    const { userId } = await makeUser(db.admin);
    await addMember(db.admin, acme.orgId, userId, 'member');
    const once = actorIn(acme, { userId, role: 'admin' });
    expect(await codeOf(addDomain(once, { host: `x.${host}` }, aRequest()))).toBe('forbidden');
    expect(await codeOf(removeDomain(once, id, aRequest()))).toBe('forbidden');
    expect(await codeOf(makePrimary(once, id, aRequest()))).toBe('forbidden');
  });

  test('[T5] another organization’s domain is not found, by any act', async () => {
    const id = await live();
    for (const act of [
      () => check(globex, id),
      () => removeDomain(actorIn(globex), id, aRequest()),
      () => makePrimary(actorIn(globex), id, aRequest()),
    ])
      expect(await codeOf(act())).toBe('not_found');
    expect((await stored(id)).state).toBe('live');
  });

  test('what a person types is read as a host or refused with a sentence', () => {
    expect(addDomainSchema.parse({ host: ' Console.ACME.test ' })).toEqual({ host: 'console.acme.test' });
    const wrong = addDomainSchema.safeParse({ host: 'acme.rowhouse.localhost' });
    expect(wrong.error?.issues[0]?.message).toContain('Settings');
  });
});

describe('[B3] one host, one organization', () => {
  test('both may claim it; the first to prove it has it, the other is told no more than that', async () => {
    const [mine, theirs] = [await add(acme), await add(globex)];
    await publish(mine.id, theirs.id);
    expect(await check(acme, mine.id)).toMatchObject({ state: 'verified', taken: false });
    expect(await check(globex, theirs.id)).toMatchObject({ state: 'pending', taken: true });
    expect(await heldBy()).toEqual([acme.orgId]);
    expect(JSON.stringify(await rows('SELECT * FROM domain WHERE id = $1', theirs.id))).not.toContain(
      acme.orgId,
    );
    expect(await eventsOf(globex)).toEqual(['domain.added', 'domain.check refused']);

    await removeDomain(actorIn(acme), mine.id, aRequest());
    expect(await check(globex, theirs.id)).toMatchObject({ state: 'verified', taken: false });
    expect(await heldBy()).toEqual([globex.orgId]);
  });

  test('the proof of one organization proves nothing for another', async () => {
    const [mine, theirs] = [await add(acme), await add(globex)];
    await publish(theirs.id);
    expect(await check(acme, mine.id)).toMatchObject({ state: 'pending', taken: false });
    expect(await heldBy()).toEqual([]);
  });

  test('[T110] 200 look-ups of two organizations at once: exactly one holds it', async () => {
    const claims = await Promise.all([add(acme), add(globex)]);
    await publish(...claims.map(({ id }) => id));
    const codes = await Promise.all(
      Array.from({ length: 200 }, (_, i) =>
        codeOf(i % 2 ? check(acme, claims[0].id) : check(globex, claims[1].id)),
      ),
    );
    // Some may find no connection in time, and change nothing.
    expect(codes.filter((code) => code !== 'done' && code !== 'unavailable')).toEqual([]);
    expect(codes).toContain('done');
    expect(await heldBy()).toHaveLength(1);
    for (const [org, { id }] of [
      [acme, claims[0]],
      [globex, claims[1]],
    ] as const)
      await check(org, id);
    const states = await rows('SELECT state, taken FROM domain WHERE host = $1 ORDER BY state', host);
    expect(states).toEqual([
      { state: 'pending', taken: true },
      { state: 'verified', taken: false },
    ]);
    expect(await heldBy()).toHaveLength(1);
  }, 120_000);

  test('twenty organizations prove it at the same moment: exactly one holds it', async () => {
    const orgs: TestOrg[] = [];
    for (let i = 0; i < 20; i++) orgs.push(await makeOrg(db.admin));
    const claims = await Promise.all(orgs.map((org) => add(org)));
    await publish(...claims.map(({ id }) => id));
    await Promise.all(orgs.map((org, i) => check(org, claims[i]?.id ?? '')));
    const held = await rows(`SELECT org_id FROM domain WHERE host = $1 AND held_host IS NOT NULL`, host);
    expect(held.map(({ org_id }) => org_id)).toEqual(await heldBy());
    expect(held).toHaveLength(1);
  }, 60_000);

  test('the database itself refuses a second holder, and a holder without the host', async () => {
    await live();
    const { id } = await add(globex);
    const verify = `UPDATE domain SET state = 'verified', held_host = host, verified_at = now(), lapses_at = NULL WHERE id = $1`;
    await expect(db.admin.query(verify, [id])).rejects.toMatchObject({ code: '23503' });
    const take = 'INSERT INTO org_host (org_id, host) VALUES ($1, $2)';
    await expect(db.admin.query(take, [globex.orgId, host])).rejects.toMatchObject({ code: '23505' });
    const state = `UPDATE domain SET state = 'live', lapses_at = NULL WHERE id = $1`;
    await expect(db.admin.query(state, [id])).rejects.toMatchObject({ code: '23514' });
  });

  test('[T111] what lies above or below a host is another’s to prove', async () => {
    await live();
    const { id } = await add(globex, `app.${host}`);
    expect(await check(globex, id)).toMatchObject({ state: 'pending' });
    const claim = await stored(id);
    dns.zone.set(proofName(`app.${host}`), 'TXT', proofValue(claim.proof));
    expect(await check(globex, id)).toMatchObject({ state: 'verified' });
    expect([await heldBy(), await heldBy(`app.${host}`)]).toEqual([[acme.orgId], [globex.orgId]]);
  });
});

describe('[B3] a host without its proof', () => {
  const age = (id: string, days: number) =>
    db.admin.query(`UPDATE domain SET missed_since = missed_since - $2 * interval '1 day' WHERE id = $1`, [
      id,
      days,
    ]);

  test('is released after three misses over three days, not before, and anybody can have it', async () => {
    const id = await live();
    await makePrimary(actorIn(acme), id, aRequest());
    await publish();
    for (let i = 0; i < 4; i++) expect(await check(acme, id)).toMatchObject({ state: 'failing' });
    await age(id, 2.9);
    expect(await check(acme, id)).toMatchObject({ state: 'failing' });
    expect(await heldBy()).toEqual([acme.orgId]);
    await age(id, 0.2);
    expect(await check(acme, id)).toMatchObject({ state: 'lapsed' });
    expect(await heldBy()).toEqual([]);
    expect(await stored(id)).toMatchObject({ held_host: null, next_look_at: null });
    expect((await eventsOf(acme)).at(-1)).toBe('domain.lapsed');

    const theirs = await add(globex);
    await publish(theirs.id);
    expect(await check(globex, theirs.id)).toMatchObject({ state: 'live' });
    // The old claim looks at nothing any more.
    expect(await check(acme, id)).toEqual({ state: 'lapsed', taken: false });
  });

  test('two misses over a month release nothing', async () => {
    const id = await live();
    await publish();
    await check(acme, id);
    await age(id, 30);
    expect(await check(acme, id)).toMatchObject({ state: 'failing' });
    expect(await heldBy()).toEqual([acme.orgId]);
  });
});

describe('[B2] the primary domain', () => {
  const primary = async (org: TestOrg) =>
    (await rows('SELECT host FROM org_host WHERE org_id = $1 AND primary_of IS NOT NULL', org.orgId)).map(
      (r) => r.host,
    );

  test('is a verified or live one, one at a time, and the subdomain again when it goes', async () => {
    const id = await live();
    await makePrimary(actorIn(acme), id, aRequest());
    await makePrimary(actorIn(acme), id, aRequest());
    expect(await primary(acme)).toEqual([host]);
    const first = host;
    host = `other.${first}`;
    const second = await live();
    await makePrimary(actorIn(acme), second, aRequest());
    expect(await primary(acme)).toEqual([host]);
    await makeSubdomainPrimary(actorIn(acme), aRequest());
    expect(await primary(acme)).toEqual([]);
    await makePrimary(actorIn(acme), second, aRequest());
    await removeDomain(actorIn(acme), second, aRequest());
    expect(await primary(acme)).toEqual([]);
    expect((await eventsOf(acme)).filter((action) => action === 'domain.made_primary')).toHaveLength(4);
  });

  test('a pending, failing or lapsed one can’t be', async () => {
    const { id } = await add(acme);
    expect(await codeOf(makePrimary(actorIn(acme), id, aRequest()))).toBe('conflict');
    await publish(id);
    lead('192.0.2.9');
    await check(acme, id);
    lead('198.51.100.1');
    await check(acme, id);
    expect(await codeOf(makePrimary(actorIn(acme), id, aRequest()))).toBe('conflict');
    expect(await primary(acme)).toEqual([]);
  });

  test('making it primary, removing and looking it up at once leave no trace of a lock', async () => {
    const id = await live();
    await publish();
    const acts = Array.from({ length: 30 }, (_, i) =>
      i % 3 === 0
        ? codeOf(makePrimary(actorIn(acme), id, aRequest()))
        : i % 3 === 1
          ? codeOf(check(acme, id))
          : codeOf(makeSubdomainPrimary(actorIn(acme), aRequest())),
    );
    const codes = await Promise.all([...acts, codeOf(removeDomain(actorIn(acme), id, aRequest()))]);
    expect(codes.filter((code) => !['done', 'conflict', 'not_found'].includes(code))).toEqual([]);
    expect(await heldBy()).toEqual([]);
  }, 60_000);
});
