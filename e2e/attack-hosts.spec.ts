import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { ACTIONS } from './matrix/expectations';
import { built } from './matrix/surfaces';
import { type ActionAnswer, act, hostOf, send } from './support/http';
import { atRoot, orgUrl } from './support/sign-in';
import { admin, cookieFor, newDomain, newOrg, newUser, type Org, type Someone } from './support/world';

// A hostile organization with its own custom domain, against people who are signed in.

const newHost = () => `console-${randomUUID().slice(0, 8)}.evil.test`;

/** An organization whose members are led to its own domain, and that domain. */
async function houseOf(members: [Someone, string][], name: string): Promise<Org & { host: string }> {
  const org = await newOrg(members, name);
  const host = newHost();
  await newDomain(org, host);
  await admin.query('UPDATE org_host SET primary_of = org_id WHERE host = $1', [host]);
  return { ...org, host };
}

/** What the attacker's server keeps, and what it sends to the root host in its place. */
function ownChallenge() {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

const codeOf = ({ result }: ActionAnswer) => {
  const told = result as { ok: boolean; code?: string } | undefined;
  return told?.ok ? 'ok' : (told?.code ?? 'none');
};

/** Everything that is the person's own, as text: it must not change. */
const allOf = async ({ id }: Someone): Promise<string> => {
  const tables = { app_user: 'id', user_token: 'user_id', user_identity: 'user_id', membership: 'user_id' };
  const parts = await Promise.all(
    Object.entries(tables).map(([table, column]) =>
      admin.query(
        `SELECT string_agg((to_jsonb(t) - 'last_seen_at')::text, ',') AS rows FROM ${table} t WHERE ${column} = $1`,
        [id],
      ),
    ),
  );
  return JSON.stringify(parts.map(({ rows }) => rows));
};

test('[R8][T38] attack 1: a stranger who is sent to the hand-over of a hostile domain is told so, and no code is made', async () => {
  const victim = await newUser('Vera Victim');
  const evil = await houseOf([], 'Evil House');
  for (const host of [evil.host, evil.slug]) {
    const { challenge } = ownChallenge();
    const path = `/handover?host=${host}&challenge=${challenge}&next=%2F`;
    const answer = await send({ path, cookie: await cookieFor(victim) });
    expect([answer.status, answer.headers.location], host).toEqual([303, atRoot(`/no-access?host=${host}`)]);
    const { rows } = await admin.query('SELECT 1 FROM handover WHERE user_id = $1', [victim.id]);
    expect(rows).toEqual([]);
  }
  const page = await send({ path: `/no-access?host=${evil.host}`, cookie: await cookieFor(victim) });
  expect(page.status).toBe(200);
  expect(page.body).toContain('You aren’t a member of Evil House');
});

test('[R8] attack 1: a code waits for no one: who is removed before using it gets nothing', async () => {
  const member = await newUser('Mia Member');
  const evil = await houseOf([[member, 'member']], 'Evil House');
  const { verifier, challenge } = ownChallenge();
  const path = `/handover?host=${evil.host}&challenge=${challenge}&next=%2F`;
  const { headers } = await send({ path, cookie: await cookieFor(member) });
  const finish = new URL(headers.location ?? '');
  expect(finish.host).toBe(hostOf(evil.host));
  await admin.query('DELETE FROM membership WHERE user_id = $1', [member.id]);
  const taken = await send({
    host: hostOf(evil.host),
    path: finish.pathname + finish.search,
    cookie: `rowhouse-handover=${verifier}; __Host-rowhouse-handover=${verifier}`,
  });
  expect(String(taken.headers['set-cookie'] ?? '')).not.toMatch(/rowhouse=ey/);
});

test('[R8] attack 1: a member’s code goes to a custom domain while it is live, otherwise the subdomain opens', async () => {
  const member = await newUser('Mia Member');
  const org = await houseOf([[member, 'member']], 'Moving House');
  const { challenge } = ownChallenge();
  const path = `/handover?host=${org.host}&challenge=${challenge}&next=%2Fmembers`;
  const ask = async () => (await send({ path, cookie: await cookieFor(member) })).headers.location ?? '';
  expect(await ask()).toContain(orgUrl(org.host, '/auth/finish?code='));
  await admin.query(`UPDATE domain SET state = 'failing', points = 'away' WHERE host = $1`, [org.host]);
  expect(await ask()).toBe(orgUrl(org.slug, '/members'));
});

const personal = built.filter(
  ({ kind, exportName }) =>
    kind === 'action' && ['user', 'public'].includes(String(ACTIONS[exportName]?.who)),
);

test('[R8][T07] attack 1: with a member’s cookie for its domain, an organization does nothing in their name elsewhere', async () => {
  const victim = await newUser('Vera Victim');
  const evil = await houseOf([[victim, 'member']], 'Evil House');
  await newOrg([[victim, 'owner']], 'Victim House');
  const before = await allOf(victim);
  const kept = ['chooseTheme', 'hideFirstSteps', 'hideUsageWarning']; // in a cookie of this host
  const asked: string[] = [];
  for (const { exportName: name, path: id } of personal) {
    const host = hostOf(evil.host);
    const cookie = await cookieFor(victim, evil.host);
    const input = ACTIONS[name]?.input('') ?? {};
    // Next re-sends an action to itself from any path, a 404 included.
    for (const path of ['/', '/members', '/account', '/no/such/page']) {
      const code = codeOf(await act(id, input, { host, path, cookie }));
      expect([kept.includes(name) ? 'ok' : 'root_host_required', 'none'], `${name} ${path}`).toContain(code);
    }
    asked.push(codeOf(await act(id, input, { host, path: '/', cookie })));
    // Nor does the cookie open the root host, or another organization's.
    for (const elsewhere of [hostOf(), hostOf('acme')])
      expect(
        codeOf(await act(id, input, { host: elsewhere, path: '/', cookie })),
        `${name} ${elsewhere}`,
      ).not.toBe('ok');
  }
  expect(asked.filter((code) => code === 'root_host_required').length).toBeGreaterThan(20);
  expect(await allOf(victim)).toBe(before);
});

test('[R8] attack 1: nothing of the root host is served on a custom domain', async () => {
  const victim = await newUser('Vera Victim');
  const evil = await houseOf([[victim, 'member']], 'Evil House');
  const cookie = await cookieFor(victim, evil.host);
  for (const path of [
    '/account',
    '/organizations',
    '/organizations/new',
    '/handover',
    '/sign-in',
    '/reset',
    '/verify',
    '/api/auth/csrf',
  ])
    expect((await send({ host: hostOf(evil.host), path, cookie })).status, path).toBe(404);
  const list = await send({ host: hostOf(evil.host), path: '/shell/organizations', cookie });
  expect([list.status, JSON.parse(list.body).code]).toEqual([403, 'root_host_required']);
});
