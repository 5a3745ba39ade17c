import { expect, type Page, test } from '@playwright/test';
import { hostOf, send } from './support/http';
import { closeBrowsers, openAs } from './support/members';
import { atRoot, orgUrl, signedInAs } from './support/sign-in';
import { admin, cookieFor, newInvitation, newOrg, newUser, type Org, type Someone } from './support/world';

test.afterEach(closeBrowsers);

// The plan page, the features page, and what a limit says to those who meet it.

const set = (org: Org, terms: string) => admin.query(`UPDATE org SET ${terms} WHERE id = $1`, [org.id]);
const termsOf = async (org: Org) =>
  (await admin.query('SELECT plan, features_off FROM org WHERE id = $1', [org.id])).rows[0];
const actionsOf = async (org: Org) =>
  (await admin.query('SELECT action FROM audit_event WHERE org_id = $1 ORDER BY id', [org.id])).rows.map(
    (one) => one.action,
  );
const nav = (page: Page, label: string) =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: label, exact: true });
const toast = (page: Page, text: string) => page.getByRole('listitem').filter({ hasText: text });

async function house(name: string, plan = 'free', members = 0) {
  const owner = await newUser('Olga Owner');
  const others = await Promise.all(Array.from({ length: members }, (_, i) => newUser(`Member ${i}`)));
  const org = await newOrg(
    [[owner, 'owner'], ...others.map((one, i): [Someone, string] => [one, i ? 'member' : 'admin'])],
    name,
  );
  await set(org, `plan = '${plan}'`);
  return { org, owner, others };
}

test('[L1][L5] an owner compares the plans and changes to a larger one, seeing what comes', async ({
  page,
  context,
}) => {
  const { org, owner } = await house('Climbing');
  await signedInAs(context, owner, org.slug);
  await page.goto(orgUrl(org.slug, '/plan'));
  await expect(page.getByRole('heading', { level: 1, name: 'Plan' })).toBeVisible();
  await expect(page.getByText('No payment provider is connected')).toBeVisible();
  await expect(nav(page, 'Branding')).toHaveCount(0);
  await page.getByRole('button', { name: 'Change to Team' }).click();
  const dialog = page.getByRole('dialog', { name: 'Change Climbing to Team?' });
  await expect(dialog).toContainText('Custom domains');
  await expect(dialog.getByRole('listitem').filter({ hasText: 'Members' })).toContainText('25');
  await expect(dialog).not.toContainText('More is used');
  await dialog.getByRole('button', { name: 'Change to Team' }).click();
  await expect(toast(page, 'Climbing is on the Team plan now').first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Change to Free' })).toBeVisible();
  await expect(nav(page, 'Branding')).toHaveCount(1);
  expect(await termsOf(org)).toMatchObject({ plan: 'team' });
  expect(await actionsOf(org)).toEqual(['org.plan_changed']);
});

test('[L1] a smaller plan: what goes and what is over its limits is said first; nothing is deleted', async ({
  page,
  context,
}) => {
  const { org, owner } = await house('Shrinking', 'business', 27);
  await signedInAs(context, owner, org.slug);
  await page.goto(orgUrl(org.slug, '/plan'));
  await page.getByRole('button', { name: 'Change to Free' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('More is used than this plan has');
  await expect(dialog).toContainText('Members: 28 now, 25 in this plan');
  await expect(dialog).toContainText('Routing log');
  await dialog.getByRole('button', { name: 'Change to Free' }).click();
  await expect(toast(page, 'Shrinking is on the Free plan now').first()).toBeVisible();
  await expect(nav(page, 'Routing log')).toHaveCount(0);
  const { rows } = await admin.query('SELECT count(*)::int AS n FROM membership WHERE org_id = $1', [org.id]);
  expect(rows).toEqual([{ n: 28 }]);
  // A full organization says so over every page, and refuses to invite.
  await page.goto(orgUrl(org.slug, '/members/invite'));
  await expect(page.getByText('Members: 28 of 25. Nobody can be invited')).toBeVisible();
  await page.getByRole('textbox', { name: 'E-mail addresses' }).fill('one.more@example.com');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByText('28 of 25 members: no place is left.')).toBeVisible();
});

test('[L2] a feature switched off in one tab: the next click in another member’s finds it gone; undo brings it back', async ({
  page,
  context,
  browser,
}) => {
  const { org, owner, others } = await house('Two Tabs', 'business', 1);
  await signedInAs(context, owner, org.slug);
  const theirs = await openAs(browser, others[0] as Someone, org, '/members');
  await expect(nav(theirs, 'Branding')).toBeVisible();

  await page.goto(orgUrl(org.slug, '/features'));
  await page.getByRole('switch', { name: 'Branding' }).click();
  const dialog = page.getByRole('dialog', { name: 'Turn off branding?' });
  await expect(dialog).toContainText('The branding page is gone');
  await dialog.getByRole('button', { name: 'Turn off branding' }).click();
  await expect(toast(page, 'Branding is off').first()).toBeVisible();
  await expect(page.getByRole('switch', { name: 'Branding' })).not.toBeChecked();
  await expect(nav(page, 'Branding')).toHaveCount(0);

  await nav(theirs, 'Branding').click();
  await expect(theirs.getByRole('heading', { name: 'This is switched off' })).toBeVisible();
  await expect(nav(theirs, 'Branding')).toHaveCount(0);

  await toast(page, 'Branding is off').getByRole('button', { name: 'Undo' }).click();
  await expect(toast(page, 'Branding is on again').first()).toBeVisible();
  await expect(page.getByRole('switch', { name: 'Branding' })).toBeChecked();
  await expect(nav(page, 'Branding')).toHaveCount(1);
  await theirs.reload();
  await expect(nav(theirs, 'Branding')).toHaveCount(1);
  expect(await actionsOf(org)).toEqual(['feature.switched_off', 'feature.switched_on']);
  await theirs.context().close();
});

test('[L2] an export that is off is gone from the members page', async ({ page, context }) => {
  const { org, owner } = await house('No Export');
  await signedInAs(context, owner, org.slug);
  await page.goto(orgUrl(org.slug, '/members'));
  await expect(page.getByRole('link', { name: /Export/ })).toHaveCount(1);
  await set(org, `features_off = '{member_export}'`);
  await page.reload();
  await expect(page.getByRole('link', { name: /Export/ })).toHaveCount(0);
  const cookie = await cookieFor(owner, org.slug);
  const answer = await send({ host: hostOf(org.slug), path: '/members/export', cookie });
  expect([answer.status, JSON.parse(answer.body).code]).toEqual([404, 'feature_off']);
});

test('[L1] what the plan has not got can’t be switched on, and says why; owners find the way, admins are told whom to ask', async ({
  page,
  context,
  browser,
}) => {
  const { org, owner, others } = await house('Small', 'free', 1);
  await signedInAs(context, owner, org.slug);
  await page.goto(orgUrl(org.slug, '/features'));
  await expect(page.getByRole('switch', { name: 'Routing log' })).toBeDisabled();
  await expect(page.getByText('Part of Business.')).toBeVisible();
  await page.getByRole('link', { name: 'See plans' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Plan' })).toBeVisible();

  const theirs = await openAs(browser, others[0] as Someone, org, '/features');
  await expect(theirs.getByText('An owner can change the plan.').first()).toBeVisible();
  await expect(theirs.getByRole('link', { name: 'See plans' })).toHaveCount(0);
  await theirs.goto(orgUrl(org.slug, '/plan'));
  await expect(theirs.getByRole('heading', { name: 'Your role does not include this' })).toBeVisible();
  await theirs.context().close();
});

test('[L3] an invited person whose place is taken reads what to do, and no account is made', async ({
  page,
}) => {
  const { org, owner } = await house('Full House');
  await set(org, `limits = '{"members": 1}'`);
  const email = `late-${Date.now()}@people.example`;
  const { id, secret } = await newInvitation(org, email);
  await admin.query('UPDATE invitation SET invited_by_id = $2 WHERE id = $1', [id, owner.id]);
  await page.goto(atRoot(`/invitation#${secret}`));
  await page.getByLabel('Name', { exact: true }).fill('Lara Late');
  await page.getByLabel('Choose a password').fill('a few words do well');
  await page.getByRole('button', { name: 'Create account and join' }).click();
  await expect(
    page.getByText('Full House has 1 of 1 members. Ask one of its admins to make room'),
  ).toBeVisible();
  expect((await admin.query('SELECT 1 FROM app_user WHERE email = $1', [email])).rows).toEqual([]);
});
