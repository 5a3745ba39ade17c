import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { expectAccessible } from './support/axe';
import { hostOf, send } from './support/http';
import { latestMail, linkIn } from './support/mail';
import { atRoot, orgUrl, signedInAs } from './support/sign-in';
import { admin, cookieFor, hashOfOrg, newInvitation, newOrg, newUser, type Org } from './support/world';

// An organization that its owner deletes: gone from everybody's sight, back within 30 days, gone for good after.

/** What looking at it writes: who was there when, and which request was whose. */
const BESIDES = ['audit_event', 'audit_link', 'audit_mark', 'membership', 'routing_decision'];

const dialogOf = (page: Page) => page.getByRole('dialog');
const stateOf = async (org: Org) =>
  (await admin.query('SELECT deleted_at, deleted_by FROM org WHERE id = $1', [org.id])).rows[0];
const age = (org: Org, days: number) =>
  admin.query('UPDATE org SET deleted_at = now() - make_interval(days => $2) WHERE id = $1', [org.id, days]);

// Two people, many pages: more than one test's usual minute where the machine is busy.
test.slow();

async function anotherBrowser(context: BrowserContext): Promise<BrowserContext> {
  const made = await context.browser()?.newContext();
  if (!made) throw new Error('no browser');
  return made;
}

async function deleteIt(page: Page, org: Org) {
  await page.goto(orgUrl(org.slug, '/settings'));
  await page.getByRole('button', { name: `Delete ${org.name}` }).click();
  await dialogOf(page).getByRole('textbox').fill(org.slug);
  await dialogOf(page)
    .getByRole('button', { name: `Delete ${org.name}` })
    .click();
  await expect(page).toHaveURL(atRoot('/organizations'));
  await page.waitForLoadState('networkidle'); // another host's page, loaded anew: its buttons need their script
}

test('[T7] an owner types the slug: gone at once for everybody, and nobody else is touched', async ({
  page,
  context,
}) => {
  const [me, member, second] = [
    await newUser('Dora Deleter'),
    await newUser('Mia Member'),
    await newUser('Otis Owner'),
  ];
  const org = await newOrg(
    [
      [me, 'owner'],
      [second, 'owner'],
      [member, 'member'],
    ],
    'Short Story',
  );
  const other = await newOrg([[member, 'owner']], 'Neighbour');
  const { secret } = await newInvitation(org, 'guest@people.example');
  const before = await hashOfOrg(other.id);
  await signedInAs(context, me, org.slug);
  const theirs = await anotherBrowser(context);
  await signedInAs(theirs, member, org.slug, other.slug);
  const their = await theirs.newPage();
  await their.goto(orgUrl(org.slug));

  await page.goto(orgUrl(org.slug, '/settings'));
  await page.getByRole('button', { name: 'Delete Short Story' }).click();
  const dialog = dialogOf(page);
  for (const line of [/Members\s*3/, /Invitations\s*1/, /Addresses\s*1/])
    await expect(dialog.getByRole('listitem').filter({ hasText: line })).toBeVisible();
  const act = dialog.getByRole('button', { name: 'Delete Short Story' });
  await expect(act).toBeDisabled();
  await dialog.getByRole('textbox').fill(other.slug);
  await expect(act).toBeDisabled();
  await expectAccessible(page, 'the dialog before deleting');
  await dialog.getByRole('textbox').fill(org.slug);
  await act.click();
  await expect(page).toHaveURL(atRoot('/organizations'));
  await expect(page.getByRole('heading', { name: 'Deleted' })).toBeVisible();

  // The member's open tab: by a click, by loading it anew, in the list, and by every other way in.
  await their.getByRole('link', { name: 'Members', exact: true }).click();
  await expect(their.getByText('Short Story')).toHaveCount(0);
  const gone = await their.goto(orgUrl(org.slug, '/members'));
  expect(gone?.status()).toBe(404);
  await expect(their.getByText('Short Story')).toHaveCount(0);
  await expect(their).not.toHaveTitle(/Short Story/);
  await their.goto(atRoot('/organizations'));
  await expect(their.getByText('Neighbour')).toBeVisible();
  await expect(their.getByText('Short Story')).toHaveCount(0);
  await expect(their.getByRole('heading', { name: 'Deleted' })).toHaveCount(0);
  // As somebody with a cookie of that very host, and as nobody: each like a host that never was.
  const nowhere = `${org.slug}-never`;
  const [cookie, elsewhere] = [await cookieFor(member, org.slug), await cookieFor(member, nowhere)];
  for (const [asked, alike] of [
    [{ cookie }, { cookie: elsewhere }],
    [{}, {}],
  ])
    for (const path of ['/', '/members', '/auth/start?next=%2F', '/mark.svg', '/shell/organizations']) {
      const answer = await send({ host: hostOf(org.slug), path, ...asked });
      expect([path, answer.body.includes('Short Story')]).toEqual([path, false]);
      const never = await send({ host: hostOf(nowhere), path, ...alike });
      expect([path, answer.status]).toEqual([path, never.status]);
    }
  await page.goto(atRoot(`/invitation#${secret}`));
  await expect(page.getByText('Short Story')).toHaveCount(0);

  for (const owner of [me, second]) {
    const mail = await latestMail(owner.email, { subject: 'Short Story was deleted' });
    expect(mail.text).toContain('Dora Deleter deleted Short Story');
    expect(linkIn(mail)).toBe(atRoot('/organizations'));
  }
  expect(await hashOfOrg(other.id)).toEqual(before);
  await theirs.close();
});

test('[T7] an owner brings it back as it was; a member and an admin are not offered it', async ({
  page,
  context,
}) => {
  const [me, right] = [await newUser('Rita Restorer'), await newUser('Adam Admin')];
  const org = await newOrg(
    [
      [me, 'owner'],
      [right, 'admin'],
    ],
    'Second Chance',
  );
  await signedInAs(context, me, org.slug);
  const before = await hashOfOrg(org.id, BESIDES);
  await deleteIt(page, org);
  await expect(page.getByText('Second Chance')).toBeVisible();
  await expectAccessible(page, 'my organizations with a deleted one');

  const theirs = await anotherBrowser(context);
  await signedInAs(theirs, right, org.slug);
  const their = await theirs.newPage();
  await their.goto(atRoot('/organizations'));
  await expect(their.getByRole('button', { name: /Restore/ })).toHaveCount(0);

  await page.getByRole('button', { name: 'Restore Second Chance' }).click();
  await expect(page.getByText('Second Chance is back').first()).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Deleted' })).toHaveCount(0);
  await page.getByRole('link', { name: /Second Chance/ }).click();
  await expect(page).toHaveURL(orgUrl(org.slug));
  expect(await hashOfOrg(org.id, BESIDES)).toEqual(before);
  expect((await their.goto(orgUrl(org.slug)))?.status()).toBe(200);
  const { rows } = await admin.query(
    `SELECT action FROM audit_event WHERE org_id = $1 AND actor_id = $2 ORDER BY id`,
    [org.id, me.id],
  );
  expect(rows).toEqual([{ action: 'org.deleted' }, { action: 'org.restored' }]);
  await theirs.close();
});

test('[T7] after 30 days nothing is offered, and a page that was open is refused', async ({
  page,
  context,
}) => {
  const me = await newUser('Lara Late');
  const org = await newOrg([[me, 'owner']], 'Too Late');
  await signedInAs(context, me, org.slug);
  await deleteIt(page, org);
  await age(org, 30);
  await page.getByRole('button', { name: 'Restore Too Late' }).click();
  await expect(page.getByText('There is nothing here by that name.')).toBeVisible();
  await page.reload();
  await expect(page.getByText('Too Late')).toHaveCount(0);
  expect((await stateOf(org)).deleted_at).not.toBeNull();
});

test('[T7] its only owner can delete their account meanwhile', async ({ page, context }) => {
  const me = await newUser('Gina Gone');
  const org = await newOrg([[me, 'owner']], 'Left Alone');
  await signedInAs(context, me, org.slug);
  await deleteIt(page, org);
  await page.goto(atRoot('/account'));
  await page.getByRole('button', { name: 'Delete account' }).click();
  await dialogOf(page).getByRole('textbox').fill(me.email);
  await dialogOf(page).getByRole('button', { name: 'Delete my account' }).click();
  await expect(page).toHaveURL(/\/(sign-in)?$/);
  expect((await admin.query('SELECT 1 FROM app_user WHERE id = $1', [me.id])).rowCount).toBe(0);
  expect((await stateOf(org)).deleted_by).toBe(me.id);
});

test('[M1] only an owner is shown the way', async ({ page, context }) => {
  for (const role of ['admin', 'member', 'viewer']) {
    const me = await newUser(`Some ${role}`);
    const org = await newOrg([[me, role]], 'Not Yours');
    await signedInAs(context, me, org.slug);
    await page.goto(orgUrl(org.slug, '/settings'));
    await expect(page.getByRole('button', { name: 'Leave Not Yours' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Delete Not Yours' })).toHaveCount(0);
  }
});
