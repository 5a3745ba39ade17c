import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { toUlid } from '../lib/ids';
import { ACTIONS } from './matrix/expectations';
import { built, clientPath, isOrgPath } from './matrix/surfaces';
import { expectAccessible } from './support/axe';
import { type ActionAnswer, act, hostOf, send } from './support/http';
import { atRoot, newUserWithPassword, orgUrl, PASSWORD, signedInAs } from './support/sign-in';
import {
  admin,
  cookieFor,
  newDomain,
  newInvitation,
  newOrg,
  newUser,
  type Org,
  type Someone,
} from './support/world';

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

test('[R8] attack 2: an old invitation link is carried on from a subdomain, and not from a custom domain', async ({
  page,
}) => {
  const org = await houseOf([], 'Old Links');
  const secret = 'old-secret-that-was-mailed';
  await page.goto(orgUrl(org.slug, `/invitation#${secret}`));
  await expect(page).toHaveURL(atRoot('/invitation'));
  await expect(page.getByRole('heading', { name: 'There is no such invitation' })).toBeVisible();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(`${request.url()} ${request.postData() ?? ''}`));
  await page.goto(orgUrl(org.host, `/invitation#${secret}`));
  await expect(page).toHaveURL((url) => url.href.startsWith(atRoot('/sign-in')));
  expect(page.url()).not.toContain(secret);
  expect(asked.filter((one) => one.includes(secret) && !one.startsWith(orgUrl(org.host)))).toEqual([]);
});

test('[R8] attack 2: whoever holds an invitation’s secret creates no account from a custom domain', async () => {
  const org = await houseOf([], 'Evil House');
  const email = `${randomUUID()}@people.example`;
  const { secret } = await newInvitation(org, email);
  const id = built.find(({ exportName }) => exportName === 'createInvitedAccount')?.path ?? '';
  const input = { secret, name: 'Not Them', password: 'a password of the attacker' };
  for (const host of [org.host, org.slug])
    for (const path of ['/', '/invitation', '/no/such/page'])
      expect(['root_host_required', 'none']).toContain(
        codeOf(await act(id, input, { host: hostOf(host), path })),
      );
  expect((await admin.query('SELECT 1 FROM app_user WHERE email = $1', [email])).rows).toEqual([]);
});

test('[R8] a hostile domain that keeps all it is sent learns nothing of a member’s other organizations', async () => {
  test.setTimeout(180_000);
  const me = await newUser('Nora Both');
  const evil = await houseOf([[me, 'owner']], 'Evil House');
  const other = await houseOf([[me, 'owner']], 'Canary Otherhouse');
  const told = [other.name, other.slug, other.host, other.id, toUlid(other.id)];
  const cookie = await cookieFor(me, evil.host);
  const host = hostOf(evil.host);
  const heard = (answer: { body: string; headers: object }) =>
    told.filter((word) => (answer.body + JSON.stringify(answer.headers)).includes(word));
  // The words would be found: the subdomain's switcher says them.
  const list = {
    path: '/shell/organizations',
    cookie: await cookieFor(me, evil.slug),
    host: hostOf(evil.slug),
  };
  expect(heard(await send(list))).toEqual(expect.arrayContaining([other.name, toUlid(other.id)]));

  const paths = built.filter(
    ({ kind, path }) => kind !== 'action' && (isOrgPath(path) || path.startsWith('/api/')),
  );
  expect(paths.length).toBeGreaterThan(40);
  for (const { path } of paths) {
    const at = clientPath(path, 'main');
    for (const headers of [{ accept: 'text/html' }, { accept: 'text/x-component', rsc: '1' }]) {
      const answer = await send({ host, path: at, cookie, headers: headers as Record<string, string> });
      expect(heard(answer), `${at} ${JSON.stringify(headers)}`).toEqual([]);
    }
  }
  for (const named of [toUlid(other.id), 'x'])
    for (const path of ['/api/v1/context', `/api/v1/orgs/${named}/context`, '/api/v1/members']) {
      const headers = { 'x-rowhouse-organization': named };
      expect(heard(await send({ host, path, cookie, headers })), path).toEqual(
        named === 'x' ? [] : echo(path, named),
      );
    }
  for (const { exportName: name, path: id } of built.filter(({ kind }) => kind === 'action')) {
    const row = ACTIONS[name];
    if (!row || row.provedIn) continue;
    const answer = await act(id, row.input(toUlid(other.id)), { host, path: '/members', cookie });
    const theirs = heard(answer).filter((word) => word !== toUlid(other.id)); // what was sent may come back
    expect(theirs, name).toEqual([]);
  }
});

/** A 404 may repeat the address that was asked for. */
const echo = (path: string, named: string) => (path.includes(named) ? expect.any(Array) : []);

test('[R8][K2] on a custom domain no password is asked for: the root host asks, and leads back', async ({
  page,
  context,
}) => {
  const [me, heir] = [await newUserWithPassword('Olga Owner'), await newUser('Hera Heir')];
  const org = await houseOf(
    [
      [me, 'owner'],
      [heir, 'member'],
    ],
    'Proving House',
  );
  await signedInAs(context, me, org.host);
  await admin.query(`UPDATE session SET proved_at = now() - interval '1 hour' WHERE id = $1`, [me.session]);
  await page.goto(orgUrl(org.host, '/members?role=member'));
  const makeOwner = async () => {
    await page
      .getByRole('row', { name: /Hera Heir/ })
      .getByRole('button', { name: /role/i })
      .click();
    await page.getByRole('menuitemradio', { name: /Owner/ }).click();
  };
  await makeOwner();
  const dialog = page.getByRole('dialog', { name: 'Confirm that it’s you' });
  await expect(dialog).toContainText('What you entered here isn’t kept');
  await expect(page.locator('input[type=password]')).toHaveCount(0);
  await expectAccessible(page, 'the way to confirming');
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await expect(page).toHaveURL((url) => url.href.startsWith(atRoot('/prove?')));
  await expect(page.getByText('Proving House').first()).toBeVisible();
  await expectAccessible(page, 'confirming on the root host');
  await page.getByLabel('Password', { exact: true }).fill('a wrong guess');
  await page.getByRole('button', { name: 'Confirm and continue' }).click();
  await expect(page.getByText('That is not your password.')).toBeVisible();
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Confirm and continue' }).click();
  await expect(page).toHaveURL(orgUrl(org.host, '/members?role=member'));
  await expect(page.getByText('Repeat what you were doing').first()).toBeVisible();
  await makeOwner();
  await expect(page.getByText('Hera Heir is an owner now').first()).toBeVisible();
});

test('[R8][T39] the page that asks for the password leads to no host but those of my organizations', async () => {
  const me = await newUser('Rita Redirect');
  const mine = await houseOf([[me, 'member']], 'Mine');
  const evil = await houseOf([], 'Evil House');
  const ask = async (host: string, next = '/members') => {
    const path = `/prove?${new URLSearchParams({ host, next })}`;
    return (await send({ path, cookie: await cookieFor(me) })).headers.location ?? '';
  };
  expect(await ask(mine.host)).toBe(orgUrl(mine.host, '/members#confirmed'));
  for (const host of [
    evil.host,
    evil.slug,
    'evil.test',
    `${mine.host}.evil.test`,
    `${mine.host}@evil.test`,
    '//evil.test',
    `${mine.host}/`,
  ])
    expect(new URL(await ask(host), atRoot()).href, host).toBe(atRoot('/organizations'));
  for (const next of [
    '//evil.test',
    'https://evil.test',
    '/\\evil.test',
    '@evil.test',
    '.evil.test',
    'javascript:alert(1)',
  ])
    expect(new URL(await ask(mine.host, next)).host, next).toBe(hostOf(mine.host));
});

test('[R8] signing out on a custom domain ends nothing elsewhere; the root host asks', async ({
  page,
  context,
}) => {
  const me = await newUser('Otto Out');
  const org = await houseOf([[me, 'member']], 'Out House');
  await signedInAs(context, me, org.host);
  await page.goto(orgUrl(org.host, '/members'));
  await page.getByRole('button', { name: /Otto Out/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(atRoot('/sign-out'));
  const ended = async () =>
    (await admin.query('SELECT revoked_at IS NOT NULL AS ended FROM session WHERE id = $1', [me.session]))
      .rows;
  expect(await ended()).toEqual([{ ended: false }]);
  expect((await context.cookies(orgUrl(org.host))).length).toBe(0);
  await expectAccessible(page, 'signing out everywhere');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(atRoot('/sign-in'));
  expect(await ended()).toEqual([{ ended: true }]);
});

test('[R8] on a custom domain, the switcher and ⌘K lead to the root host', async ({ page, context }) => {
  const me = await newUser('Swen Switch');
  const org = await houseOf([[me, 'member']], 'Switch House');
  await newOrg([[me, 'owner']], 'Canary Other');
  await signedInAs(context, me, org.host);
  await page.goto(orgUrl(org.host, '/members'), { waitUntil: 'networkidle' });
  await page.keyboard.press('ControlOrMeta+k');
  const palette = page.getByRole('dialog', { name: 'Search and commands' });
  await expect(palette.getByText('Switch organization')).toBeVisible();
  await expect(palette.getByText('Canary Other')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: /switch organization/ }).click();
  await expect(page).toHaveURL(atRoot('/organizations'));
  await expect(page.getByText('Canary Other').first()).toBeVisible();
});
