import fc from 'fast-check';
import { SignJWT } from 'jose';
import { beforeEach, describe, expect, test } from 'vitest';
import { sessionKey } from '../lib/auth/session-claims.mjs';
import { newId, toUlid } from '../lib/ids';
import { networkOf } from '../lib/tenancy/address.mjs';
import { parseHost } from '../lib/tenancy/host.mjs';
import { ROOT_KEY } from '../lib/tenancy/seal';
import { admission, rateLimitHeaders } from './lib/front/admission.mjs';
import { hostKeyOf } from './lib/front/asker.mjs';
import { requestCounters } from './lib/front/counters.mjs';
import { openGate } from './lib/front/gate.mjs';
import { Lru } from './lib/front/lru.mjs';
import { Registry } from './lib/front/registry.mjs';

const SECRET = 'a secret of more than thirty-two characters';
const ROOT = 'rowhouse.localhost';
const acme = { orgId: newId(), host: `acme.${ROOT}:3000` };
const STRANGERS = 10;

let registry: Registry;
let judge: ReturnType<typeof admission>;
beforeEach(() => {
  registry = new Registry();
  judge = admission({
    registry,
    counters: requestCounters(),
    rootDomain: ROOT,
    secret: SECRET,
    strangersPerMinute: STRANGERS,
  });
});

type Asked = { host?: string; url?: string; ip?: string; cookie?: string; organization?: string };
const ask = ({ host = acme.host, url = '/members', ip = '203.0.113.1', cookie, organization }: Asked) =>
  judge({
    method: 'GET',
    url,
    headers: {
      host,
      'x-forwarded-for': ip,
      ...(cookie && { cookie }),
      ...(organization && { 'x-rowhouse-organization': organization }),
    },
  } as never);
/** How many of `n` requests are let in. */
async function served(n: number, asked: Asked | ((i: number) => Asked)) {
  let count = 0;
  for (let i = 0; i < n; i++) {
    const verdict = await ask(typeof asked === 'function' ? asked(i) : asked);
    if (verdict?.full === null) count++;
  }
  return count;
}
async function cookieOf(sessionId: string, key = 'acme', secret = SECRET) {
  const token = await new SignJWT({ sid: sessionId })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(newId())
    .setAudience(key)
    .setExpirationTime('15m')
    .sign(sessionKey(secret));
  return `theme=dark; rowhouse=${token}`;
}
/** A session that the application let in. */
async function member(requestsPerMinute = 100, name = 'acme', orgId = acme.orgId) {
  const sessionId = newId();
  registry.entered({ name, orgId, sessionId, requestsPerMinute });
  return { sessionId, cookie: await cookieOf(sessionId, name) };
}

describe('[L4] who draws from what', () => {
  test('members share their organization’s limit, and no session has more than half of it', async () => {
    const [ann, bob, cy] = [await member(), await member(), await member()];
    expect(await served(100, ann)).toBe(50);
    expect(await served(30, bob)).toBe(30);
    expect(await served(100, cy)).toBe(20);
    expect(await served(1, bob)).toBe(0);
    expect((await ask(bob))?.full?.name).toBe('organization');
    expect((await ask(ann))?.full?.name).toBe('session');
  });

  test('a session over its share takes nothing more of the others’', async () => {
    const [ann, bob] = [await member(), await member()];
    await served(1000, ann);
    expect(await served(100, bob)).toBe(50);
  });

  test('all hosts of an organization are one bucket, the header of its API too', async () => {
    const ann = await member();
    const [domain, api] = [newId(), newId()];
    registry.entered({
      name: 'console.acme.test',
      orgId: acme.orgId,
      sessionId: domain,
      requestsPerMinute: 100,
    });
    const ulid = toUlid(acme.orgId);
    registry.entered({ name: ulid, orgId: acme.orgId, sessionId: api, requestsPerMinute: 100 });
    expect(await served(60, ann)).toBe(50);
    const onDomain = { host: 'Console.ACME.test.', cookie: await cookieOf(domain, 'console.acme.test') };
    expect(await served(40, onDomain)).toBe(40);
    const byHeader = { host: ROOT, url: '/api/v1/context', organization: ulid.toLowerCase() };
    expect(await served(40, { ...byHeader, cookie: await cookieOf(api, '@root') })).toBe(10);
  });

  test('an organization’s own limit counts from its next entry on', async () => {
    const ann = await member(20);
    expect(await served(20, ann)).toBe(10);
    registry.entered({ name: 'acme', orgId: acme.orgId, sessionId: ann.sessionId, requestsPerMinute: 200 });
    expect(await served(200, ann)).toBe(100 - 11); // the eleventh was counted, those after it were not
    expect(await served(200, await member(200))).toBe(100);
  });

  test('other organizations are other buckets', async () => {
    await served(1000, await member());
    expect(await served(50, { ...(await member(100, 'globex', newId())), host: `globex.${ROOT}` })).toBe(50);
  });
});

describe('[L4] nobody outside can use up what is the members’', () => {
  test('strangers draw from buckets of their address, and together from one of their own', async () => {
    const ann = await member(200);
    expect(await served(100, { ip: '203.0.113.7' })).toBe(STRANGERS);
    expect(await served(100, { ip: '203.0.113.8' })).toBe(STRANGERS);
    // A crowd of addresses: ten addresses' worth in all.
    expect(await served(1000, (i) => ({ ip: `198.51.100.${i % 250}` }))).toBe(8 * STRANGERS);
    expect(await served(100, ann)).toBe(100);
  });

  test('a crowd does not close the way in for somebody who has no session here yet', async () => {
    await member();
    await served(400, (i) => ({ ip: `198.51.${i % 100}.${i % 250}` }));
    expect(await served(1, { ip: '192.0.2.1', url: '/members' })).toBe(0);
    expect(await served(5, { ip: '192.0.2.2', url: '/auth/start?next=%2F' })).toBe(5);
  });

  test('a signed token of somebody who is no member draws from its own', async () => {
    const ann = await member();
    const outsider = { cookie: await cookieOf(newId()) };
    expect(await served(100, outsider)).toBe(STRANGERS);
    expect(await served(100, ann)).toBe(50);
  });

  test('a member’s new session gets in although strangers have used up all of theirs', async () => {
    await member();
    await served(400, (i) => ({ ip: `198.51.100.${i % 250}` }));
    const fresh = newId();
    const cookie = await cookieOf(fresh);
    expect(await served(1, { cookie, ip: '198.51.100.1' })).toBe(1);
    registry.entered({ name: 'acme', orgId: acme.orgId, sessionId: fresh, requestsPerMinute: 100 });
    expect(await served(100, { cookie, ip: '198.51.100.1' })).toBe(50);
  });

  test('a cookie that is not ours, or for another host, is a stranger’s', async () => {
    const ann = await member();
    const forged = await cookieOf(ann.sessionId, 'acme', 'another secret of thirty-two characters!');
    const elsewhere = await cookieOf(ann.sessionId, 'globex');
    for (const cookie of [forged, elsewhere, 'rowhouse=a.b.c', 'rowhouse=', `rowhouse=${'x'.repeat(2000)}`])
      await served(STRANGERS, { cookie });
    expect(await served(1, { cookie: forged })).toBe(0);
    expect(await served(50, ann)).toBe(50);
  });

  test('who was refused counts as a stranger from then on', async () => {
    const ann = await member();
    registry.refused('acme', ann.sessionId);
    expect(await served(100, ann)).toBe(STRANGERS);
  });

  test('made-up hosts are no way to more', async () => {
    expect(await served(500, (i) => ({ host: `made-up-${i}.${ROOT}` }))).toBe(STRANGERS);
    expect(await served(500, (i) => ({ host: `made-up-${i}.example`, ip: '192.0.2.9' }))).toBe(STRANGERS);
  });

  test('of IPv6 a customer’s whole network is one address', async () => {
    expect(await served(100, (i) => ({ ip: `2001:db8:1:2::${i.toString(16)}` }))).toBe(STRANGERS);
    expect(await served(1, { ip: '2001:db8:1:3::1' })).toBe(1);
    expect(networkOf('2001:DB8:1:2:ffff::1')).toBe(networkOf('2001:db8:1:2::'));
    expect(networkOf('203.0.113.1')).toBe('203.0.113.1');
  });
});

test('[L4] files of the build, health and icons are not counted', async () => {
  for (const url of [
    '/_next/static/chunks/a.js',
    '/api/health',
    '/api/health?x',
    '/mark.svg',
    '/favicon.ico',
  ])
    expect(await ask({ url })).toBeNull();
  for (const url of [
    '/',
    '/api/healthy',
    '/mark.svgx',
    '/_next/image',
    '/_next/staticx',
    '/members?/_next/static/',
  ])
    expect(await ask({ url }), url).not.toBeNull();
});

test('[L4][R3] a thousand at once at a limit of a hundred: exactly a hundred', async () => {
  const ann = await member(200);
  const verdicts = await Promise.all(Array.from({ length: 1000 }, () => ask(ann)));
  expect(verdicts.filter((verdict) => verdict?.full === null)).toHaveLength(100);
});

test('[L4] the headers are those of the draft', async () => {
  const verdict = await ask(await member(600));
  expect(rateLimitHeaders(verdict?.drawn ?? [])).toEqual({
    'ratelimit-policy': '"session";q=300;w=60, "organization";q=600;w=60',
    ratelimit: '"session";r=299;t=60, "organization";r=599;t=60',
  });
});

test('the key of a host is the one that tokens are for', () => {
  const key = (host: string, forwarded?: string) =>
    hostKeyOf({ host, ...(forwarded && { 'x-forwarded-host': forwarded }) }, ROOT);
  expect(key('ACME.Rowhouse.localhost.:3000')).toBe('acme');
  expect(key('console.acme.test:443')).toBe('console.acme.test');
  expect(key('rowhouse.localhost:3000')).toBe('@root');
  expect(key('proxy.internal', 'acme.rowhouse.localhost')).toBe('acme');
});

test('[L4][R7] for whatever host the application takes, the front counts under the same key', () => {
  const label = fc.stringMatching(/^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,6}[a-zA-Z0-9])?$/);
  const name = fc.oneof(
    fc.constant(ROOT),
    label.map((one) => `${one}.${ROOT}`),
    fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.')),
    fc.array(label, { minLength: 1, maxLength: 3 }).map((labels) => `${labels.join('.')}.${ROOT}`),
  );
  const tail = fc.constantFrom('', '.', ':3000', '.:443', ':0', '..', ':x');
  let taken = 0;
  fc.assert(
    fc.property(name, tail, fc.boolean(), (text, end, upper) => {
      const host = (upper ? text.toUpperCase() : text) + end;
      const parsed = parseHost(host, ROOT);
      if (parsed.kind !== 'org' && parsed.kind !== 'root') return;
      taken++;
      expect(hostKeyOf({ host }, ROOT), host).toBe(parsed.kind === 'root' ? ROOT_KEY : parsed.key);
    }),
    { numRuns: 10_000 },
  );
  expect(taken).toBeGreaterThan(2000);
}, 60_000);

test('what is kept is bounded: what was asked for longest ago goes', () => {
  const lru = new Lru<string, number>(3);
  for (const [i, name] of ['a', 'b', 'c'].entries()) lru.set(name, i);
  lru.get('a');
  lru.set('d', 3);
  expect([lru.get('a'), lru.get('b'), lru.get('c'), lru.get('d'), lru.size]).toEqual([0, undefined, 2, 3, 3]);
});

test('settings that can’t be meant are refused at the start', () => {
  expect(() => openGate({ RATE_LIMIT_STRANGERS_PER_MINUTE: '0' })).toThrow(/RATE_LIMIT_STRANGERS_PER_MINUTE/);
  expect(() => openGate({ RATE_LIMIT_STRANGERS_PER_MINUTE: 'off' })).toThrow(/has to be a number/);
  expect(() => openGate({ REDIS_URL: 'localhost:6379' })).toThrow(/REDIS_URL/);
});
