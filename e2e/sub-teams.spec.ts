import { expect, type Page, test } from '@playwright/test';
import { expectAccessible } from './support/axe';
import { hostOf, send } from './support/http';
import { orgUrl, signedInAs } from './support/sign-in';
import { typeInFocus } from './support/type';
import { admin, cookieFor, newOrg, newSubTeam, newUser, type Org, type Someone } from './support/world';

// Workspaces inside an organization: made, filled with people, switched between, put away and brought back.

// Several pages and people a test.
test.slow();

type World = { owner: Someone; member: Someone; org: Org };

async function makeWorld(): Promise<World> {
  const [owner, member] = [await newUser('Wanda Works'), await newUser('Milo Member')];
  const org = await newOrg(
    [
      [owner, 'owner'],
      [member, 'member'],
    ],
    'Harbour',
  );
  await admin.query(`UPDATE org SET plan = 'team' WHERE id = $1`, [org.id]);
  return { owner, member, org };
}

const switcher = (page: Page) => page.getByRole('button', { name: /switch sub-team/ });
const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });
const acts = async (page: Page, name: string, act: string) => {
  await page.getByRole('button', { name: `Acts on ${name}` }).click();
  await page.getByRole('menuitem', { name: act }).click();
};
const statusOf = async (who: Someone, org: Org, path: string) =>
  (await send({ host: hostOf(org.slug), path, cookie: await cookieFor(who, org.slug) })).status;

test('[S5] an owner makes a sub-team, assigns a member, and switches to it and back by links', async ({
  page,
  context,
}) => {
  const { owner, member, org } = await makeWorld();
  await signedInAs(context, owner, org.slug);
  await page.goto(orgUrl(org.slug, '/sub-teams'));
  await expect(switcher(page)).toHaveCount(0); // nothing to switch to yet
  await page.getByRole('button', { name: 'New sub-team' }).first().click();
  await page.getByLabel('Name', { exact: true }).fill('Quay side');
  await expect(page.getByLabel('Address')).toHaveValue('quay-side');
  await page.getByRole('button', { name: 'Make sub-team' }).click();
  await expect(row(page, 'Quay side')).toContainText('/s/quay-side');

  expect(await statusOf(member, org, '/s/quay-side')).toBe(403);
  await acts(page, 'Quay side', 'Who is in it');
  await expect(page.getByRole('heading', { level: 1, name: 'Quay side' })).toBeVisible();
  await page.getByRole('button', { name: 'Assign member' }).first().click();
  await page.getByPlaceholder('Name or e-mail of a member').fill('Milo');
  await page.getByRole('option', { name: /Milo Member/ }).click();
  await page.getByRole('button', { name: 'Assign', exact: true }).click();
  await expect(row(page, 'Milo Member')).toBeVisible();
  expect(await statusOf(member, org, '/s/quay-side')).toBe(200);

  await switcher(page).click();
  const entry = page.getByRole('menuitem', { name: 'Quay side' });
  await expect(entry).toHaveAttribute('href', '/s/quay-side');
  await entry.click();
  await expect(page).toHaveURL(orgUrl(org.slug, '/s/quay-side'));
  await expect(page).toHaveTitle('Overview · Quay side · Harbour');
  await expect(switcher(page)).toContainText('Quay side');
  await switcher(page).click();
  await page.getByRole('menuitem', { name: 'Whole organization' }).click();
  await expect(page).toHaveTitle('Overview · Harbour');
});

test('[S5] ⌘K leads to a sub-team by its name', async ({ page, context }) => {
  const { owner, org } = await makeWorld();
  await newSubTeam(org, 'night-shift', []);
  await signedInAs(context, owner, org.slug);
  await page.goto(orgUrl(org.slug, '/members'), { waitUntil: 'networkidle' });
  await page.keyboard.press('ControlOrMeta+k');
  await typeInFocus(page, 'night');
  await page.getByRole('option', { name: /night-shift/ }).click();
  await expect(page).toHaveURL(orgUrl(org.slug, '/s/night-shift'));
});

test('[S2] a member is told what they are not in, sees only their own, and is out at the next click', async ({
  page,
  context,
}) => {
  const { member, org } = await makeWorld();
  await newSubTeam(org, 'mine', [member]);
  await newSubTeam(org, 'theirs', []);
  await signedInAs(context, member, org.slug);
  await page.goto(orgUrl(org.slug, '/sub-teams'));
  await expect(row(page, 'Team mine')).toBeVisible();
  await expect(page.locator('body')).not.toContainText('Team theirs');
  await expect(page.getByRole('button', { name: 'New sub-team' })).toHaveCount(0);

  const answer = await page.goto(orgUrl(org.slug, '/s/theirs'));
  expect(answer?.status()).toBe(403);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You are not in this sub-team');
  await expectAccessible(page, 'not in this sub-team');
  expect((await page.goto(orgUrl(org.slug, '/s/nowhere')))?.status()).toBe(404);

  await page.goto(orgUrl(org.slug, '/s/mine'));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Team mine');
  await admin.query('DELETE FROM sub_team_member WHERE org_id = $1 AND user_id = $2', [org.id, member.id]);
  await page.getByRole('link', { name: 'Members' }).first().click();
  expect((await page.goto(orgUrl(org.slug, '/s/mine')))?.status()).toBe(403);
});

test('[S3] deleting asks for the address after counting, is at once, and can be taken back', async ({
  page,
  context,
}) => {
  const { owner, member, org } = await makeWorld();
  await newSubTeam(org, 'pier', [member]);
  await newSubTeam(org, 'dock', [member]);
  await signedInAs(context, owner, org.slug);
  await page.goto(orgUrl(org.slug, '/sub-teams'));
  await acts(page, 'Team pier', 'Delete…');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('Assigned members');
  await dialog.getByRole('textbox').fill('pier');
  await dialog.getByRole('button', { name: 'Delete Team pier' }).click();
  await expect(page.getByRole('button', { name: 'Restore Team pier' })).toBeVisible();
  expect(await statusOf(member, org, '/s/pier')).toBe(404);
  expect(await statusOf(member, org, '/s/dock')).toBe(200);

  await page.getByRole('button', { name: 'Restore Team pier' }).click();
  await expect(row(page, 'Team pier')).toContainText('1 member');
  expect(await statusOf(member, org, '/s/pier')).toBe(200);
});

test('[S5] renamed, its old address leads to the new one; archived, everybody in it reads that it is', async ({
  page,
  context,
}) => {
  const { owner, member, org } = await makeWorld();
  await newSubTeam(org, 'pier', [member]);
  await signedInAs(context, owner, org.slug);
  await page.goto(orgUrl(org.slug, '/sub-teams'));
  await acts(page, 'Team pier', 'Rename…');
  await page.getByLabel('Name', { exact: true }).fill('Jetty');
  await page.getByLabel('Address').fill('jetty');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(row(page, 'Jetty')).toContainText('/s/jetty');
  expect([await statusOf(member, org, '/s/pier'), await statusOf(member, org, '/s/jetty')]).toEqual([
    307, 200,
  ]);

  await acts(page, 'Jetty', 'Archive…');
  await page.getByRole('dialog').getByRole('button', { name: 'Archive', exact: true }).click();
  await expect(row(page, 'Jetty')).toContainText('Archived');
  await page.goto(orgUrl(org.slug, '/s/jetty'));
  await expect(page.locator('main')).toContainText('Jetty is archived');
  await page.goto(orgUrl(org.slug, '/sub-teams'));
  await acts(page, 'Jetty', 'Bring back');
  await expect(row(page, 'Jetty')).not.toContainText('Archived');
});

test('[S4] the organization’s own pages are the same whichever sub-team was open', async ({
  page,
  context,
}) => {
  const { owner, member, org } = await makeWorld();
  await newSubTeam(org, 'pier', [member]);
  await signedInAs(context, owner, org.slug);
  const members = async (from: string) => {
    await page.goto(orgUrl(org.slug, from));
    await page.getByRole('link', { name: 'Members', exact: true }).first().click();
    await expect(page).toHaveURL(orgUrl(org.slug, '/members'));
    await expect(page.getByRole('table', { name: 'Members' })).toBeVisible();
    return page.getByRole('table', { name: 'Members' }).locator('tbody').innerText();
  };
  const whole = await members('/');
  expect(await members('/s/pier')).toBe(whole);
  expect(await members('/s/main')).toBe(whole);
});
