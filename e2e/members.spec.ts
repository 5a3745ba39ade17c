import { expect, test } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import { toUlid } from '../lib/ids';
import { expectAccessible } from './support/axe';
import { act, hostOf, send } from './support/http';
import {
  chooseIn,
  closeBrowsers,
  eventsOf,
  newHouse,
  nextAction,
  openAs,
  roleOf,
  rowOf,
  said,
  select,
} from './support/members';
import { orgUrl } from './support/sign-in';
import { cookieFor, hashOfOrg, newInvitation, newOrg, type Someone } from './support/world';

test.afterEach(closeBrowsers);

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

test('[M5] a role is changed where it stands, told in the audit log, and taken back', async ({ context }) => {
  const { org, admin, people } = await newHouse('Mia Member');
  const page = await openAs(context, admin, org, '/members');
  await page.getByRole('button', { name: 'Role of Mia Member: Member' }).click();
  await page.getByRole('menuitemradio', { name: /^Admin/ }).click();
  await said(page, 'Mia Member is an admin now');
  await expect(page.getByRole('button', { name: 'Role of Mia Member: Admin' })).toBeVisible();
  expect(await roleOf(org, people[0] as Someone)).toBe('admin');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('button', { name: 'Role of Mia Member: Member' })).toBeVisible();
  expect(await eventsOf(org)).toEqual([
    'member.role_changed allowed member admin',
    'member.role_changed allowed admin member',
  ]);
});

test('[M6] removing asks first, says what is lost, and offers to invite again', async ({ browser }) => {
  const { org, admin, people } = await newHouse('Rolf Removed');
  const rolf = people[0] as Someone;
  const elsewhere = await newOrg([[rolf, 'owner']], 'Elsewhere');
  const before = await hashOfOrg(elsewhere.id);
  const theirs = await openAs(browser, rolf, org, '/members');
  await expect(theirs.getByRole('heading', { name: 'Members' })).toBeVisible();

  const page = await openAs(browser, admin, org, '/members');
  await chooseIn(page, 'Rolf Removed', 'Remove…');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('Their role as member');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(rowOf(page, 'Rolf Removed')).toBeVisible();
  await chooseIn(page, 'Rolf Removed', 'Remove…');
  await dialog.getByRole('button', { name: 'Remove Rolf Removed' }).click();
  await said(page, 'Rolf Removed was removed');
  await expect(rowOf(page, 'Rolf Removed')).toHaveCount(0);
  expect(await roleOf(org, rolf)).toBeUndefined();
  expect(await eventsOf(org)).toEqual(['member.removed allowed member']);

  expect((await theirs.reload())?.status()).toBe(403);
  expect(await hashOfOrg(elsewhere.id)).toEqual(before);
  await page.getByRole('button', { name: 'Invite again' }).click();
  await expect(page.getByRole('textbox', { name: 'E-mail addresses' })).toHaveValue(rolf.email);
});

test('[M5] many at once: a result for each, done or not, and why', async ({ context }) => {
  const { org, admin, owner, people } = await newHouse('Ann One', 'Ben Two');
  const page = await openAs(context, admin, org, '/members');
  await select(page, 'Ann One', 'Ben Two', 'Olga Owner', 'Adam Admin');
  await expect(page.getByText('4 selected', { exact: true }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Change role' }).click();
  await page.getByRole('menuitem', { name: 'Viewer' }).click();
  const dialog = page.getByRole('dialog', { name: '2 members are viewers now, 2 not' });
  await expect(dialog.getByRole('listitem').filter({ hasText: 'Olga Owner' })).toContainText(
    'Only an owner can make, change or remove an owner.',
  );
  await expect(dialog.getByRole('listitem').filter({ hasText: 'Adam Admin' })).toContainText('That is you');
  expect(await Promise.all([...people, owner, admin].map((who) => roleOf(org, who)))).toEqual([
    'viewer',
    'viewer',
    'owner',
    'admin',
  ]);
  await dialog.getByRole('button', { name: 'Undo what was done' }).click();
  await said(page, '2 roles were given back');
  expect(await roleOf(org, people[0] as Someone)).toBe('member');

  await select(page, 'Ann One', 'Ben Two');
  await page.getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove 2 members' }).click();
  await said(page, '2 members removed');
  await expect(rowOf(page, 'Ann One')).toHaveCount(0);
});

test('[M5] shift selects a range, the head selects the page, Escape clears', async ({ context }) => {
  const { org, admin } = await newHouse('Ann One', 'Ben Two', 'Cay Three', 'Dan Four');
  const page = await openAs(context, admin, org, '/members');
  await select(page, 'Ann One');
  await rowOf(page, 'Cay Three')
    .getByRole('checkbox')
    .click({ modifiers: ['Shift'] });
  await expect(page.getByText('3 selected', { exact: true }).first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByText('3 selected', { exact: true })).toHaveCount(0);
  await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
  await expect(page.getByText('7 selected', { exact: true }).first()).toBeVisible();
});

test('[M5] search, filters and order live in the address and survive a reload', async ({ context }) => {
  const { org, admin } = await newHouse('Ann One', 'Ben Two', 'Anna Three');
  await newInvitation(org, 'annika@guest.example', 'viewer');
  const page = await openAs(context, admin, org, '/members');
  const search = page.getByRole('searchbox', { name: 'Name or e-mail' });
  // Keys are heard once the page's scripts run.
  await expect(async () => {
    await page.keyboard.press('/');
    await expect(search).toBeFocused({ timeout: 500 });
  }).toPass();
  await page.keyboard.type('ann');
  await expect(page).toHaveURL(/q=ann/);
  await expect(rowOf(page, 'annika@guest.example')).toBeVisible();
  await expect(rowOf(page, 'Ben Two')).toHaveCount(0);
  await page.getByRole('button', { name: 'Status' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Active' }).click();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/status=active/);
  await page.getByRole('link', { name: 'Name' }).click();
  await expect(page).toHaveURL(/dir=desc/);
  const names = () =>
    page
      .getByRole('button', { name: /^Acts on/ })
      .evaluateAll((buttons) =>
        buttons.map((one) => one.getAttribute('aria-label')?.slice('Acts on '.length)),
      );
  await expect.poll(names).toEqual(['Anna Three', 'Ann One']);
  await page.reload();
  expect(await names()).toEqual(['Anna Three', 'Ann One']);
  await expect(search).toHaveValue('ann');
  await page.goto(orgUrl(org.slug, '/members?q=nobody-at-all'));
  await page.getByRole('link', { name: 'Clear all filters' }).click();
  await expect(rowOf(page, 'Ben Two')).toBeVisible();
});

test('[M5] pages of twenty-five there and back; a cursor of elsewhere leads to the first', async ({
  browser,
}) => {
  const names = Array.from({ length: 27 }, (_, i) => `Person ${String(i).padStart(2, '0')}`);
  const [{ org, admin }, other] = [await newHouse(...names), await newHouse(...names)];
  const page = await openAs(browser, admin, org, '/members');
  await expect(page.getByText('1–25 of 30')).toBeVisible();
  const foreign = await openAs(browser, other.admin, other.org, '/members');
  const link = (await foreign.getByRole('link', { name: 'Next page' }).getAttribute('href')) ?? '';
  await page.getByRole('link', { name: 'Next page' }).click();
  await expect(page.getByText('26–30 of 30')).toBeVisible();
  await page.getByRole('link', { name: 'Previous page' }).click();
  await expect(page.getByText('1–25 of 30')).toBeVisible();
  for (const path of [link, '/members?after=nonsense', link.replace(/.$/, 'x')]) {
    await page.goto(orgUrl(org.slug, path));
    await expect(page.getByText('That page of the list is not there any more')).toBeVisible();
    await expect(page.getByText('1–25 of 30')).toBeVisible();
    await expect(rowOf(page, 'Adam Admin')).toContainText(admin.email);
  }
});

test('[M3] an owner’s role is out of an admin’s reach, also by posting the action', async ({ context }) => {
  const { org, admin, owner, viewer } = await newHouse('Mia Member');
  const page = await openAs(context, admin, org, '/members');
  await expect(rowOf(page, 'Olga Owner').getByRole('button', { name: /^Role of/ })).toHaveCount(0);
  await expect(page.getByText('Only an owner can change an owner.')).toBeAttached();

  const request = await nextAction(page, async () => {
    await page.getByRole('button', { name: 'Role of Mia Member: Member' }).click();
    await page.getByRole('menuitemradio', { name: /^Viewer/ }).click();
  });
  const id = request.headers()['next-action'] ?? '';
  const post = async (who: Someone, input: unknown) =>
    act(id, input, { host: hostOf(org.slug), path: '/members', cookie: await cookieFor(who, org.slug) });
  for (const input of [
    { member: toUlid(owner.id), role: 'viewer' },
    { member: toUlid(viewer.id), role: 'owner' },
    { member: toUlid(admin.id), role: 'owner' },
  ])
    expect((await post(admin, input)).result).toMatchObject({ ok: false, code: 'forbidden' });
  expect((await post(viewer, { member: toUlid(viewer.id), role: 'admin' })).result).toMatchObject({
    code: 'forbidden',
  });
  expect((await post(admin, { member: toUlid(viewer.id), role: 'admin', org: 'x' })).result).toMatchObject({
    code: 'invalid',
  });
  expect((await post(owner, { member: toUlid(owner.id), role: 'admin' })).result).toMatchObject({
    code: 'last_owner',
  });
  expect(await Promise.all([owner, viewer, admin].map((who) => roleOf(org, who)))).toEqual([
    'owner',
    'viewer',
    'admin',
  ]);
});

test('[M1] a viewer sees the members, no control and no invitation', async ({ context }) => {
  const { org, viewer } = await newHouse('Mia Member');
  await newInvitation(org, 'guest@guest.example');
  const page = await openAs(context, viewer, org, '/members');
  await expect(rowOf(page, 'Mia Member')).toContainText('Member');
  await expect(page.getByText('guest@guest.example')).toHaveCount(0);
  await expect(page.getByRole('checkbox')).toHaveCount(0);
  await expect(page.getByRole('button', { name: /Acts on|Role of/ })).toHaveCount(0);
  await expect(page.getByRole('link', { name: /Invite|Export/ })).toHaveCount(0);
  const cookie = await cookieFor(viewer, org.slug);
  for (const path of ['/members/export', '/members/invite', '/invitations'])
    expect((await send({ host: hostOf(org.slug), path, cookie })).status, path).toBe(403);
});

test('[M5] the export is the filtered list, safe for spreadsheets, and logged', async ({ context }) => {
  const { org, admin } = await newHouse('=cmd|calc', 'Plain Person');
  const page = await openAs(context, admin, org, '/members?role=member&sort=joined');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Export' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(
    new RegExp(`^${org.slug}-members-\\d{4}-\\d\\d-\\d\\d\\.csv$`),
  );
  const { body, headers } = await send({
    host: hostOf(org.slug),
    path: '/members/export?role=member',
    cookie: await cookieFor(admin, org.slug),
  });
  expect(headers['content-type']).toBe('text/csv; charset=utf-8');
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(body.startsWith('\uFEFFname,email,role,')).toBe(true);
  const records = parse(body, { bom: true, columns: true }) as Record<string, string>[];
  expect(records.map(({ name }) => name)).toEqual([`'=cmd|calc`, 'Plain Person']);
  expect(await eventsOf(org)).toEqual(['member.exported allowed', 'member.exported allowed']);
});

test('[M5] by keyboard: j and k move, x selects, Enter opens the menu', async ({ context }) => {
  const { org, admin } = await newHouse('Ann One', 'Ben Two');
  const page = await openAs(context, admin, org, '/members');
  await expect(page.getByRole('button', { name: 'Acts on Ann One' })).toBeVisible();
  for (const key of ['j', 'j', 'x', 'j', 'x', 'k', 'Enter']) await page.keyboard.press(key);
  await expect(page.getByText('2 selected', { exact: true }).first()).toBeVisible();
  await expect(page.getByRole('menu', { name: 'Acts on Ann One' })).toBeVisible();
});

for (const [name, options, colorScheme] of [
  ['a desk', {}, 'light'],
  ['a phone', PHONE, 'dark'],
] as const) {
  test(`[M5] nothing for axe-core to find, at ${name}`, async ({ browser }) => {
    const { org, owner } = await newHouse('Ann One', 'Ben Two');
    await newInvitation(org, 'guest@guest.example');
    const page = await openAs(browser, owner, org, '/members', { ...options, colorScheme });
    await expectAccessible(page, 'the list');
    await select(page, 'Ann One', 'guest@guest.example');
    await expectAccessible(page, 'the list with a selection');
    await chooseIn(page, 'Ben Two', 'Remove…');
    await expectAccessible(page, 'the question before removing');
  });
}

test('[M5] on a phone a row is two lines that still select and act', async ({ browser }) => {
  const { org, admin, people } = await newHouse('Mia Member');
  const page = await openAs(browser, admin, org, '/members', PHONE);
  await expect(rowOf(page, 'Mia Member')).toContainText(`Member · ${people[0]?.email}`);
  expect((await rowOf(page, 'Mia Member').boundingBox())?.height).toBeLessThan(72);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await chooseIn(page, 'Mia Member', 'Viewer');
  await expect(rowOf(page, 'Mia Member')).toContainText('Viewer · ');
  await select(page, 'Mia Member');
  await expect(page.getByRole('button', { name: 'Change role' })).toBeVisible();
});
