import { type BrowserContext, expect, type Page } from '@playwright/test';
import { hostOf, rootUrl } from './http';
import { admin, cookieFor, newUser, type Someone } from './world';

/** The password of the demo's people, and of everybody that `newUserWithPassword` makes. */
export const PASSWORD = 'rowhouse-demo';

/** An address on the root host. */
export const atRoot = (path = '/'): string => new URL(path, rootUrl).href;

/** An address on an org's host. */
export const orgUrl = (slug: string, path = '/'): string =>
  new URL(path, `${rootUrl.protocol}//${hostOf(slug)}`).href;

/** A new user who can sign in with PASSWORD. */
export async function newUserWithPassword(name: string, email?: string): Promise<Someone> {
  const user = await newUser(name, email);
  await admin.query(
    `UPDATE app_user SET password_hash = (SELECT password_hash FROM app_user WHERE email = 'owner@example.com') WHERE id = $1`,
    [user.id],
  );
  return user;
}

/** Signs in on the sign-in page, as a person does; ends on the page that it leads to. */
export async function signIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  await forgetAttempts();
  await page.goto(atRoot('/sign-in'));
  await fillSignIn(page, email, password);
  await expect(page).not.toHaveURL(/\/sign-in/);
}

/** Fills in the sign-in page that is open, and presses the button. */
export async function fillSignIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.getByLabel('E-mail', { exact: true }).fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Signs a browser in without the page: root host, and the hosts of these orgs. Quick, for tests of other things. */
export async function signedInAs(context: BrowserContext, user: Someone, ...slugs: string[]): Promise<void> {
  for (const slug of [undefined, ...slugs]) {
    const [name = '', value = ''] = (await cookieFor(user, slug)).split('=');
    await context.addCookies([
      { name, value, url: slug ? orgUrl(slug) : atRoot(), httpOnly: true, sameSite: 'Lax' },
    ]);
  }
}

/** All tests come from one address: its counters would fill up. Those of accounts and addresses stay. */
export async function forgetAttempts(): Promise<void> {
  await admin.query(`DELETE FROM rate_limit WHERE key ~ '^(sign-in|sign-up|mail|secret):ip:'`);
}
