import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import { freePort } from '../scripts/lib/ports.mjs';
import { findRedis, startRedis } from '../scripts/lib/testing/redis.mjs';
import { webEnv } from '../scripts/lib/web-env.mjs';
import { startWeb } from '../scripts/lib/web-server.mjs';
import { PASSWORD } from './support/sign-in';
import { cookieFor, newOrg, newUser } from './support/world';

// Two processes of the application behind one Redis, as in a deployment with several instances.

const DOMAIN = 'rowhouse.localhost';
let version: string | null = null;
let redis: Awaited<ReturnType<typeof startRedis>>;
let instances: Awaited<ReturnType<typeof startInstance>>[] = [];
let dir: string;

async function startInstance(name: string, redisUrl: string) {
  const port = await freePort();
  const outside = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    NEXT_DIST_DIR: process.env.NEXT_DIST_DIR,
    PORT: String(port),
    ROOT_DOMAIN: DOMAIN,
    REDIS_URL: redisUrl,
  };
  const own = {
    appUrl: process.env.E2E_APP_DB_URL ?? '',
    authUrl: process.env.E2E_AUTH_DB_URL ?? '',
    authSecret: process.env.E2E_AUTH_SECRET ?? '',
    secretsKey: process.env.E2E_SECRETS_KEY ?? '',
    mode: 'production' as const,
  };
  const logFile = path.join(dir, `${name}.log`);
  const output = openSync(logFile, 'w');
  const web = await startWeb(webEnv(outside, own), { output });
  closeSync(output);
  return { port, log: () => readFileSync(logFile, 'utf8'), stop: web.stop };
}
type Instance = (typeof instances)[number];

test.beforeAll(async () => {
  test.setTimeout(240_000);
  dir = mkdtempSync(path.join(tmpdir(), 'rowhouse-redis-'));
  version = await findRedis();
  if (!version) return;
  redis = await startRedis();
  instances = [await startInstance('one', redis.url), await startInstance('two', redis.url)];
});
test.afterAll(async () => {
  await Promise.all(instances.map(({ stop }) => stop()));
  await redis?.kill();
  rmSync(dir, { recursive: true, force: true });
});
test.beforeEach(() => test.skip(!version, 'there is no Redis here (apt-get install redis-server)'));

const agent = new http.Agent({ keepAlive: true, maxSockets: 1000 });
type Sent = { key?: string; path?: string; cookie?: string; form?: Record<string, string> };
function send({ port }: Instance, { key, path: at = '/api/v1/context', cookie, form }: Sent) {
  const host = `${key ? `${key}.` : ''}${DOMAIN}:${port}`;
  const body = form && new URLSearchParams(form).toString();
  const headers = {
    host,
    ...(cookie && { cookie }),
    ...(body && { 'content-type': 'application/x-www-form-urlencoded', origin: `http://${host}` }),
  };
  return new Promise<{ status: number; body: string; cookies: string[] }>((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path: at, method: body ? 'POST' : 'GET', headers, agent };
    const request = http.request(options, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          body: text,
          cookies: response.headers['set-cookie'] ?? [],
        }),
      );
    });
    request.on('error', reject).end(body);
  });
}

async function somebody(requestsPerMinute: number) {
  const user = await newUser('Redis Owner');
  const org = await newOrg([[user, 'owner']], 'Canary Redis', requestsPerMinute);
  const asked = { key: org.slug, cookie: await cookieFor(user, org.slug) };
  // Each front has to learn from its own application whose member this is.
  for (const instance of instances) expect((await send(instance, asked)).status).toBe(200);
  return asked;
}

/** Signs in as next-auth's client does. @returns the address it is led to, with the refusal's code when it is none */
async function signIn(instance: Instance, password = PASSWORD): Promise<URL> {
  const csrf = await send(instance, { path: '/api/auth/csrf' });
  const { csrfToken } = JSON.parse(csrf.body);
  const cookie = csrf.cookies.map((line) => line.split(';')[0]).join('; ');
  const form = { email: 'owner@example.com', password, csrfToken, json: 'true', callbackUrl: '/' };
  const answer = await send(instance, { path: '/api/auth/callback/password', cookie, form });
  return new URL(JSON.parse(answer.body).url);
}
/** How many were not refused as too many. (A slow machine answers some of those that it let in with 503.) */
const letIn = (answers: { status: number }[]) => answers.filter(({ status }) => status !== 429).length;
const codeOf = (url: URL) => url.searchParams.get('error') ?? 'in';

test('[L4][R3] a thousand at once over two instances at a limit of a hundred: exactly a hundred', async () => {
  test.setTimeout(300_000);
  const asked = await somebody(200); // a session has half of it
  const answers = await Promise.all(
    Array.from({ length: 1000 }, (_, i) => send(instances[i % 2] as Instance, asked)),
  );
  expect(letIn(answers)).toBe(100);
});

test('[L4][R2] Redis dies under load: reads go on, signing in is closed, and both come back with it', async () => {
  test.setTimeout(400_000);
  const asked = await somebody(100_000);
  const [one, two] = instances as [Instance, Instance];
  await expect.poll(async () => codeOf(await signIn(one)), { timeout: 60_000 }).toBe('in');
  await expect
    .poll(async () => codeOf(await signIn(two, 'no')), { timeout: 60_000 })
    .toBe('wrong_credentials');

  const statuses: Record<number, number> = {};
  let running = true;
  const reader = async (instance: Instance) => {
    while (running) {
      const { status } = await send(instance, asked);
      statuses[status] = (statuses[status] ?? 0) + 1;
      await sleep(20);
    }
  };
  const load = Promise.all([one, one, two, two].map(reader));
  await sleep(1000);
  await redis.kill();
  await sleep(1500);
  for (const instance of instances) {
    expect(codeOf(await signIn(instance))).toBe('unavailable');
    expect(codeOf(await signIn(instance, 'wrong'))).toBe('unavailable');
  }
  redis = await startRedis(redis.port);
  await expect.poll(async () => codeOf(await signIn(one)), { timeout: 60_000 }).toBe('in');
  await expect.poll(async () => codeOf(await signIn(two)), { timeout: 60_000 }).toBe('in');
  running = false;
  await load;
  expect(Object.keys(statuses)).not.toContain('429');
  expect(Object.keys(statuses)).not.toContain('500');
  expect(statuses[200]).toBeGreaterThan(0);
  for (const { log } of instances) {
    // One line for each time it goes, and one for each time it comes back.
    const lines = log().match(/Redis does not answer|Redis is back/g) ?? [];
    expect(lines.length).toBeGreaterThan(0);
    expect(lines).toEqual(lines.map((_, i) => (i % 2 ? 'Redis is back' : 'Redis does not answer')));
    expect(lines.at(-1)).toBe('Redis is back');
  }

  // Counted together again.
  const fresh = await somebody(100);
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, i) => send(instances[i % 2] as Instance, fresh)),
  );
  expect(letIn(answers)).toBe(50);
});

test('[L4] without Redis each instance would count for itself, so the test above can go red', async () => {
  test.setTimeout(300_000);
  const alone = await Promise.all([startInstance('three', ''), startInstance('four', '')]);
  try {
    const user = await newUser('Alone Owner');
    const org = await newOrg([[user, 'owner']], 'Canary Alone', 40);
    const asked = { key: org.slug, cookie: await cookieFor(user, org.slug) };
    for (const instance of alone) await send(instance, asked);
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, i) => send(alone[i % 2] as Instance, asked)),
    );
    expect(letIn(answers)).toBe(40);
  } finally {
    await Promise.all(alone.map(({ stop }) => stop()));
  }
});
