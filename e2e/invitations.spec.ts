import { expect, test } from '@playwright/test';
import { expectAccessible } from './support/axe';
import { latestMail, linkIn, mailsTo } from './support/mail';
import { chooseIn, closeBrowsers, eventsOf, newHouse, openAs, rowOf, said, select } from './support/members';
import { atRoot, orgUrl, signedInAs } from './support/sign-in';
import { admin as db, newInvitation, newSubTeam, newTeam, newUser, type Org } from './support/world';

test.afterEach(closeBrowsers);

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const address = () => `guest-${Math.random().toString(36).slice(2, 10)}@guest.example`;
const statusOf = async (org: Org, email: string) =>
  (await db.query('SELECT status, mail FROM invitation WHERE org_id = $1 AND email = $2', [org.id, email]))
    .rows;

test('[M4] one address: invited, listed, resent with another link, withdrawn', async ({ browser }) => {
  const { org, admin } = await newHouse();
  const guest = address();
  const page = await openAs(browser, admin, org, '/members');
  await page.getByRole('link', { name: 'Invite people' }).first().click();
  await page.getByRole('textbox', { name: 'E-mail addresses' }).fill(guest);
  await page.getByRole('radio', { name: /^Viewer/ }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('heading', { name: `${guest} is invited` })).toBeFocused();
  await page.getByRole('link', { name: 'See who is invited' }).click();
  await expect(rowOf(page, guest)).toContainText('Invited');
  const first = linkIn(await latestMail(guest));
  expect(new URL(first).hash).toMatch(/^#[\w-]{43}$/);
  await expect.poll(() => statusOf(org, guest)).toEqual([{ status: 'pending', mail: 'sent' }]);

  await chooseIn(page, guest, 'Resend');
  await said(page, `Sent to ${guest} again`);
  const second = linkIn(await latestMail(guest, { atLeast: 2 }));
  expect(second).not.toBe(first);
  const visitor = await browser.newPage();
  await visitor.goto(first);
  await expect(
    visitor.getByText(/withdrawn|replaced|not (there|known)|nothing|no longer/i).first(),
  ).toBeVisible();

  await chooseIn(page, guest, 'Withdraw…');
  await page.getByRole('dialog').getByRole('button', { name: 'Withdraw invitation' }).click();
  await said(page, `The invitation of ${guest} was withdrawn`);
  await expect(rowOf(page, guest)).toHaveCount(0);
  expect(await statusOf(org, guest)).toMatchObject([{ status: 'revoked' }]);
  expect(await eventsOf(org)).toEqual([
    'invitation.created allowed viewer',
    'invitation.resent allowed viewer',
    'invitation.revoked allowed viewer',
  ]);
});

test('[M4] many at once: a result for each line, before and after sending', async ({ context }) => {
  const { org, admin, people } = await newHouse('Mia Member');
  const [one, two, owner] = [address(), address(), address()];
  const page = await openAs(context, admin, org, '/members/invite');
  const text = page.getByRole('textbox', { name: 'E-mail addresses' });
  await text.fill(`${one}\nnot an address\n${one.toUpperCase()}\n${owner}, owner\n${people[0]?.email}`);
  const file = { name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(`${two},viewer\r\n`) };
  await page.locator('input[type=file]').setInputFiles(file);
  await expect(text).toHaveValue(new RegExp(`${two},viewer`));
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('heading', { name: '2 people will be invited' })).toBeVisible();
  for (const [name, what] of [
    ['not an address', 'No address'],
    [owner, 'Not allowed'],
    [people[0]?.email ?? '', 'Is a member'],
    [two, 'Ready'],
  ] as const)
    await expect(rowOf(page, name)).toContainText(what);
  await expect(page.getByText('This address stands in line 1 already.')).toBeVisible();
  expect(await statusOf(org, one)).toEqual([]);

  await page.getByRole('button', { name: 'Back to the text' }).click();
  await expect(text).toHaveValue(new RegExp(one));
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: 'Invite 2 people' }).click();
  await expect(page.getByRole('heading', { name: '2 people invited' })).toBeVisible();
  await expect(rowOf(page, two)).toContainText('Viewer');
  await latestMail(one);
  await latestMail(two);
  expect(await mailsTo(owner)).toEqual([]);
  expect(await eventsOf(org)).toEqual([
    'invitation.created allowed member',
    'invitation.created allowed viewer',
  ]);
});

test('[M4] into teams and sub-teams: chosen from the list, named by a file, and there on arrival', async ({
  browser,
}) => {
  const { org, admin, people } = await newHouse('Mia Member');
  const team = await newTeam(org, 'platform', []);
  await newSubTeam(org, 'north', []);
  const [guest, filed] = [await newUser('Gus Guest'), await newUser('Fay Filed')];
  const page = await openAs(browser, admin, org, `/teams/platform`);
  await page.getByRole('button', { name: 'Add members' }).click();
  await page.getByRole('link', { name: 'Invite them' }).click();
  const chosen = page.getByRole('list', { name: 'Chosen' });
  await expect(chosen.getByRole('listitem')).toHaveText([/platform/i]);
  const finder = page.getByRole('combobox', { name: 'Find a team or sub-team' });
  await finder.fill('nor');
  await finder.press('Enter');
  await expect(chosen.getByRole('listitem')).toHaveText([/platform/i, /north/i]);
  await expectAccessible(page, 'places are chosen');
  const text = page.getByRole('textbox', { name: 'E-mail addresses' });
  await text.fill(`email,teams\n${guest.email},\n${filed.email},nowhere\n${people[0]?.email},`);
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByText('There is no team called “nowhere”.')).toBeVisible();
  await page.getByRole('button', { name: 'Invite 1 person' }).click();
  await expect(page.getByRole('heading', { name: `${guest.email} is invited` })).toBeVisible();
  expect((await latestMail(guest.email)).text).toMatch(/You come into the team .+, and the sub-team .+\./);
  await page.goto(orgUrl(org.slug, '/invitations'));
  await expect(rowOf(page, guest.email)).toContainText(/Into .+ and .+/);

  const context = await browser.newContext();
  await signedInAs(context, guest);
  const theirs = await context.newPage();
  for (const where of [atRoot('/organizations'), linkIn(await latestMail(guest.email))]) {
    await theirs.goto(where);
    await expect(theirs.getByText(/invites you as/)).toContainText('into Team platform and Team north');
  }
  await theirs.getByRole('button', { name: /^Join / }).click();
  await theirs.waitForURL(orgUrl(org.slug, '/**'));
  await theirs.goto(orgUrl(org.slug, '/s/north'));
  await expect(theirs.getByRole('main')).toBeVisible();
  await expect(theirs.getByText('You are not in this sub-team')).toHaveCount(0);
  const { rows } = await db.query('SELECT user_id, role FROM team_member WHERE team_id = $1', [team]);
  expect(rows).toEqual([{ user_id: guest.id, role: 'member' }]);
});

test('[M4] five hundred lines are sent, five hundred and one are not', async ({ context }) => {
  test.slow();
  const { org, admin } = await newHouse();
  const page = await openAs(context, admin, org, '/members/invite');
  const lines = (n: number) => Array.from({ length: n }, (_, i) => `p${i}@bulk.example`).join('\n');
  await page.getByRole('textbox', { name: 'E-mail addresses' }).fill(lines(501));
  await page.getByRole('button', { name: 'Continue' }).click();
  const tooMany = 'The list has more than 500 addresses. Send it in parts of at most 500.';
  await expect(page.getByText(tooMany).first()).toBeVisible();
  await page.getByRole('textbox', { name: 'E-mail addresses' }).fill(lines(500));
  await page.getByRole('button', { name: 'Continue' }).click();
  const patience = { timeout: 30_000 };
  await page.getByRole('button', { name: 'Invite 500 people' }).click(patience);
  await expect(page.getByRole('heading', { name: '500 people invited' })).toBeVisible(patience);
  const { rows } = await db.query('SELECT count(*)::int AS n FROM invitation WHERE org_id = $1', [org.id]);
  expect(rows).toEqual([{ n: 500 }]);
});

test('[M4] the list of invitations: filters, and many resent or withdrawn at once', async ({ context }) => {
  const { org, admin, owner } = await newHouse();
  const [one, two, boss] = [address(), address(), address()];
  await newInvitation(org, one);
  const lapsed = await newInvitation(org, two);
  await newInvitation(org, boss, 'owner');
  await db.query(`UPDATE invitation SET expires_at = now() - interval '1 hour' WHERE id = $1`, [lapsed.id]);
  const page = await openAs(context, admin, org, '/invitations');
  await expect(rowOf(page, one)).toContainText('Pending');
  await expect(rowOf(page, two)).toContainText('Expired');
  await page.getByRole('button', { name: 'Status' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Expired' }).click();
  await page.keyboard.press('Escape');
  await expect(rowOf(page, one)).toHaveCount(0);
  await expect(page).toHaveURL(/status=expired/);
  await page.goto(orgUrl(org.slug, '/invitations'));

  await select(page, one, two, boss);
  await page.getByRole('button', { name: 'Resend' }).click();
  const results = page.getByRole('dialog', { name: '2 invitations sent again, 1 not' });
  await expect(results.getByRole('listitem').filter({ hasText: boss })).toContainText('Only an owner');
  await results.getByRole('button', { name: 'Close' }).first().click();
  await expect(rowOf(page, two)).toContainText('Pending');
  await latestMail(two);

  await select(page, one, two);
  await page.getByRole('button', { name: 'Withdraw' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Withdraw 2 invitations' }).click();
  await said(page, '2 invitations withdrawn');
  await expect(rowOf(page, one)).toContainText('Withdrawn');
  await expect(rowOf(page, one).getByRole('checkbox')).toBeDisabled();

  const html = await page.content();
  const { rows } = await db.query('SELECT token_hash FROM invitation WHERE org_id = $1', [org.id]);
  for (const { token_hash: hash } of rows)
    for (const form of ['hex', 'base64', 'base64url'] as const)
      expect(html).not.toContain(hash.toString(form));
  expect(owner.id).toBeTruthy();
});

test('[M4] inviting somebody whose invitation lapsed replaces it', async ({ browser }) => {
  const { org, admin } = await newHouse();
  const guest = (await newUser('Gus Guest')).email;
  const { id } = await newInvitation(org, guest);
  await db.query(`UPDATE invitation SET expires_at = now() - interval '1 hour' WHERE id = $1`, [id]);
  const page = await openAs(browser, admin, org, `/members/invite?to=${guest}&role=viewer`);
  await expect(page.getByRole('radio', { name: /^Viewer/ })).toBeChecked();
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('heading', { name: `${guest} is invited` })).toBeVisible();
  expect((await statusOf(org, guest)).map(({ status }) => status).sort()).toEqual(['pending', 'revoked']);
  await page.getByRole('button', { name: 'Invite more' }).click();
  await page.getByRole('textbox', { name: 'E-mail addresses' }).fill(guest);
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByText('Has a pending invitation already. Resend it instead.')).toBeVisible();
});

for (const [name, options, colorScheme] of [
  ['a desk', {}, 'light'],
  ['a phone', PHONE, 'dark'],
] as const) {
  test(`[M4] nothing for axe-core to find, at ${name}`, async ({ browser }) => {
    const { org, owner } = await newHouse();
    await newInvitation(org, address());
    const page = await openAs(browser, owner, org, '/members/invite', { ...options, colorScheme });
    await expectAccessible(page, 'the form');
    await page.getByRole('textbox', { name: 'E-mail addresses' }).fill(`${address()}\nnonsense`);
    await page.getByRole('button', { name: 'Continue' }).click();
    await expect(page.getByRole('heading', { name: '1 person will be invited' })).toBeVisible();
    await expectAccessible(page, 'the lines');
    await page.goto(orgUrl(org.slug, '/invitations'));
    await expectAccessible(page, 'the list');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
      page.viewportSize()?.width ?? 0,
    );
  });
}
