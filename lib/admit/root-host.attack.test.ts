import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { ANY_HOST } from '../../guard/static/any-host';
import { newApiToken } from '../auth/api-token.mjs';
import { newId, toUlid } from '../ids';
import { HOST_HEADER, PATH_HEADER, ROOT_KEY, SEAL_HEADER, seal } from '../tenancy/seal';

// With the cookie of a person for an organization's own host, that host's owner calls everything that is the person's.
// There is no database here: what is refused is refused before anything is looked up.

const SECRET = 'a secret of at least thirty-two characters';
process.env.AUTH_SECRET = SECRET;
process.env.ROOT_URL = 'https://rowhouse.test';
process.env.ROOT_DOMAIN = 'rowhouse.test';

let cookie: string | undefined;
let sent: Headers;
vi.mock('next/headers', () => ({
  headers: async () => sent,
  cookies: async () => ({ get: () => (cookie ? { value: cookie } : undefined), set: () => {} }),
}));

const { signToken } = await import('../auth/token');

/** A request to this host, with a cookie that its owner was given. */
async function from(hostKey: string | null, at = '/') {
  const key = hostKey ?? ROOT_KEY;
  sent = new Headers({ [HOST_HEADER]: key, [SEAL_HEADER]: seal(key, SECRET), [PATH_HEADER]: at });
  cookie = await signToken({ userId: newId(), sessionId: newId() } as never, hostKey);
}

const root = path.join(import.meta.dirname, '../..');
const sources = readdirSync(path.join(root, 'app'), { recursive: true, encoding: 'utf8' })
  .map((file) => `app/${file}`)
  .filter((file) => /\.ts$/.test(file) && !/\.test\.ts$/.test(file));
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const WRAPPED = /export const (\w+) = (userAction|ourHostAction|publicAction)\b/g;
const actions = sources
  .filter((file) => read(file).startsWith("'use server'"))
  .flatMap((file) =>
    [...read(file).matchAll(WRAPPED)].map(([, name = '', wrapper = '']) => ({ file, name, wrapper })),
  );
const routes = sources
  .filter((file) => file.endsWith('/route.ts'))
  .flatMap((file) =>
    [...read(file).matchAll(/= (userOrSignInRoute|ourHostRoute)\(/g)].map(([, wrapper = '']) => ({
      file,
      wrapper,
    })),
  );

describe('[R8] attack 1: on an organization’s host', () => {
  beforeEach(() => vi.resetModules());

  test('there is something to call', () => {
    expect(actions.length).toBeGreaterThan(20);
    expect(routes.map(({ wrapper }) => wrapper).sort()).toEqual(['ourHostRoute', 'userOrSignInRoute']);
  });

  test.each(actions)(
    '$name ($wrapper) is refused, whatever path it is posted to',
    async ({ file, name, wrapper }) => {
      const { [name]: action } = await import(path.join(root, file));
      const hosts = wrapper === 'ourHostAction' ? ['console.evil.test'] : ['console.evil.test', 'acme'];
      for (const host of hosts)
        for (const at of ['/', '/account', '/no/such/page']) {
          await from(host, at);
          expect(await action({}), `${host}${at}`).toMatchObject({ ok: false, code: 'root_host_required' });
        }
    },
  );

  test.each(routes)('$file is refused', async ({ file, wrapper }) => {
    const { GET } = await import(path.join(root, file));
    for (const host of wrapper === 'ourHostRoute' ? ['console.evil.test'] : ['console.evil.test', 'acme']) {
      await from(host);
      const answer: Response = await GET(new Request('https://rowhouse.test/'));
      expect(answer.status, host).toBe(403);
      expect(await answer.json()).toMatchObject({ code: 'root_host_required' });
    }
  });

  test('a personal API token is refused on a custom domain, and an organization’s own is not', async () => {
    const { apiSender } = await import('./sender');
    const { requestInfo } = await import('../tenancy/request');
    const send = async (host: string | null, token: string) => {
      await from(host);
      const headers = { authorization: `Bearer ${token}` };
      return apiSender(new Request('https://rowhouse.test/', { headers }), await requestInfo());
    };
    const [personal, bound] = [newApiToken(null), newApiToken(toUlid(newId()))];
    await expect(send('console.evil.test', personal)).rejects.toMatchObject({ code: 'root_host_required' });
    for (const host of [null, 'acme']) expect(await send(host, personal)).toMatchObject({ token: {} });
    expect(await send('console.evil.test', bound)).toMatchObject({ token: {} });
  });

  test('the exceptions are those of the list, which change this browser or are refused on a custom domain', () => {
    const listed = Object.entries(ANY_HOST).map(([wrapper, files]) => [wrapper, Object.keys(files)]);
    expect(Object.fromEntries(listed)).toEqual({
      browserAction: ['app/actions/shell.ts'],
      ourHostAction: ['app/actions/prove.ts'],
      ourHostRoute: ['app/t~/[org]/shell/organizations/route.ts'],
      personIfOurs: ['app/t~/[org]/forbidden.tsx'],
      isSignedIn: ['lib/auth/renew-route.ts'],
    });
  });
});
