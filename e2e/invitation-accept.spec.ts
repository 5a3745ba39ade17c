import { randomUUID } from 'node:crypto';
import { expect, type Page, test } from '@playwright/test';
import {
  atRoot,
  fillSignIn,
  forgetAttempts,
  newUserWithPassword,
  orgUrl,
  PASSWORD,
  signedInAs,
} from './support/sign-in';
import { admin, newInvitation, newOrg, newUser, type Org, type Someone } from './support/world';

// What an invited person meets: the right way in as whoever they are, and every wrong way refused with its reason.

const newAddress = () => `${randomUUID().slice(0, 13)}@people.example`;
test.beforeEach(forgetAttempts);

/** A house with an owner, and an invitation that they sent. */
async function invited(email: string, role = 'member', name = 'Garden House') {
  const owner = await newUser('Ann Lee');
  const org = await newOrg([[owner, 'owner']], name);
  const { id, secret } = await newInvitation(org, email, role);
  await admin.query(
    'UPDATE invitation SET invited_by_id = $3, invited_by = $4 WHERE org_id = $1 AND id = $2',
    [org.id, id, owner.id, owner.name],
  );
  return { owner, org, id, link: atRoot(`/invitation#${secret}`) };
}

const roleIn = async (org: Org, email: string) =>
  (await admin.query('SELECT role FROM membership WHERE org_id = $1 AND email = $2', [org.id, email])).rows[0]
    ?.role;

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** Ends on the organization's host, in. */
async function isIn(page: Page, org: Org) {
  await page.waitForURL(orgUrl(org.slug));
  await expect(page.locator('body')).toContainText(org.name);
}

test.describe('the way in', () => {
  test('[M4][K1] somebody new needs a name and a password, and no second mail', async ({ page }) => {
    const email = newAddress();
    const { org, link } = await invited(email, 'admin');
    await page.goto(link);
    await expect(page.getByRole('heading', { name: 'Join Garden House' })).toBeVisible();
    await expect(page.getByText('Ann Lee invites you as Admin')).toBeVisible();
    expect(page.url()).toBe(atRoot('/invitation')); // the secret left the address bar
    await page.getByLabel('Name', { exact: true }).fill('Nora New');
    await page.getByLabel('Choose a password').fill('a few words do well');
    await button(page, 'Create account and join').click();
    await isIn(page, org);
    expect(await roleIn(org, email)).toBe('admin');
    const { rows } = await admin.query('SELECT name, email_verified_at FROM app_user WHERE email = $1', [
      email,
    ]);
    expect(rows).toEqual([{ name: 'Nora New', email_verified_at: expect.any(Date) }]);
  });

  test('[M4] somebody with an account signs in right there', async ({ page }) => {
    const user = await newUserWithPassword('Kai Known');
    const { org, link } = await invited(user.email, 'viewer');
    await page.goto(link);
    await page.getByLabel('Password', { exact: true }).fill('not the right one');
    await button(page, 'Sign in and join Garden House').click();
    await expect(page.getByText('E-mail or password is wrong.')).toBeVisible();
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await button(page, 'Sign in and join Garden House').click();
    await isIn(page, org);
    expect(await roleIn(org, user.email)).toBe('viewer');
  });

  test('[M4] or another way, and finds the invitation again', async ({ page }) => {
    const user = await newUserWithPassword('Wanda Way');
    const { org, link } = await invited(user.email);
    await page.goto(link);
    await page.getByRole('link', { name: 'Sign in another way' }).click();
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    await expect(page.getByLabel('E-mail', { exact: true })).toHaveValue(user.email);
    await fillSignIn(page, user.email);
    await button(page, 'Join Garden House').click();
    await isIn(page, org);
  });

  test('[M4] somebody who is signed in presses one button', async ({ page, context }) => {
    const user = await newUser('Signe Signed');
    await signedInAs(context, user);
    const { org, link } = await invited(user.email);
    await page.goto(link);
    await button(page, 'Join Garden House').click();
    await isIn(page, org);
    const { rows } = await admin.query('SELECT action FROM audit_event WHERE org_id = $1 ORDER BY id', [
      org.id,
    ]);
    expect(rows.map(({ action }) => action)).toEqual(['invitation.accepted', 'member.joined']);
  });

  test('[M4] signed in as somebody else, they may change who they are', async ({ page, context }) => {
    const [other, user] = [await newUser('Otto Other'), await newUserWithPassword('Rita Right')];
    await signedInAs(context, other);
    const { org, link } = await invited(user.email);
    await page.goto(link);
    await expect(page.getByText('You are signed in as somebody else')).toBeVisible();
    await expect(page.getByText(other.email)).toBeVisible();
    await button(page, 'Sign out and go on').click();
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await button(page, 'Sign in and join Garden House').click();
    await isIn(page, org);
    expect(await roleIn(org, other.email)).toBeUndefined();
  });

  test('[M4] a proved address finds what waits for it without the mail', async ({ page, context }) => {
    const user = await newUser('Wilma Waiting');
    await signedInAs(context, user);
    const [first, second] = [
      await invited(user.email, 'member', 'First House'),
      await invited(user.email, 'viewer', 'Second House'),
    ];
    await page.goto(atRoot('/organizations'));
    await expect(page.getByRole('heading', { name: '2 invitations wait for you' })).toBeVisible();
    await page.getByRole('button', { name: 'Not now: Second House' }).click();
    await expect(page.getByText('Second House')).toBeHidden();
    await page.getByRole('button', { name: 'Accept the invitation to First House' }).click();
    await isIn(page, first.org);
    expect(await roleIn(second.org, user.email)).toBeUndefined();
  });
});

test.describe('every wrong way is refused with its reason and a way out', () => {
  const change = (id: string, set: string) => admin.query(`UPDATE invitation SET ${set} WHERE id = $1`, [id]);
  const WRONG = {
    accepted: `status = 'accepted', pending_email = NULL, settled_at = '2026-05-03'`,
    withdrawn: `status = 'revoked', pending_email = NULL, settled_at = '2026-05-03'`,
    expired: `expires_at = '2026-05-03'`,
  };

  for (const [name, set] of Object.entries(WRONG)) {
    test(`[M4] ${name} before it was opened`, async ({ page }) => {
      const email = newAddress();
      const { org, id, link } = await invited(email);
      await change(id, set);
      await page.goto(link);
      await expect(page.getByRole('heading', { name: new RegExp(name) })).toBeVisible();
      await expect(page.getByText('3 May 2026')).toBeVisible();
      await expect(page.getByRole('link', { name: 'My organizations' })).toBeVisible();
      await expect(page.getByRole('button', { name: /join/i })).toHaveCount(0);
      expect(await roleIn(org, email)).toBeUndefined();
    });

    test(`[M4] ${name} between opening and accepting`, async ({ page, context }) => {
      const user = await newUser('Late Lena');
      await signedInAs(context, user);
      const { org, id, link } = await invited(user.email);
      await page.goto(link);
      await expect(button(page, 'Join Garden House')).toBeVisible();
      await change(id, set);
      await button(page, 'Join Garden House').click();
      await expect(page.getByRole('heading', { name: new RegExp(name) })).toBeVisible();
      expect(await roleIn(org, user.email)).toBeUndefined();
    });
  }

  test('[M3][M4] from somebody who may not invite any more', async ({ page, context }) => {
    const user = await newUser('Dana Demoted');
    await signedInAs(context, user);
    const { owner, org, link } = await invited(user.email, 'admin');
    await newOwner(org);
    await admin.query(`UPDATE membership SET role = 'member' WHERE org_id = $1 AND user_id = $2`, [
      org.id,
      owner.id,
    ]);
    await page.goto(link);
    await button(page, 'Join Garden House').click();
    await expect(page.getByText('Ann Lee, who invited you, can no longer give you that role.')).toBeVisible();
    expect(await roleIn(org, user.email)).toBeUndefined();
  });

  test('[M4] unknown, cut short, or without its secret', async ({ page }) => {
    for (const secret of ['nobody-has-this', 'x', '%3Cscript%3E']) {
      await page.goto('about:blank');
      await page.goto(atRoot(`/invitation#${secret}`));
      await expect(page.getByRole('heading', { name: 'There is no such invitation' })).toBeVisible();
    }
    const fresh = await page.context().browser()?.newPage();
    await fresh?.goto(atRoot('/invitation'));
    if (fresh) await expect(fresh.getByText('Part of the link is missing')).toBeVisible();
    await fresh?.close();
  });
});

async function newOwner(org: Org): Promise<Someone> {
  const user = await newUser('Next Owner');
  await admin.query(`INSERT INTO membership (org_id, user_id, role) VALUES ($1, $2, 'owner')`, [
    org.id,
    user.id,
  ]);
  return user;
}
