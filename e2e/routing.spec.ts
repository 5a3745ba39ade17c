import { expect, test } from '@playwright/test';
import { fromUlid, toUlid } from '../lib/ids';
import { built } from './matrix/surfaces';
import { type Ask, act, hostOf, rootUrl, send } from './support/http';
import { orgUrl, signedInAs } from './support/sign-in';
import { admin, cookieFor, newOrg, newUser, type Org, type Someone } from './support/world';

// The routing log: which request was for which organization, how that was found out, and what became of it.

type Logged = {
  method: string;
  host: string;
  path: string;
  surface: string;
  resolved_by: string;
  header: string | null;
  disagreed: boolean;
  actor_id: string | null;
  actor_label: string;
  outcome: string;
  reason: string | null;
};

const logOf = async ({ id }: Org): Promise<Logged[]> =>
  (await admin.query('SELECT * FROM routing_decision WHERE org_id = $1 ORDER BY id', [id])).rows;

/** Waits until the log has a line like this, and gives it. */
async function logged(org: Org, like: Partial<Logged>): Promise<Logged> {
  let found: Logged | undefined;
  const matches = (row: Logged) =>
    Object.entries(like).every(([key, value]) => row[key as keyof Logged] === value);
  await expect
    .poll(async () => {
      found = (await logOf(org)).find(matches);
      return found !== undefined;
    })
    .toBe(true);
  return found as Logged;
}

const idOf = (name: string) => built.find((one) => one.exportName === name)?.path ?? '';
const CONTEXT = '/api/v1/context';

async function world() {
  const [ada, bob, eve] = await Promise.all(
    ['Ada Admin', 'Bob Viewer', 'Eve Elsewhere'].map((n) => newUser(n)),
  );
  const [a, b, e] = [ada, bob, eve] as [Someone, Someone, Someone];
  const org = await newOrg(
    [
      [a, 'owner'],
      [b, 'viewer'],
    ],
    'Routed',
  );
  const other = await newOrg([[e, 'owner']], 'Other house');
  return { ada: a, bob: b, eve: e, org, other };
}
const as = async (who: Someone, { slug }: Org, path: string, more: Ask = {}) =>
  send({ host: hostOf(slug), path, cookie: await cookieFor(who, slug), ...more });

test('[R6] a page, an action and an API request each are one line: who, how, and that they were let in', async () => {
  const { ada, org } = await world();
  expect((await as(ada, org, '/members?q=secret-of-mine')).status).toBe(200);
  expect((await as(ada, org, CONTEXT)).status).toBe(200);
  await act(
    idOf('checkAddress'),
    { slug: 'routed-free' },
    { host: hostOf(org.slug), path: '/settings', cookie: await cookieFor(ada, org.slug) },
  );
  const who = {
    actor_id: ada.id,
    actor_label: ada.email,
    outcome: 'allowed',
    reason: null,
    resolved_by: 'route',
    host: org.slug,
  };
  expect(await logged(org, { path: '/members' })).toMatchObject({
    ...who,
    method: 'GET',
    surface: 'page',
    header: null,
    disagreed: false,
  });
  expect(await logged(org, { path: CONTEXT })).toMatchObject({ ...who, surface: 'api' });
  expect(await logged(org, { surface: 'action' })).toMatchObject({
    ...who,
    method: 'POST',
    path: '/settings',
  });
  // A page and its frame both enter: that is one decision.
  expect(await logOf(org)).toHaveLength(3);
});

test('[R6] an action that Next sends on to itself is logged where the client sent it', async () => {
  const { ada, org } = await world();
  await act(
    idOf('checkAddress'),
    { slug: 'routed-free' },
    { host: hostOf(org.slug), path: '/roles', cookie: await cookieFor(ada, org.slug) },
  );
  expect(await logged(org, { surface: 'action' })).toMatchObject({ path: '/roles', outcome: 'allowed' });
});

test('[R1][R6] a header that disagrees with the route loses, and the log says both', async () => {
  const { ada, org, other } = await world();
  const header = (value: string) => ({ headers: { 'x-rowhouse-organization': value } });
  expect((await as(ada, org, CONTEXT, header(toUlid(other.id)))).status).toBe(200);
  expect((await as(ada, org, '/roles', header(toUlid(other.id)))).status).toBe(200);
  expect((await as(ada, org, '/audit', header(toUlid(org.id)))).status).toBe(200);
  expect((await as(ada, org, '/members', header('Bearer rh_live_4f9a8b7c6d5e4f3a2b1c'))).status).toBe(200);
  const lost = { resolved_by: 'route', header: toUlid(other.id), disagreed: true, outcome: 'allowed' };
  expect(await logged(org, { path: CONTEXT })).toMatchObject(lost);
  expect(await logged(org, { path: '/roles' })).toMatchObject(lost);
  expect(await logged(org, { path: '/audit' })).toMatchObject({ header: toUlid(org.id), disagreed: false });
  // What it was may be a secret that went astray.
  expect(await logged(org, { path: '/members' })).toMatchObject({ header: 'malformed', disagreed: true });
  expect(await logOf(other)).toEqual([]);
});

test('[R6] by header on the root host: the line is that organization’s', async () => {
  const { ada, org } = await world();
  await send({
    path: CONTEXT,
    cookie: await cookieFor(ada),
    headers: { 'x-rowhouse-organization': toUlid(org.id) },
  });
  expect(await logged(org, {})).toMatchObject({
    host: '@root',
    resolved_by: 'header',
    header: toUlid(org.id),
    disagreed: false,
  });
});

test('[R3][R6] a refusal stands in the log of the organization that was asked for, and says of a stranger no more than an id', async () => {
  const { bob, eve, org, other } = await world();
  expect((await as(eve, org, '/')).status).toBe(403);
  expect((await as(eve, org, CONTEXT)).status).toBe(403);
  await send({
    path: CONTEXT,
    cookie: await cookieFor(eve),
    headers: { 'x-rowhouse-organization': toUlid(org.id) },
  });
  expect((await as(bob, org, '/audit')).status).toBe(403);
  expect((await send({ host: hostOf(org.slug), path: CONTEXT })).status).toBe(401);
  expect((await send({ host: hostOf(org.slug), path: '/members' })).status).toBe(307);
  const stranger = { actor_id: eve.id, actor_label: '', outcome: 'refused', reason: 'tenant_forbidden' };
  expect(await logged(org, { path: '/', actor_id: eve.id })).toMatchObject({
    ...stranger,
    resolved_by: 'route',
    surface: 'page',
  });
  expect(await logged(org, { path: CONTEXT, host: org.slug, actor_id: eve.id })).toMatchObject(stranger);
  expect(await logged(org, { path: CONTEXT, host: '@root' })).toMatchObject({
    ...stranger,
    resolved_by: 'header',
  });
  expect(await logged(org, { actor_id: bob.id })).toMatchObject({
    reason: 'forbidden',
    actor_label: bob.email,
  });
  expect(await logged(org, { actor_id: null })).toMatchObject({ path: CONTEXT, reason: 'unauthenticated' });
  // Being sent to sign in is no refusal. And nothing of it is in anybody else's log.
  expect(await logOf(org)).toHaveLength(5);
  expect(await logOf(other)).toEqual([]);
});

test('[T18][R6][R7] hosts and ids that lead nowhere are in no organization’s log', async () => {
  const { ada, org } = await world();
  const marker = `nowhere-${Date.now()}`;
  const before = (await admin.query('SELECT count(*)::int AS n FROM routing_decision')).rows[0].n;
  const cookie = await cookieFor(ada, `${marker}.example`);
  for (const path of ['/', CONTEXT, '/auth/start']) {
    for (const jar of [cookie, undefined])
      expect(
        (await send({ host: hostOf(`${marker}.example`), path, cookie: jar })).status,
      ).toBeGreaterThanOrEqual(400);
  }
  await send({
    path: CONTEXT,
    cookie: await cookieFor(ada),
    headers: { 'x-rowhouse-organization': '01ARZ3NDEKTSV4RRFFQ69G5FAV' },
  });
  await send({ path: CONTEXT, cookie: await cookieFor(ada) });
  await send({ host: '10.0.0.1', path: '/' });
  await send({
    host: hostOf(org.slug),
    path: `/t~/${org.slug}/members`,
    cookie: await cookieFor(ada, org.slug),
  });
  // A line of the same moment that does stand there: what came before it was written as well, or is not to be.
  await as(ada, org, '/roles');
  await logged(org, { path: '/roles' });
  const { rows } = await admin.query(
    'SELECT count(*)::int AS n, count(*) FILTER (WHERE host LIKE $1)::int AS nowhere FROM routing_decision',
    [`%${marker}%`],
  );
  expect(rows[0].nowhere).toBe(0);
  expect(await logOf(org)).toHaveLength(1);
  expect(rows[0].n).toBeGreaterThan(before);
});

test('[R6] no query string and no secret is in it', async () => {
  const { ada, org } = await world();
  const secret = 'rh_live_4f9a8b7c6d5e4f3a2b1c0d9e8f7a6b5c';
  await as(ada, org, `/members?token=${secret}`);
  await as(ada, org, `/no/${secret}/page`);
  await as(ada, org, `/no/such/${toUlid(org.id)}`);
  await logged(org, { path: '/no/***/page' });
  await logged(org, { path: `/no/such/${toUlid(org.id)}` }); // an id is what one searches by
  const all = JSON.stringify(
    (await admin.query('SELECT * FROM routing_decision WHERE org_id = $1', [org.id])).rows,
  );
  expect(all).not.toContain('4f9a8b7c6d5e');
  expect(all).not.toContain('?');
});

test('[R6] owners read it, filter it and open a line; others may not', async ({ page, context }) => {
  const { ada, bob, eve, org, other } = await world();
  expect((await as(bob, org, '/routing')).status).toBe(403);
  expect((await as(bob, org, '/routing/tail')).status).toBe(403);
  await as(eve, org, '/members');
  await as(ada, org, '/roles', { headers: { 'x-rowhouse-organization': toUlid(other.id) } });
  await logged(org, { path: '/roles' });
  await signedInAs(context, ada, org.slug);
  await page.goto(orgUrl(org.slug, '/routing'));
  const rows = page.getByRole('table', { name: 'Decisions' }).locator('tbody tr');
  await expect(rows.filter({ hasText: '/roles' })).toContainText(
    `The header said ${toUlid(other.id)}; the route decided`,
  );

  await page.goto(orgUrl(org.slug, '/routing?disagreed=yes'));
  await expect(rows).toHaveCount(1);
  await page.goto(orgUrl(org.slug, `/routing?actor=${toUlid(eve.id)}`));
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText('Not a member of the organization');
  await rows.getByRole('link').click();
  const sheet = page.getByRole('dialog', { name: 'Decision' });
  await expect(sheet).toContainText('tenant_forbidden');
  await expect(sheet).toContainText('Not a member');
  await expect(sheet).not.toContainText(eve.email);
  await sheet.getByRole('button', { name: 'Copy the request’s id' }).click();
  await page.keyboard.press('Escape');

  await page.goto(orgUrl(org.slug, '/routing'));
  await page.getByRole('button', { name: 'Outcome' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Refused' }).click();
  await expect(page).toHaveURL(/outcome=refused/);
  await expect(rows).toHaveCount(3);
  await page.goto(orgUrl(org.slug, '/routing?by=token'));
  await expect(page.getByRole('heading', { name: 'No decision answers to these filters' })).toBeVisible();
});

test('[R6] the live view: new lines come in, wait while somebody reads, and it ends with the membership', async ({
  page,
  context,
}) => {
  const { ada, bob, org } = await world();
  await admin.query(`UPDATE membership SET role = 'admin' WHERE org_id = $1 AND user_id = $2`, [
    org.id,
    bob.id,
  ]);
  await signedInAs(context, bob, org.slug);
  await page.goto(orgUrl(org.slug, '/routing'));
  await page.getByRole('switch', { name: 'Follow live' }).click();
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  const rows = page.getByRole('table', { name: 'Decisions' }).locator('tbody tr');
  await as(ada, org, '/roles');
  await expect(rows.filter({ hasText: '/roles' })).toHaveCount(1);
  // Its own questions are not in it.
  await expect(rows.filter({ hasText: '/routing/tail' })).toHaveCount(0);

  await rows.first().hover();
  await as(ada, org, '/settings');
  await expect(page.getByText(/Held while you read: \d+ more/)).toBeVisible();
  await expect(rows.filter({ hasText: '/settings' })).toHaveCount(0);
  await page.getByRole('heading', { name: 'Routing log' }).hover();
  await expect(rows.filter({ hasText: '/settings' })).toHaveCount(1);

  await admin.query('DELETE FROM membership WHERE org_id = $1 AND user_id = $2', [org.id, bob.id]);
  await expect(page.getByText('Ended: you may not read this log any more')).toBeVisible();
  expect(await logged(org, { path: '/routing/tail' })).toMatchObject({
    outcome: 'refused',
    reason: 'tenant_forbidden',
  });
});

test('[T5][D3] another organization’s decision opens nothing here, in the list or live', async () => {
  const { ada, eve, org, other } = await world();
  await as(eve, other, '/roles');
  await logged(other, { path: '/roles' });
  const [foreign] = (await admin.query('SELECT id FROM routing_decision WHERE org_id = $1', [other.id])).rows;
  const asked = await as(ada, org, `/routing?decision=${toUlid(foreign.id)}`);
  expect(asked.status).toBe(200);
  expect(asked.body.includes(other.slug), 'leaks').toBe(false);
  const tail = await as(ada, org, `/routing/tail?after=${toUlid(foreign.id)}`);
  expect(JSON.parse(tail.body).lines.every((line: { hostKey: string }) => line.hostKey === org.slug)).toBe(
    true,
  );
});

test('[R6][R1][R4] a replay says what becomes of the request when it is sent', async () => {
  test.setTimeout(120_000);
  const { ada, org, other } = await world();
  const moved = `${org.slug}-old`;
  await admin.query(
    `INSERT INTO org_host (org_id, host, state, former_until) VALUES ($1, $2, 'former', now() + interval '9 days')`,
    [org.id, moved],
  );
  const second = await newOrg([[ada, 'viewer']], 'Second house');
  const none = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
  const hosts = [org.slug, second.slug, other.slug, moved, 'no-such-house', 'nobody.example', undefined];
  const headers = ['', toUlid(org.id), toUlid(other.id), none, 'nonsense'];
  type Case = { host: string; key?: string; path: string; header: string; as: 'me' | 'nobody' };
  const cases: Case[] = hosts.flatMap((key) => [
    ...headers.map((header): Case => ({ host: hostOf(key), key, path: CONTEXT, header, as: 'me' })),
    ...(['me', 'nobody'] as const).map(
      (who): Case => ({
        host: hostOf(key),
        key,
        path: key ? '/members' : '/organizations',
        header: '',
        as: who,
      }),
    ),
    { host: hostOf(key), key, path: CONTEXT, header: '', as: 'nobody' },
  ]);
  for (const host of [
    'localhost',
    '127.0.0.1',
    '10.0.0.1',
    `a.${hostOf(org.slug)}`,
    `${org.slug.toUpperCase()}.${rootUrl.host}`,
    `xn--80ak6aa92e.${rootUrl.host}`,
  ])
    cases.push({ host, key: org.slug, path: '/members', header: '', as: 'me' });
  for (const path of [`/t~/${org.slug}`, '/%74~/x', '/api/health', '/mark.svg', '/roles?organization=x'])
    cases.push({ host: hostOf(org.slug), key: org.slug, path, header: toUlid(other.id), as: 'me' });
  expect(cases.length).toBeGreaterThanOrEqual(40);

  const owner = { host: hostOf(org.slug), path: '/routing/replay', cookie: await cookieFor(ada, org.slug) };
  for (const { host, key, path, header, as: who } of cases) {
    const answer = await act(idOf('replayRequest'), { host, path, header, token: '', as: who }, owner);
    const said = (answer.result as { data: { outcome: string; status: number; code: string | null } }).data;
    const sent = await send({
      host,
      path,
      cookie: who === 'me' ? await cookieFor(ada, key) : undefined,
      headers: header ? { 'x-rowhouse-organization': header } : {},
    });
    const label = `${host} ${path} ${header} ${who}: ${JSON.stringify(said)}`;
    // The console's own pages send a signed-out person on to sign in, themselves.
    if (said.outcome === 'open') expect(sent.status, label).toBeLessThan(400);
    else expect(sent.status, label).toBe(said.status);
    if (said.code && path === CONTEXT) expect(JSON.parse(sent.body).code, label).toBe(said.code);
    if (said.outcome === 'allowed' && path === CONTEXT)
      expect(fromUlid(JSON.parse(sent.body).organization.id), label).toBeTruthy();
  }
});

test('[R6] the replay page shows the steps', async ({ page, context }) => {
  const { ada, org, other } = await world();
  await signedInAs(context, ada, org.slug);
  await page.goto(orgUrl(org.slug, '/routing'));
  await page.getByRole('link', { name: 'Replay a request' }).click();
  await page.getByLabel('X-Rowhouse-Organization').fill(toUlid(other.id));
  await page.getByRole('button', { name: 'Replay', exact: true }).click();
  const steps = page.getByRole('region', { name: 'Decision' }).getByRole('listitem');
  await expect(steps).toHaveCount(7);
  await expect(steps.filter({ hasText: 'Header' }).first()).toContainText('lost to the route');
  await expect(page.getByText('Let in.', { exact: false })).toBeVisible();
  await page.getByLabel('Token’s organization').fill(toUlid(other.id));
  await page.getByRole('button', { name: 'Replay', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Decision' })).toContainText('tenant_forbidden');
});
