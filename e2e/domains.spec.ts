import { expect, type Page, test } from '@playwright/test';
import { v7 } from 'uuid';
import { toUlid } from '../lib/ids';
import { built } from './matrix/surfaces';
import { expectAccessible } from './support/axe';
import { nameServer, proofOf } from './support/dns';
import { act, hostOf, send } from './support/http';
import { latestMail, linkIn } from './support/mail';
import {
  atRoot,
  fillSignIn,
  forgetAttempts,
  newUserWithPassword,
  orgUrl,
  signedInAs,
} from './support/sign-in';
import { admin, cookieFor, newDomain, newOrg, newUser, type Org } from './support/world';

// Custom domains, from the first record to the last redirect, against a name server that changes its answers.

let dns: Awaited<ReturnType<typeof nameServer>>;
test.beforeAll(async () => {
  dns = await nameServer();
});
test.afterAll(() => dns.stop());
test.beforeEach(forgetAttempts);

const newHost = () => `console.d-${v7().slice(-12)}.test`;
const card = (page: Page, host: string) => page.getByRole('article', { name: host });
const check = async (page: Page, host: string) => {
  await card(page, host).getByRole('button', { name: 'Check now' }).click();
};
async function publish(org: Org, host: string) {
  const [name, value] = await proofOf(org.id, host);
  dns.zone.set(name, 'TXT', value);
}
/** Makes a host of the org the one that people are led to. */
const lead = (org: Org, host: string) =>
  admin.query('UPDATE org_host SET primary_of = org_id WHERE org_id = $1 AND host = $2', [org.id, host]);

test('[B2] added, verified, live, failing and well again: what was found stands against what was expected', async ({
  page,
  context,
}) => {
  const me = await newUser('Dora Domain');
  const org = await newOrg([[me, 'admin']], 'Domain House');
  const host = newHost();
  await signedInAs(context, me, org.slug);
  await page.goto(orgUrl(org.slug));
  await page.getByRole('link', { name: 'Domains', exact: true }).click();
  await expect(page.getByText('Open it at a domain of your own')).toBeVisible();

  await page.getByRole('button', { name: 'Add domain' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Domain', { exact: true }).fill('https://example.com/');
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('without https://')).toBeVisible();
  await dialog.getByLabel('Domain', { exact: true }).fill(host.toUpperCase());
  await page.keyboard.press('Enter');
  await expect(card(page, host).getByText('Pending')).toBeVisible();
  const [name, value] = await proofOf(org.id, host);
  for (const text of [name, value, 'domains.rowhouse.localhost'])
    await expect(card(page, host).getByText(text, { exact: true }).first()).toBeVisible();
  await expect(card(page, host).getByText('Not found')).toHaveCount(2);

  dns.zone.set(name, 'TXT', 'rowhouse-domain=somebody-elses');
  await check(page, host);
  await expect(card(page, host).getByText('Other value')).toBeVisible();
  await expect(card(page, host).getByText('rowhouse-domain=somebody-elses')).toBeVisible();
  await expect(card(page, host).getByText('Pending')).toBeVisible();

  dns.zone.set(name, 'TXT', value);
  await check(page, host);
  await expect(card(page, host).getByText('Verified')).toBeVisible();
  dns.zone.set(host, 'CNAME', 'domains.rowhouse.localhost');
  await check(page, host);
  await expect(card(page, host).getByText('Live', { exact: true })).toBeVisible();

  dns.zone.set(host, 'CNAME', 'pages.example');
  await check(page, host);
  await expect(card(page, host).getByText('Failing')).toBeVisible();
  await expect(card(page, host).getByText('It no longer leads here')).toBeVisible();
  dns.zone.set(host, 'CNAME', 'domains.rowhouse.localhost');
  await check(page, host);
  await expect(card(page, host).getByText('Live', { exact: true })).toBeVisible();
  await page.goto(orgUrl(org.slug, '/audit'));
  await expect(page.getByText('found the proof of')).toBeVisible();
});

test('[B4][B2] the primary domain: sign-in and pages there, others redirect, the subdomain opens, and it can go', async ({
  page,
  context,
}) => {
  const me = await newUserWithPassword('Paula Primary');
  const org = await newOrg([[me, 'owner']], 'Primary House');
  const [host, other] = [newHost(), newHost()];
  await newDomain(org, host);
  await newDomain(org, other);
  // Not the primary one yet: it leads to the subdomain.
  const before = await send({ host: hostOf(host), path: '/members?role=owner' });
  expect([before.status, before.headers.location]).toEqual([308, orgUrl(org.slug, '/members?role=owner')]);

  await signedInAs(context, me, org.slug);
  await page.goto(orgUrl(org.slug, '/domains'));
  await card(page, host).getByRole('button', { name: 'Make primary' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Make primary' }).click();
  await expect(card(page, host).getByText('Primary', { exact: true })).toBeVisible();

  await context.clearCookies();
  await page.goto(orgUrl(host, '/members?role=owner'));
  await expect(page).toHaveURL(new RegExp(`^${atRoot('/sign-in')}`));
  await fillSignIn(page, me.email);
  await expect(page).toHaveURL(orgUrl(host, '/members?role=owner'));
  await expect(page).toHaveTitle('Members · Primary House');
  await page.getByRole('link', { name: 'Settings', exact: true }).click();
  await expect(page).toHaveURL(orgUrl(host, '/settings'));
  for (const { domain } of await context.cookies()) expect(domain).not.toMatch(/^\./);

  for (const cookie of [undefined, await cookieFor(me, other)]) {
    const away = await send({ host: hostOf(other), path: '/members?role=owner&q=a%26b', cookie });
    expect(away.status).toBe(308);
    expect(away.headers.location).toBe(orgUrl(host, '/members?role=owner&q=a%26b'));
    expect(away.headers['cache-control']).toContain('no-store');
  }
  const subdomain = await send({ host: hostOf(org.slug), path: '/', cookie: await cookieFor(me, org.slug) });
  expect(subdomain.status).toBe(200);
  // My organizations and the switcher lead to the primary one.
  const mine = await send({
    host: hostOf(org.slug),
    path: '/shell/organizations',
    cookie: await cookieFor(me, org.slug),
  });
  expect(mine.body).toContain(orgUrl(host));

  await page.goto(orgUrl(org.slug, '/domains'));
  await card(page, host)
    .getByRole('button', { name: `Acts on ${host}` })
    .click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('stops opening at once');
  await expect(dialog).toContainText(`the switcher leads to ${hostOf(org.slug)} again`);
  await dialog.getByRole('button', { name: 'Remove domain' }).click();
  // Not by the card's absence: an open dialog hides the page behind it from roles.
  await expect(page.getByText(`${host} was removed`).first()).toBeVisible();
  await expect(card(page, host)).toHaveCount(0);
  expect((await send({ host: hostOf(host), cookie: await cookieFor(me, host) })).status).toBe(404);
});

test('[R7][B3][T18][T39] an unknown host, a pending one and one that was let go are the same clean 404', async () => {
  const me = await newUser('Una Unknown');
  const org = await newOrg([[me, 'owner']], 'Canary Unknown');
  const [pending, gone] = [newHost(), newHost()];
  await newDomain(org, gone);
  await admin.query('DELETE FROM org_host WHERE host = $1', [gone]);
  await admin.query(
    `INSERT INTO domain (org_id, id, host, proof, lapses_at, next_look_at, created_by)
      VALUES ($1, $2, $3, 'proof', now() + interval '14 days', now() + interval '1 day', 'Una')`,
    [org.id, v7(), pending],
  );
  for (const path of ['/', '/members', '/auth/start', '/invitation', '/mark.svg']) {
    const seen = new Set<string>();
    for (const host of [pending, gone, newHost()]) {
      const { status, body } = await send({ host: hostOf(host), path, cookie: await cookieFor(me, host) });
      expect(status, `${host}${path}`).toBe(404);
      expect(body, 'names no organization').not.toContain('Canary Unknown');
      seen.add(plain(body, host));
    }
    expect(seen.size, path).toBe(1);
  }
  // Nobody is sent there with a code, either.
  const challenge = 'A'.repeat(43);
  for (const host of [pending, gone, 'evil.example']) {
    const path = `/handover?host=${host}&challenge=${challenge}&next=%2F`;
    expect((await send({ path, cookie: await cookieFor(me) })).status, host).toBe(404);
  }
});

test('[R1][R7][T16][T17][T19] a custom domain is its organization’s, however it is spelt and whatever is claimed', async () => {
  const me = await newUser('Spell Ing');
  const org = await newOrg([[me, 'owner']], 'Spelt House');
  const other = await newOrg([[me, 'owner']], 'Claimed House');
  const host = newHost();
  await newDomain(org, host);
  await lead(org, host);
  const cookie = await cookieFor(me, host);
  const context = async (at: string, headers: Record<string, string> = {}) =>
    send({ host: at, path: '/api/v1/context', cookie, headers });
  const { port } = new URL(atRoot());
  for (const at of [hostOf(host), host.toUpperCase(), `${host}.`, `${host}.:${port}`])
    expect((await context(at)).body, at).toContain('Spelt House');
  for (const claim of [
    { 'x-rowhouse-organization': toUlid(other.id) },
    { 'x-forwarded-host': hostOf(other.slug) },
    { 'x-rowhouse-host': other.slug },
  ] as Record<string, string>[]) {
    const { status, body } = await context(hostOf(host), claim);
    expect([status, body.includes('Spelt House')], JSON.stringify(claim)).toEqual([200, true]);
  }
  for (const at of [
    `x.${host}`,
    `${host}.evil.test`,
    `${host},${host}`,
    `me@${host}`,
    `${host}%2e`,
    `${host}:99999`,
    `[${host}]`,
  ])
    expect((await context(at)).body.includes('Spelt House'), at).toBe(false);
});

test('[T5][B3] a proof for a domain that another organization holds: told that, and not whose', async ({
  page,
  context,
}) => {
  const me = await newUser('Theo Taken');
  const org = await newOrg([[me, 'admin']], 'Second House');
  const holder = await newOrg([], 'Canary Holder');
  const host = newHost();
  await newDomain(holder, host);
  await signedInAs(context, me, org.slug);
  await page.goto(orgUrl(org.slug, '/domains'));
  await page.getByRole('button', { name: 'Add domain' }).click();
  await page.getByRole('dialog').getByLabel('Domain', { exact: true }).fill(host);
  await page.keyboard.press('Enter');
  await expect(card(page, host).getByText('Pending')).toBeVisible();
  await publish(org, host);
  await check(page, host);
  await expect(card(page, host).getByText('another organization holds this domain')).toBeVisible();
  await expect(card(page, host).getByText('host_taken')).toBeVisible();
  expect(await page.content()).not.toContain('Canary Holder');
  expect(await page.content()).not.toContain(holder.slug);
});

test('[R8][M4] an invitation leads to the root host, with the organization’s brand, though it has a domain of its own', async ({
  page,
  context,
}) => {
  const me = await newUser('Ida Inviter');
  const org = await newOrg([[me, 'owner']], 'Mail House');
  const host = newHost();
  await newDomain(org, host);
  await lead(org, host);
  await signedInAs(context, me, org.slug);
  await page.goto(orgUrl(org.slug, '/members/invite'));
  const email = `${v7()}@people.example`;
  await page.getByRole('textbox', { name: 'E-mail addresses' }).fill(email);
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('heading', { name: `${email} is invited` })).toBeVisible();
  const link = linkIn(await latestMail(email));
  expect(link).toMatch(new RegExp(`^${atRoot('/invitation')}#`));

  await context.clearCookies();
  await page.goto(link);
  await expect(page).toHaveURL(atRoot('/invitation'));
  await expect(page.getByRole('heading', { name: 'Join Mail House' })).toBeVisible();
});

test('[L2] while the feature is off there is no page, no action and no link to it; the host redirects to the subdomain', async () => {
  const me = await newUser('Olaf Off');
  const org = await newOrg([[me, 'owner']], 'Off House');
  const host = newHost();
  await newDomain(org, host);
  await lead(org, host);
  await admin.query(`UPDATE org SET features_off = '{custom_domains}' WHERE id = $1`, [org.id]);
  const cookie = await cookieFor(me, org.slug);
  expect((await send({ host: hostOf(org.slug), path: '/domains', cookie })).status).toBe(404);
  const home = await send({ host: hostOf(org.slug), path: '/', cookie });
  expect(home.body).not.toContain('href="/domains"');
  const atHost = (path: string, more = {}) => send({ host: hostOf(host), path, ...more });
  for (const more of [{}, { cookie: await cookieFor(me, host) }]) {
    const { status, headers } = await atHost('/members', more);
    expect([status, headers.location]).toEqual([308, orgUrl(org.slug, '/members')]);
  }
  expect((await atHost('/auth/start')).headers.location).toMatch(new RegExp(`^${orgUrl(org.slug)}`));
  const ask = () => send({ host: hostOf(), path: `/api/domains/ask?domain=${host}` });
  expect((await ask()).status).toBe(404);
  await admin.query(`UPDATE org SET features_off = '{}' WHERE id = $1`, [org.id]);
  expect((await ask()).status).toBe(200);
  expect((await atHost('/', { cookie: await cookieFor(me, host) })).status).toBe(200);
});

test('[B2] a proxy that does TLS is told which hosts are known, and nothing else', async () => {
  const org = await newOrg([], 'Canary Ask');
  const host = newHost();
  await newDomain(org, host);
  const ask = (domain: string, at = hostOf()) =>
    send({ host: at, path: `/api/domains/ask?domain=${domain}` });
  for (const at of [hostOf(), '127.0.0.1', 'localhost'])
    expect(await ask(host, at), at).toMatchObject({ status: 200, body: '' });
  for (const known of [new URL(atRoot()).hostname, new URL(orgUrl(org.slug)).hostname])
    expect((await ask(known)).status, known).toBe(200);
  for (const unknown of [newHost(), `no-such.${new URL(atRoot()).hostname}`, '10.0.0.1', '', `${host}%2f`])
    expect((await ask(unknown)).status, unknown).toBe(404);
  expect((await ask('a%00b')).status, 'NUL').toBe(400);
  // On an organization's host it is a page like any that nobody made: for members alone.
  expect((await ask(host, hostOf(org.slug))).status).toBe(307);
});

test('[T40] a host that a client claims is in no link of a mail', async () => {
  const me = await newUser('Mia Mail');
  const org = await newOrg([[me, 'owner']], 'Claimed House');
  const send = built.find(({ exportName }) => exportName === 'sendInvites');
  const claims: Record<string, string>[] = [
    { 'x-forwarded-host': 'evil.test' },
    { forwarded: 'host=evil.test' },
    { 'x-rowhouse-host': 'evil.test' },
  ];
  for (const headers of claims) {
    const email = `${v7()}@people.example`;
    const ask = {
      host: hostOf(org.slug),
      path: '/members/invite',
      cookie: await cookieFor(me, org.slug),
      headers,
    };
    await act(send?.path ?? '', { text: email, role: 'viewer' }, ask);
    const mail = await latestMail(email);
    expect(linkIn(mail)).toContain(atRoot('/invitation#'));
    expect(mail.html + mail.text).not.toContain('evil.test');
  }
});

test('every state at once: axe finds nothing, wide and narrow, light and dark', async ({ page, context }) => {
  test.slow();
  const me = await newUser('Axel Domains');
  const org = await newOrg([[me, 'owner']], 'States House');
  await everyState(org);
  await signedInAs(context, me, org.slug);
  await page.goto(orgUrl(org.slug, '/domains'), { waitUntil: 'networkidle' });
  for (const [width, theme] of [
    [1440, 'light'],
    [390, 'dark'],
  ] as const) {
    await page.setViewportSize({ width, height: 900 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    await page.evaluate((t) => {
      document.documentElement.dataset.theme = t;
    }, theme);
    await expectAccessible(page, `${theme}, ${width} px`);
    await shot(page, `domains-${width}-${theme}`);
  }
  await page.getByRole('button', { name: 'Add domain' }).click();
  await expectAccessible(page, 'adding');
  await shot(page, 'domains-add');
});

const shot = async (page: Page, name: string) => {
  if (process.env.E2E_SHOTS)
    await page.screenshot({ path: `${process.env.E2E_SHOTS}/${name}.png`, fullPage: true });
};

/** A domain of the org in each state. */
async function everyState(org: Org) {
  const { host } = await newDomain(org, newHost());
  await lead(org, host);
  await newDomain(org, newHost());
  const found = (txt: object, points: object) => JSON.stringify({ txt, points });
  const none = { answer: 'none', values: [], names: [], addresses: [] };
  const waiting = {
    lapses_at: new Date(Date.now() + 9e8),
    next_look_at: new Date(Date.now() + 9e8),
    checked_at: new Date(Date.now() - 9e5),
  };
  const held = {
    verified_at: new Date(),
    next_look_at: new Date(Date.now() + 9e8),
    checked_at: new Date(Date.now() - 9e6),
  };
  const right = { answer: 'right', values: ['rowhouse-domain=proof'] };
  const rows: [string, string, object][] = [
    [
      'pending',
      newHost(),
      {
        ...waiting,
        found: found(
          { answer: 'other', values: ['rowhouse-domain=0ld'] },
          { ...none, answer: 'elsewhere', names: ['pages.example'], addresses: ['198.51.100.1'] },
        ),
      },
    ],
    ['pending', `xn--mller-kva-${v7().slice(-6)}.example`.replace(/kva-.*\./, 'kva.'), waiting],
    ['pending', newHost(), { ...waiting, taken: true, found: found(right, none) }],
    ['verified', newHost(), { ...held, found: found(right, none) }],
    [
      'failing',
      newHost(),
      {
        ...held,
        missed: 2,
        missed_since: new Date(),
        found: found({ answer: 'none', values: [] }, { ...none, answer: 'silent' }),
      },
    ],
    ['lapsed', newHost(), { next_look_at: null, verified_at: new Date() }],
  ];
  for (const [state, name, more] of rows) {
    if (state === 'verified' || state === 'failing')
      await admin.query('INSERT INTO org_host (org_id, host) VALUES ($1, $2)', [org.id, name]);
    const row = {
      org_id: org.id,
      id: v7(),
      host: name,
      state,
      held_host: state === 'verified' || state === 'failing' ? name : null,
      proof: 'proof',
      created_by: 'Tester',
      ...more,
    };
    const columns = Object.keys(row);
    await admin.query(
      `INSERT INTO domain (${columns.join(', ')}) VALUES (${columns.map((_, i) => `$${i + 1}`).join(', ')})`,
      Object.values(row),
    );
  }
}

/** A page without what differs between any two. */
const plain = (body: string, host: string): string =>
  body
    .replace(/<script[\s\S]*?<\/script>/g, '')
    .replace(/[A-Za-z0-9+/]{22}==/g, 'NONCE')
    .replaceAll(host, 'HOST');
