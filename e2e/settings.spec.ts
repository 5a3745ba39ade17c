import { expect, type Page, test } from '@playwright/test';
import { expectAccessible } from './support/axe';
import { hostOf, send } from './support/http';
import { atRoot, orgUrl, signedInAs } from './support/sign-in';
import { typeInFocus } from './support/type';
import {
  admin,
  cookieFor,
  newGrant,
  newOrg,
  newRelay,
  newTeam,
  newUser,
  type Org,
  type Someone,
} from './support/world';

// Name, colour and address of an organization, who owns it, and the way out.

const roleOf = async (org: Org, user: Someone) =>
  (await admin.query('SELECT role FROM membership WHERE org_id = $1 AND user_id = $2', [org.id, user.id]))
    .rows[0]?.role;
const address = (page: Page) => page.getByRole('textbox', { name: 'Address' });

async function moveTo(page: Page, slug: string) {
  await address(page).fill(slug);
  await expect(page.getByText('Free', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Change address' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('for 90 days');
  await dialog.getByRole('button', { name: 'Change address' }).click();
}

test('[T4] a new address: signed in there at once, ids as they were, the old one leads there path for path', async ({
  page,
  context,
}) => {
  const me = await newUser('Mona Mover');
  const org = await newOrg([[me, 'owner']], 'Moving Company');
  await signedInAs(context, me, org.slug);
  const open = await context.newPage();
  await open.goto(orgUrl(org.slug));
  await page.goto(orgUrl(org.slug, '/settings'));
  const slug = `${org.slug}-new`;
  await moveTo(page, slug);
  await expect(page).toHaveURL(orgUrl(slug, '/settings'));
  await expect(page).toHaveTitle('Settings · Moving Company');
  await expect(page.getByText(hostOf(org.slug))).toBeVisible(); // among the former ones

  expect((await admin.query('SELECT id FROM org WHERE slug = $1', [slug])).rows).toEqual([{ id: org.id }]);
  expect(await roleOf(org, me)).toBe('owner');
  for (const cookie of [undefined, await cookieFor(me, org.slug)]) {
    const old = await send({ host: hostOf(org.slug), path: '/members?role=owner', cookie });
    expect(old.status).toBe(308);
    expect(old.headers.location).toBe(orgUrl(slug, '/members?role=owner'));
  }
  await page.goto(orgUrl(org.slug, '/roles'));
  await expect(page).toHaveURL(orgUrl(slug, '/roles'));
  // A tab that was open at the old address finds the way by its next click.
  await open.getByRole('link', { name: 'Members', exact: true }).click();
  await expect(open).toHaveURL(orgUrl(slug, '/members'));
});

test('[T4] nobody else can have a former address while it redirects; afterwards anybody, and its owner at once', async ({
  page,
  context,
}) => {
  const [me, other] = [await newUser('Fiona Former'), await newUser('Otto Other')];
  const org = await newOrg([[me, 'owner']]);
  const wanting = await newOrg([[other, 'owner']]);
  await signedInAs(context, me, org.slug);
  await page.goto(orgUrl(org.slug, '/settings'));
  await moveTo(page, `${org.slug}-new`);
  await expect(page).toHaveURL(orgUrl(`${org.slug}-new`, '/settings'));

  const theirs = await context.browser()?.newContext();
  if (!theirs) throw new Error('no browser');
  await signedInAs(theirs, other, wanting.slug);
  const their = await theirs.newPage();
  await their.goto(orgUrl(wanting.slug, '/settings'));
  await address(their).fill(org.slug);
  await expect(their.getByText('Another organization had this address lately')).toBeVisible();
  await expect(their.getByRole('button', { name: 'Change address' })).toBeDisabled();

  await moveTo(page, org.slug); // back at once
  await expect(page).toHaveURL(orgUrl(org.slug, '/settings'));
  await moveTo(page, `${org.slug}-newer`);
  await expect(page).toHaveURL(orgUrl(`${org.slug}-newer`, '/settings'));
  await admin.query(`UPDATE org_host SET former_until = now() WHERE host = $1`, [org.slug]);
  await their.reload();
  await moveTo(their, org.slug);
  await expect(their).toHaveURL(orgUrl(org.slug, '/settings'));
  await theirs.close();
});

test('name and colour: shown before they are saved, everywhere after', async ({ page, context }) => {
  const me = await newUser('Carl Colour');
  const org = await newOrg([[me, 'admin']], 'Plain');
  await signedInAs(context, me, org.slug);
  await page.goto(orgUrl(org.slug, '/branding'));
  await page.getByLabel('Any other colour').fill('#0f766e');
  await expect(page.getByRole('radio', { name: 'Teal' })).toBeChecked();
  await page.getByLabel('Any other colour').fill('teal');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByText('Write a colour as #')).toBeVisible();
  await page.getByRole('radio', { name: 'Rose' }).check();
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByText('Name and colour saved').first()).toBeVisible();
  await expect(page.locator('link[rel=icon]').first()).toHaveAttribute('href', '/mark.svg?be123c');
  const { rows } = await admin.query('SELECT color FROM org WHERE id = $1', [org.id]);
  expect(rows).toEqual([{ color: '#be123c' }]);
});

test('[M2] ownership goes to a member who is looked up, once the slug is typed', async ({
  page,
  context,
}) => {
  const [me, heir] = [await newUser('Olga Owner'), await newUser('Hera Heir')];
  const org = await newOrg([
    [me, 'owner'],
    [heir, 'viewer'],
  ]);
  await signedInAs(context, me, org.slug);
  await page.goto(orgUrl(org.slug, '/settings'));
  await page.getByRole('button', { name: 'Transfer ownership' }).click();
  const dialog = page.getByRole('dialog', { name: 'Transfer ownership' });
  await typeInFocus(page, 'hera');
  await expect(dialog.getByText('Hera Heir')).toBeVisible();
  await page.keyboard.press('Enter');
  const act = dialog.getByRole('button', { name: 'Transfer to Hera Heir' });
  await expect(act).toBeDisabled();
  await dialog.getByLabel(/to confirm/).fill(org.slug);
  await act.click();
  await expect(page.getByText('Hera Heir is an owner now, and you are an admin').first()).toBeVisible();
  expect([await roleOf(org, me), await roleOf(org, heir)]).toEqual(['admin', 'owner']);
  await expect(page.getByRole('button', { name: 'Transfer ownership' })).toHaveCount(0);
});

test('[M2] the only owner can’t leave and is told the way; another can', async ({ page, context }) => {
  const [me, heir] = [await newUser('Lena Leaver'), await newUser('Stan Stayer')];
  const org = await newOrg(
    [
      [me, 'owner'],
      [heir, 'member'],
    ],
    'Hotel',
  );
  await signedInAs(context, me, org.slug);
  await page.goto(orgUrl(org.slug, '/settings'));
  await expect(page.getByRole('button', { name: 'Leave Hotel' })).toBeDisabled();
  await expect(page.getByText('You are the only owner')).toBeVisible();

  await admin.query(`UPDATE membership SET role = 'owner' WHERE org_id = $1 AND user_id = $2`, [
    org.id,
    heir.id,
  ]);
  await page.reload();
  await page.getByRole('button', { name: 'Leave Hotel' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Leave Hotel' }).click();
  await expect(page).toHaveURL(atRoot('/organizations'));
  expect(await roleOf(org, me)).toBeUndefined();
  await page.goto(orgUrl(org.slug));
  await expect(page.getByRole('heading', { name: 'You have no access here' })).toBeVisible();
  const { rows } = await admin.query(`SELECT action FROM audit_event WHERE org_id = $1 AND actor_id = $2`, [
    org.id,
    me.id,
  ]);
  expect(rows).toContainEqual({ action: 'member.left' });
});

test('[M6][G3] who leaves sees what they lose, and hands on what they own', async ({ page, context }) => {
  const [me, heir, owner] = [
    await newUser('Lena Leaver'),
    await newUser('Hera Heir'),
    await newUser('Olga Owner'),
  ];
  const org = await newOrg(
    [
      [owner, 'owner'],
      [me, 'member'],
      [heir, 'member'],
    ],
    'Hotel',
  );
  const relay = await newRelay(org, undefined, 'Carrier');
  await newGrant(org, { kind: 'relay', id: relay }, { user_id: me.id }, 'owner');
  await newTeam(org, 'platform', [me]);
  await signedInAs(context, me, org.slug);
  await page.goto(orgUrl(org.slug, '/settings'));
  await page.getByRole('button', { name: 'Leave Hotel' }).click();
  const dialog = page.getByRole('dialog', { name: 'Leave Hotel?' });
  await expect(dialog.getByText('You own one thing by name')).toBeVisible();
  await expect(dialog.getByText('Carrier')).toBeVisible();
  for (const line of [/^Your role as member/, /^Teams: .*1$/, /^Things shared with you by name1$/])
    await expect(dialog.getByRole('listitem').filter({ hasText: line })).toBeVisible();
  await dialog.getByRole('button', { name: 'Choose who gets it' }).click();
  await typeInFocus(page, 'hera');
  await expect(dialog.getByText('Hera Heir')).toBeVisible();
  await page.keyboard.press('Enter');
  await expectAccessible(page, 'leaving');
  await dialog.getByRole('button', { name: 'Leave Hotel' }).click();
  await expect(page).toHaveURL(atRoot('/organizations'));
  expect(await roleOf(org, me)).toBeUndefined();
  const { rows } = await admin.query('SELECT user_id, role FROM access_grant WHERE org_id = $1', [org.id]);
  expect(rows).toEqual([{ user_id: heir.id, role: 'owner' }]);
});

test('[M1] members and viewers see the settings as they are, and the way out', async ({ page, context }) => {
  for (const role of ['member', 'viewer']) {
    const me = await newUser(`Some ${role}`);
    const org = await newOrg([[me, role]], 'Read Only');
    await signedInAs(context, me, org.slug);
    await page.goto(orgUrl(org.slug, '/settings'));
    await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
    await expect(page.getByRole('textbox')).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Transfer ownership' })).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Leave Read Only' })).toBeEnabled();
  }
});
