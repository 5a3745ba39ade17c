import { expect, type Page, test } from '@playwright/test';
import { v7 } from 'uuid';
import { built, clientPath, isOrgPath } from './matrix/surfaces';
import { fillSubTeam, MEMBER_ID } from './matrix/world';
import { expectAccessible } from './support/axe';
import { atRoot, orgUrl, signedInAs } from './support/sign-in';
import { typeInFocus } from './support/type';
import {
  admin,
  newInvitation,
  newOrg,
  newRelay,
  newSubTeam,
  newTeam,
  newUser,
  type Org,
  RELAY_ID,
  type Someone,
} from './support/world';

// axe-core finds nothing on any page: wide and narrow, light and dark, and with what opens on them open.

const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 390, height: 844 };

/** The page as it stands, in both themes and at the widths given, without loading it anew. */
async function inEveryGuise(page: Page, label: string, sizes = [WIDE, NARROW], except: string[] = []) {
  // What there is depends on the width, its colours on the theme: each with one of the other, not with both.
  for (const [i, theme] of ['light', 'dark'].entries()) {
    const size = sizes[i] ?? sizes[0] ?? WIDE;
    await page.setViewportSize(size);
    await page.evaluate((t) => {
      document.documentElement.dataset.theme = t;
    }, theme);
    await expectAccessible(page, `${label}, ${theme}, ${size.width} px`, except);
  }
}

// An organization with something of everything, and somebody who may see all of it.
let me: Someone;
let org: Org;
test.beforeAll(async () => {
  me = await newUser('Axel Axe');
  const others = await Promise.all(['admin', 'member', 'viewer'].map((role) => newUser(`Some ${role}`)));
  org = await newOrg(
    [
      [me, 'owner'],
      ...['admin', 'member', 'viewer'].map((role, i) => [others[i] as Someone, role] as [Someone, string]),
    ],
    'Accessible',
  );
  await admin.query(`UPDATE org SET plan = 'business' WHERE id = $1`, [org.id]);
  await newRelay(org, RELAY_ID);
  const { id: subTeam } = await newSubTeam(org, 'matrix-team', others);
  await fillSubTeam(org, subTeam, me);
  const bystander = await newUser('Some bystander', undefined, MEMBER_ID);
  await admin.query(`INSERT INTO membership (org_id, user_id, role) VALUES ($1, $2, 'viewer')`, [
    org.id,
    bystander.id,
  ]);
  await newTeam(org, 'matrix-crew', [me, bystander]);
  await newInvitation(org, 'open@people.example');
  await newInvitation(await newOrg([], 'Inviting'), me.email);
  await admin.query(
    `INSERT INTO audit_event (org_id, id, actor_kind, actor_id, actor_label, action, outcome, target_kind, target_id, target_label, before, after, ip, user_agent, request_id)
     VALUES ($1, $2, 'user', $3::uuid, $4, 'member.role_changed', 'allowed', 'member', $3::uuid::text, $4, '{"role": "viewer"}', '{"role": "member"}', '192.0.2.7', 'test', 'test'),
       ($1, $5, 'user', $3::uuid, $4, 'member.remove', 'refused', NULL, NULL, NULL, NULL, NULL, '192.0.2.7', 'test', 'test')`,
    [org.id, v7(), me.id, me.email, v7()],
  );
});

const pages = built.filter((surface) => surface.kind === 'page').map((surface) => surface.path);

// Two browsers for all pages, of somebody signed in and of nobody: what is loaded once needn't be loaded for each.
let mine: Page;
let nobodys: Page;
test.beforeAll(async ({ browser }) => {
  [mine, nobodys] = await Promise.all([browser.newPage(), browser.newPage()]);
  await signedInAs(mine.context(), me, org.slug);
});
test.afterAll(() => Promise.all([mine, nobodys].map((page) => page.context().close())));

for (const path of pages) {
  const at = clientPath(path);
  test(`${path}: axe finds nothing`, async () => {
    const page = /^\/(sign|reset|verify|invitation$)/.test(path) ? nobodys : mine;
    await page.setViewportSize(WIDE);
    await page.goto(isOrgPath(path) ? orgUrl(org.slug, at) : atRoot(at));
    await expect(page.locator('h1')).toHaveCount(1);
    await inEveryGuise(page, path);
  });
}

test('403 and 404: axe finds nothing', async ({ page, context }) => {
  test.slow();
  const [stranger, viewer] = [await newUser('Stranger'), await newUser('Viewer')];
  const theirs = await newOrg([[viewer, 'viewer']]);
  for (const [who, url] of [
    [stranger, orgUrl(org.slug)],
    [viewer, orgUrl(theirs.slug, '/audit')],
    [stranger, orgUrl('no-such-org-at-all')],
    [stranger, atRoot('/no-such-page')],
  ] as const) {
    await context.clearCookies();
    await signedInAs(context, who, new URL(url).hostname.split('.')[0] ?? '');
    await page.goto(url);
    await expect(page.locator('h1')).toHaveCount(1);
    await inEveryGuise(page, url);
  }
});

test('what opens in the frame: axe finds nothing', async ({ page, context }) => {
  test.slow();
  await signedInAs(context, me, org.slug);
  await page.goto(orgUrl(org.slug), { waitUntil: 'networkidle' });
  await page.getByRole('button', { name: /switch organization/ }).click();
  await expect(page.getByRole('option').first()).toBeVisible();
  await inEveryGuise(page, 'switcher', [WIDE]);
  await page.keyboard.press('Escape');

  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('dialog')).toBeVisible();
  await inEveryGuise(page, 'palette', [WIDE]);
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Axel Axe' }).click();
  await expect(page.getByRole('menu')).toBeVisible();
  // A menu is no part of the page's content; axe knows that of dialogs alone.
  await inEveryGuise(page, 'person menu', [WIDE], ['region']);
  await page.keyboard.press('Escape');

  await page.setViewportSize(NARROW);
  await page.getByRole('button', { name: 'Open navigation' }).click();
  await expect(page.getByRole('dialog', { name: 'Navigation' })).toBeVisible();
  await inEveryGuise(page, 'navigation', [NARROW]);
});

test('what opens on the audit log and the settings: axe finds nothing', async ({ page, context }) => {
  test.slow();
  await signedInAs(context, me, org.slug);
  await page.goto(orgUrl(org.slug, '/audit'), { waitUntil: 'networkidle' });
  await page.locator('a[data-row-link]').first().click();
  await expect(page.getByRole('dialog', { name: 'Event' })).toBeVisible();
  await inEveryGuise(page, 'event');
  await page.keyboard.press('Escape');
  await page.setViewportSize(WIDE);
  await page.getByRole('button', { name: 'Any time' }).click();
  await inEveryGuise(page, 'time');

  await page.goto(orgUrl(org.slug, '/settings'), { waitUntil: 'networkidle' });
  await page.getByRole('button', { name: 'Transfer ownership' }).click();
  await typeInFocus(page, 'some');
  await expect(page.getByText('Some viewer')).toBeVisible();
  await inEveryGuise(page, 'transfer');
  await page.keyboard.press('Escape');
  await page.getByRole('textbox', { name: 'Address' }).fill('admin');
  await expect(page.getByText('is kept for the service itself')).toBeVisible();
  await inEveryGuise(page, 'a refused address');
});

test('what opens on the plan, the features and the usage: axe finds nothing', async ({ page, context }) => {
  test.slow();
  await signedInAs(context, me, org.slug);
  await page.goto(orgUrl(org.slug, '/plan'), { waitUntil: 'networkidle' });
  await page
    .getByRole('button', { name: /^Change to/ })
    .first()
    .click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await inEveryGuise(page, 'another plan');
  await page.keyboard.press('Escape');

  await page.setViewportSize(WIDE);
  await page.goto(orgUrl(org.slug, '/features'), { waitUntil: 'networkidle' });
  await page.getByRole('switch', { name: 'Member export' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await inEveryGuise(page, 'a feature that goes off');

  await page.goto(orgUrl(org.slug, '/usage'), { waitUntil: 'networkidle' });
  await page.getByText('As a table').first().click();
  await inEveryGuise(page, 'figures of a chart');
});
