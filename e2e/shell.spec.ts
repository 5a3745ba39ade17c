import { expect, type Page, test } from '@playwright/test';
import { GRANTED, PERMISSIONS, type Permission, ROLES, type Role } from '../lib/access/permissions';
import { hostOf, send } from './support/http';
import { atRoot, orgUrl, signedInAs } from './support/sign-in';
import { admin, cookieFor, newOrg, newUser, type Org, type Someone } from './support/world';

// The frame around an organization's pages, and what stands in its place for whoever may not see one.

const nav = (page: Page) => page.getByRole('navigation', { name: 'Main' });
const setRole = (org: Org, user: Someone, role: string) =>
  admin.query('UPDATE membership SET role = $3 WHERE org_id = $1 AND user_id = $2', [org.id, user.id, role]);
const remove = (org: Org, user: Someone) =>
  admin.query('DELETE FROM membership WHERE org_id = $1 AND user_id = $2', [org.id, user.id]);

test('[M6] a removed member’s open tab: the next click ends at a page that knows nothing of the organization', async ({
  page,
  context,
}) => {
  const me = await newUser('Rita Removed');
  const [org, other] = [
    await newOrg([[me, 'admin']], 'Formerly Mine'),
    await newOrg([[me, 'member']], 'Still Mine'),
  ];
  await signedInAs(context, me, org.slug, other.slug);
  await page.goto(orgUrl(org.slug));
  await expect(page).toHaveTitle('Overview · Formerly Mine');
  await remove(org, me);
  await nav(page).getByRole('link', { name: 'Members' }).click();
  await expect(page.getByRole('heading', { name: 'You have no access here' })).toBeVisible();
  await expect(page.locator('body')).toContainText(me.email);
  await expect(page.locator('body')).not.toContainText('Formerly Mine');
  await expect(page).not.toHaveTitle(/Formerly Mine/);
  await page.goto(orgUrl(other.slug));
  await expect(page).toHaveTitle('Overview · Still Mine');
});

test('[M1] a role that was taken away a moment ago: the next click says who may, in a frame without what is gone', async ({
  page,
  context,
}) => {
  const me = await newUser('Dora Demoted');
  const org = await newOrg([[me, 'admin']]);
  await signedInAs(context, me, org.slug);
  await page.goto(orgUrl(org.slug));
  await setRole(org, me, 'viewer');
  await nav(page).getByRole('link', { name: 'Audit log' }).click();
  await expect(page.getByRole('heading', { name: 'Your role does not include this' })).toBeVisible();
  await expect(
    page.getByText('You are a viewer here. Only owners and admins may see the audit log.'),
  ).toBeVisible();
  await expect(nav(page).getByRole('link', { name: 'Audit log' })).toHaveCount(0);
  // Nor a heading over nothing.
  await expect(nav(page).getByRole('heading', { name: 'Records' })).toHaveCount(0);
  await page.getByRole('link', { name: 'Go to the overview' }).click();
  await expect(page).toHaveTitle(/^Overview/);
});

test('[R3][T5] refusals have their status, and a stranger’s is the same on every host', async () => {
  const stranger = await newUser('Sven Stranger');
  const [one, two] = [await newOrg([], 'Fortress One'), await newOrg([], 'Castle Two')];
  const ask = async (key: string, path = '/', who: Someone | null = stranger) =>
    send({ host: hostOf(key), path, cookie: who ? await cookieFor(who, key) : undefined });
  const [a, b] = [await ask(one.slug), await ask(two.slug)];
  expect([a.status, b.status]).toEqual([403, 403]);
  expect(sameness(a.body, one)).toBe(sameness(b.body, two));
  for (const { body } of [a, b]) expect(body).not.toMatch(/Fortress|Castle/);
  expect((await ask(one.slug, '/no/such/page')).status).toBe(403);

  const viewer = await newUser('Vito Viewer');
  const org = await newOrg([[viewer, 'viewer']]);
  expect((await ask(org.slug, '/audit', viewer)).status).toBe(403);
  expect((await ask(org.slug, '/members/invite', viewer)).status).toBe(403);
  expect((await ask(org.slug, '/no/such/page', viewer)).status).toBe(404);
  expect((await ask('no-such-org-at-all', '/', null)).status).toBe(404);
  expect((await ask('no-such-org-at-all', '/members', viewer)).status).toBe(404);
});

const FLIGHT =
  /<script[^>]*>(?:\(self\.__next_f=[^)]*\)|self\.__next_f)\.push\(\[\d(?:,"([\s\S]*?)")?\]\)<\/script>/g;

/**
 * A page without what differs from one request to the next: nonces, and in which pieces and in what order it came. Its
 * data is put together and sorted by rows, its markup by tags.
 */
const sameness = (html: string, { slug }: Org): string => {
  const plain = html.replace(/nonce(=|\\":)\\?"[^"]*"/g, '').replaceAll(slug, 'slug');
  const rows = [...plain.matchAll(FLIGHT)]
    .map(([, piece = '']) => piece)
    .join('')
    .split('\\n');
  return [...rows, ...plain.replace(FLIGHT, '').split(/(?=<)/)].sort().join('\n');
};

test('every page of an organization names it in its title, and wears its colour in the tab', async ({
  page,
  context,
}) => {
  const me = await newUser('Tilda Title');
  const org = await newOrg([[me, 'owner']], 'Titled');
  await signedInAs(context, me, org.slug);
  for (const [path, title] of Object.entries({
    '/': 'Overview',
    '/members': 'Members',
    '/invitations': 'Invitations',
    '/roles': 'Roles',
    '/audit': 'Audit log',
    '/settings': 'Settings',
    '/nowhere': 'Not found',
  })) {
    await page.goto(orgUrl(org.slug, path));
    await expect(page, path).toHaveTitle(`${title} · Titled`);
  }
  const icon = await page.locator('link[rel=icon]').first().getAttribute('href');
  const svg = await send({ host: hostOf(org.slug), path: icon ?? '' });
  expect(svg.headers['content-type']).toBe('image/svg+xml');
  expect(svg.body).toContain('#4f46e5');
  expect(svg.body).toContain('>T<');
});

test('[K2] signing out here signs out on every host', async ({ page, context }) => {
  const me = await newUser('Olaf Out');
  const [org, other] = [await newOrg([[me, 'member']]), await newOrg([[me, 'member']])];
  await signedInAs(context, me, org.slug, other.slug);
  await page.goto(orgUrl(org.slug));
  await page.getByRole('button', { name: 'Olaf Out' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goto(orgUrl(other.slug));
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goto(orgUrl(org.slug));
  await expect(page).toHaveURL(/\/sign-in/);
});

test('[K2] a token that runs out is renewed in passing, by a page and by a click', async ({
  page,
  context,
}) => {
  const me = await newUser('Rena Renewed');
  const org = await newOrg([[me, 'member']]);
  const use = async (seconds: number) => {
    const [name = '', value = ''] = (await cookieFor(me, org.slug, seconds)).split('=');
    await context.addCookies([{ name, value, url: orgUrl(org.slug), httpOnly: true, sameSite: 'Lax' }]);
  };
  await use(-60);
  await page.goto(orgUrl(org.slug, '/members?q=rena'));
  await expect(page).toHaveURL(orgUrl(org.slug, '/members?q=rena'));
  await use(-60);
  await nav(page).getByRole('link', { name: 'Roles' }).click();
  await expect(page).toHaveURL(orgUrl(org.slug, '/roles'));
  await expect(page.getByRole('heading', { name: 'Roles', exact: true })).toBeVisible();
});

test('[K2] a session that was ended elsewhere: the next click leads to signing in, and back', async ({
  page,
  context,
}) => {
  const me = await newUser('Enda Ended');
  const org = await newOrg([[me, 'member']]);
  await signedInAs(context, me, org.slug);
  await page.goto(orgUrl(org.slug));
  await expect(page).toHaveTitle(/^Overview/);
  await admin.query('UPDATE session SET revoked_at = now() WHERE user_id = $1', [me.id]);
  await nav(page).getByRole('link', { name: 'Roles' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await admin.query('UPDATE session SET revoked_at = NULL WHERE user_id = $1', [me.id]);
  await page.goto(orgUrl(org.slug, '/roles'));
  await expect(page).toHaveURL(orgUrl(org.slug, '/roles'));
});

test('the theme is chosen at once and stays', async ({ page, context }) => {
  const me = await newUser('Thea Theme');
  const org = await newOrg([[me, 'member']]);
  await signedInAs(context, me, org.slug);
  await page.goto(orgUrl(org.slug));
  await page.getByRole('button', { name: 'Thea Theme' }).click();
  const saved = page.waitForResponse((response) => response.request().method() === 'POST');
  await page.getByRole('menuitemradio', { name: 'Dark' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await saved;
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('the skip link leads past the navigation', async ({ page, context }) => {
  const me = await newUser('Skip Per');
  const org = await newOrg([[me, 'member']]);
  await signedInAs(context, me, org.slug);
  await page.goto(orgUrl(org.slug));
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.locator('#main')).toBeFocused();
});

test('[M1] the roles page shows the table that the server judges by, cell for cell', async ({
  page,
  context,
}) => {
  const me = await newUser('Rolf Roles');
  const org = await newOrg([[me, 'member']]);
  await signedInAs(context, me, org.slug);
  await page.goto(orgUrl(org.slug, '/roles'));
  const rows = page.locator('tr[data-permission]');
  await expect(rows).toHaveCount(Object.keys(PERMISSIONS).length);
  const shown = await rows.evaluateAll((all) =>
    all.flatMap((row) =>
      [...row.querySelectorAll<HTMLElement>('td[data-role]')].map((cell) => [
        (row as HTMLElement).dataset.permission,
        cell.dataset.role,
        cell.querySelector('[role=img]')?.getAttribute('aria-label') === 'May',
      ]),
    ),
  );
  expect(shown).toHaveLength(Object.keys(PERMISSIONS).length * ROLES.length);
  for (const [permission, role, may] of shown as [Permission, Role, boolean][])
    expect(may, `${role} ${permission}`).toBe(GRANTED[role].has(permission));
});

test('the first steps of a new organization go when they are done, or hidden', async ({ page, context }) => {
  const me = await newUser('Newton New');
  const org = await newOrg([[me, 'owner']]);
  await signedInAs(context, me, org.slug);
  await page.goto(orgUrl(org.slug));
  const steps = page.getByRole('heading', { name: 'First steps' });
  await expect(steps).toBeVisible();
  await expect(page.getByText('0 of 3 done')).toBeVisible();
  await expect(page.getByText('Nothing has happened here lately.')).toBeVisible();
  await page.getByRole('button', { name: 'Hide' }).click();
  await expect(steps).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Recent activity' })).toBeVisible();
  await expect(steps).toHaveCount(0);
});

test('an organization’s console leads home: account and all organizations are on the root host', async ({
  page,
  context,
}) => {
  const me = await newUser('Hanna Home');
  const org = await newOrg([[me, 'member']]);
  await signedInAs(context, me, org.slug);
  await page.goto(orgUrl(org.slug));
  await page.getByRole('button', { name: 'Hanna Home' }).click();
  await page.getByRole('menuitem', { name: 'Account' }).click();
  await expect(page).toHaveURL(atRoot('/account'));
});
