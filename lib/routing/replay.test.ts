import { describe, expect, test } from 'vitest';
import { AppError } from '../errors';
import { newId, toUlid } from '../ids';
import { type Asked, type Doors, replay } from './replay';

const [MINE, OTHER] = [newId(), newId()];
const HOSTS: Record<string, string> = { acme: MINE, globex: OTHER };

// Somebody who is a member of acme alone. `old` is a former host.
const doors: Doors = {
  rootDomain: 'rowhouse.localhost',
  hostIsKnown: async (key) => (key === 'old' ? 'moved' : key in HOSTS ? 'live' : null),
  enter: async (wanted) => {
    if ('host' in wanted && wanted.host === 'old') throw new AppError('moved', { detail: 'acme' });
    const orgId = 'host' in wanted ? HOSTS[wanted.host] : wanted.orgId;
    if (!orgId || ![MINE, OTHER].includes(orgId)) throw new AppError('not_found');
    if (orgId !== MINE) throw new AppError('tenant_forbidden');
    return { orgId, name: 'Acme' };
  },
};
const ask = (given: Partial<Asked>) =>
  replay(
    {
      host: 'rowhouse.localhost',
      path: '/api/v1/context',
      header: null,
      token: null,
      signedIn: true,
      ...given,
    },
    doors,
  );
const short = async (given: Partial<Asked>) => {
  const { steps, status, code } = await ask(given);
  return [steps.map(({ name, mark }) => `${name} ${mark}`).join(', '), status, code];
};
const acme = { host: 'acme.rowhouse.localhost:3000' };

describe('[R6] a replay shows each step, and where it stops', () => {
  test.each<[string, Partial<Asked>, string, number, string | null]>([
    [
      'a page of one’s own',
      { ...acme, path: '/members' },
      'host pass, path pass, precedence pass, header idle, organization pass, token idle, membership pass',
      200,
      null,
    ],
    [
      'by header',
      { header: toUlid(MINE) },
      'host pass, path pass, precedence pass, header pass, organization pass, token idle, membership pass',
      200,
      null,
    ],
    [
      'by token',
      { token: toUlid(MINE) },
      'host pass, path pass, precedence pass, header idle, organization pass, token pass, membership pass',
      200,
      null,
    ],
    [
      'a header that disagrees loses',
      { ...acme, header: toUlid(OTHER) },
      'host pass, path pass, precedence pass, header lost, organization pass, token idle, membership pass',
      200,
      null,
    ],
    [
      'a header that agrees',
      { ...acme, header: toUlid(MINE).toLowerCase() },
      'host pass, path pass, precedence pass, header pass, organization pass, token idle, membership pass',
      200,
      null,
    ],
    [
      'nonsense in the header, with a route',
      { ...acme, header: 'acme' },
      'host pass, path pass, precedence pass, header lost, organization pass, token idle, membership pass',
      200,
      null,
    ],
    [
      'nonsense in the header, without',
      { header: 'acme' },
      'host pass, path pass, precedence stop',
      403,
      'tenant_forbidden',
    ],
    ['nothing', {}, 'host pass, path pass, precedence stop', 400, 'organization_required'],
    [
      'a token of another',
      { ...acme, token: toUlid(OTHER) },
      'host pass, path pass, precedence pass, header idle, organization pass, token stop',
      403,
      'tenant_forbidden',
    ],
    [
      'a token of nonsense',
      { ...acme, token: 'x' },
      'host pass, path pass, precedence pass, header idle, organization pass, token stop',
      403,
      'tenant_forbidden',
    ],
    [
      'a page of another',
      { host: 'globex.rowhouse.localhost', path: '/' },
      'host pass, path pass, precedence pass, membership stop',
      403,
      'tenant_forbidden',
    ],
    [
      'a page of nobody',
      { host: 'nobody.rowhouse.localhost', path: '/' },
      'host pass, path pass, precedence pass, organization stop',
      404,
      'not_found',
    ],
    [
      'a former host',
      { host: 'old.rowhouse.localhost', path: '/' },
      'host pass, path pass, precedence pass, organization stop',
      308,
      'moved',
    ],
    ['an internal path', { ...acme, path: '/t~/globex' }, 'host pass, path stop', 404, 'not_found'],
    ['no host', { host: '' }, 'host stop', 400, 'bad_host'],
    ['an address', { host: '10.1.2.3' }, 'host stop', 400, 'bad_host'],
    ['this machine', { host: 'localhost', path: '/' }, 'host stop', 404, 'not_found'],
    ['the health check', { host: 'localhost', path: '/api/health' }, 'host pass, path pass', 200, null],
    ['the console', { path: '/organizations' }, 'host pass, path pass', 200, null],
    [
      'signed out, a page',
      { ...acme, path: '/', signedIn: false },
      'host pass, path pass, precedence pass, organization pass, membership stop',
      307,
      null,
    ],
    [
      'signed out, of nobody',
      { host: 'x.example', path: '/', signedIn: false },
      'host pass, path pass, precedence pass, organization stop',
      404,
      'not_found',
    ],
    [
      'signed out, the API',
      { ...acme, signedIn: false },
      'host pass, path pass, precedence pass, membership stop',
      401,
      'unauthenticated',
    ],
  ])('%s', async (_, given, steps, status, code) => {
    expect(await short(given)).toEqual([steps, status, code]);
  });

  test('[R3][T5] the API: another’s organization, one that never was and a host of nobody are told apart by nothing', async () => {
    const answers = await Promise.all([{ header: toUlid(OTHER) }, { header: toUlid(newId()) }].map(ask));
    expect(answers[0]).toEqual(answers[1]);
    const hosts = await Promise.all(
      ['globex', 'nobody'].map((slug) => ask({ host: `${slug}.rowhouse.localhost` })),
    );
    const plain = hosts.map((one, i) =>
      JSON.stringify(one).replaceAll(['globex', 'nobody'][i] as string, 'HOST'),
    );
    expect(plain[0]).toBe(plain[1]);
  });

  test('a database that is away is a failure, not a decision', async () => {
    const away = { ...doors, enter: async () => Promise.reject(new AppError('unavailable')) };
    await expect(
      replay({ ...acme, path: '/', header: null, token: null, signedIn: true }, away),
    ).rejects.toMatchObject({ code: 'unavailable' });
  });
});
