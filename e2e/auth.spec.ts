import { randomUUID } from 'node:crypto';
import { type BrowserContext, expect, type Page, type Request, test } from '@playwright/test';
import { type Answer, hostOf, rootUrl, send } from './support/http';
import { latestMail, linkIn, mailsTo } from './support/mail';
import {
  atRoot,
  fillSignIn,
  forgetAttempts,
  newUserWithPassword,
  orgUrl,
  PASSWORD,
  signIn,
} from './support/sign-in';
import { admin, newOrg } from './support/world';

// Signing up, in and out, on the root host and from an organization's.

const newAddress = () => `${randomUUID().slice(0, 13)}@people.example`;
const OURS = 'a few words do well';

test.beforeEach(forgetAttempts);

async function signUp(page: Page, email: string, password = OURS) {
  await page.goto(atRoot('/sign-up'));
  await page.getByLabel('Name').fill('Nora New');
  await page.getByLabel('E-mail', { exact: true }).fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByRole('heading', { name: 'Check your mail' })).toBeVisible();
}

/** What a form says went wrong. */
const problem = (page: Page) => page.locator('main').getByRole('alert');

const isSignedIn = async (context: BrowserContext) =>
  (await context.cookies(atRoot())).some(({ name }) => /^(__Host-)?rowhouse$/.test(name));

test.describe('signing up', () => {
  test('[T3][K1] leads by the mailed link to a new organization, and in', async ({ page }) => {
    const email = newAddress();
    await signUp(page, email);
    await page.goto(linkIn(await latestMail(email)));
    await expect(page).toHaveURL(atRoot('/verify')); // the secret left the address bar
    await page.getByRole('button', { name: 'Confirm and go on' }).click();
    await expect(page).toHaveURL(atRoot('/organizations/new'));

    const slug = `nora-${randomUUID().slice(0, 8)}`;
    await page.getByLabel('Name', { exact: true }).fill('Nora & Söhne');
    await expect(page.getByLabel('Address')).toHaveValue('nora-and-sohne');
    await page.getByLabel('Address').fill(slug);
    await expect(page.getByText('Free', { exact: true })).toBeVisible();
    await page.getByRole('button', { name: 'Create organization' }).click();
    await page.waitForURL(orgUrl(slug));
    await expect(page.locator('body')).toContainText('Nora & Söhne');
    const { rows } = await admin.query(
      `SELECT m.role FROM membership m JOIN org o ON o.id = m.org_id WHERE o.slug = $1 AND m.email = $2`,
      [slug, email],
    );
    expect(rows).toEqual([{ role: 'owner' }]);
  });

  test('[K1] can be sent again; only the newest link works, and asks for the password elsewhere', async ({
    page,
    browser,
  }) => {
    const email = newAddress();
    await signUp(page, email);
    const first = linkIn(await latestMail(email));
    await page.getByRole('button', { name: 'Send again' }).click();
    const second = linkIn(await latestMail(email, { atLeast: 2 }));

    await page.goto(first);
    await page.getByRole('button', { name: 'Confirm and go on' }).click();
    await expect(page.getByText('used already, or is too old')).toBeVisible();

    const elsewhere = await browser.newContext();
    const phone = await elsewhere.newPage();
    await phone.goto(second);
    await phone.getByLabel('Password', { exact: true }).fill('not the one at all');
    await phone.getByRole('button', { name: 'Confirm and go on' }).click();
    await expect(phone.getByText('not the password you signed up with')).toBeVisible();
    await phone.getByLabel('Password', { exact: true }).fill(OURS);
    await phone.getByRole('button', { name: 'Confirm and go on' }).click();
    await expect(phone).toHaveURL(atRoot('/organizations/new'));
    await elsewhere.close();
  });

  test('[K1] nobody is in before the address is confirmed', async ({ page, context }) => {
    const email = newAddress();
    await signUp(page, email);
    await latestMail(email);
    await page.goto(atRoot('/sign-in'));
    await fillSignIn(page, email, OURS);
    await expect(page.getByText('E-mail or password is wrong.')).toBeVisible();
    expect(await isSignedIn(context)).toBe(false);
  });

  test('what can’t be taken is said at its field, and nothing typed is lost', async ({ page }) => {
    await page.goto(atRoot('/sign-up'));
    await page.getByLabel('E-mail', { exact: true }).fill('аnn@example.com'); // a Cyrillic а
    await page.getByLabel('Password', { exact: true }).fill('short');
    await page.getByRole('button', { name: 'Create account' }).click();
    await expect(page.getByText('Enter your name.')).toBeVisible();
    await expect(page.getByText('Enter an address like ann@example.com.')).toBeVisible();
    await expect(page.getByText('Use at least 10 characters.')).toBeVisible();
    await expect(page.getByLabel('Name')).toBeFocused();
    await expect(page.getByLabel('Password', { exact: true })).toHaveValue('short');
  });
});

test.describe('signing in', () => {
  test('[K1] a wrong password is refused, the right one let in, and the address survives the refusal', async ({
    page,
  }) => {
    const user = await newUserWithPassword('Paula Password');
    await page.goto(atRoot('/sign-in'));
    await fillSignIn(page, user.email, 'not the right one');
    await expect(problem(page)).toContainText('E-mail or password is wrong.');
    await expect(problem(page)).toContainText('wrong_credentials');
    await expect(page.getByLabel('E-mail', { exact: true })).toHaveValue(user.email);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(atRoot('/organizations'));
  });

  test('[K1] a mailed link signs in once, by a click; looking at it does not use it up', async ({
    page,
    browser,
  }) => {
    const user = await newUserWithPassword('Lina Link');
    await page.goto(atRoot('/sign-in?next=/account'));
    await page.getByLabel('E-mail', { exact: true }).fill(user.email.toUpperCase());
    await page.getByRole('button', { name: 'E-mail me a sign-in link' }).click();
    await expect(page.getByRole('heading', { name: 'Check your mail' })).toBeVisible();
    const link = linkIn(await latestMail(user.email));

    const scanner = await browser.newContext();
    await (await scanner.newPage()).goto(link);
    await scanner.close();

    await page.goto(link);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(page).toHaveURL(atRoot('/account'));

    const again = await browser.newContext();
    const other = await again.newPage();
    await other.goto(link);
    await other.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(other.getByText('used already, or is too old')).toBeVisible();
    await again.close();
  });

  test('[K1][K2] a forgotten password is replaced, and all other devices are out', async ({
    page,
    browser,
  }) => {
    const user = await newUserWithPassword('Rita Reset');
    const elsewhere = await browser.newContext();
    const other = await elsewhere.newPage();
    await signIn(other, user.email);

    await page.goto(atRoot('/sign-in'));
    await page.getByRole('link', { name: 'Choose a new one' }).click();
    await expect(page.getByRole('heading', { name: 'Choose a new password' })).toBeVisible();
    await page.getByLabel('E-mail', { exact: true }).fill(user.email);
    await page.getByRole('button', { name: 'E-mail me the link' }).click();
    await page.goto(linkIn(await latestMail(user.email, { subject: 'Choose' })));
    await page.getByLabel('New password', { exact: true }).fill('short');
    await page.getByRole('button', { name: 'Set password and sign in' }).click();
    await expect(page.getByText('Use at least 10 characters.')).toBeVisible();
    await page.getByLabel('New password', { exact: true }).fill(OURS);
    await page.getByRole('button', { name: 'Set password and sign in' }).click();
    await expect(page).toHaveURL(atRoot('/organizations'));
    await latestMail(user.email, { subject: 'Your password was changed' });

    await other.goto(atRoot('/account'));
    await expect(other).toHaveURL(/\/sign-in/);
    await expect(other.getByText('You were signed out on this device.')).toBeVisible();
    await fillSignIn(other, user.email, PASSWORD);
    await expect(problem(other)).toContainText('E-mail or password is wrong.');
    await fillSignIn(other, user.email, OURS);
    await expect(other).toHaveURL(atRoot('/account'));
    await elsewhere.close();
  });

  test('[B4][K2] from an organization’s host leads there and back; its name stands over the form', async ({
    page,
  }) => {
    const user = await newUserWithPassword('Oskar Origin');
    const org = await newOrg([[user, 'viewer']], 'Origin & Co');
    await page.goto(orgUrl(org.slug, '/members?q=oskar'));
    await expect(page.getByRole('heading', { name: 'Sign in to Origin & Co' })).toBeVisible();
    expect(new URL(page.url()).host).toBe(rootUrl.host);
    await fillSignIn(page, user.email);
    await page.waitForURL(orgUrl(org.slug, '/members?q=oskar'));
    expect(page.url()).not.toContain('code=');
  });

  test('[K1] whatever “next” says, signing in ends on this host', async ({ page }) => {
    const user = await newUserWithPassword('Rosa Redirect');
    for (const next of [
      '//evil.example/x',
      '/\\evil.example',
      'https://evil.example',
      'javascript:alert(1)',
      '/%0d//evil.example',
      '/.//evil.example',
    ]) {
      await page.context().clearCookies();
      await forgetAttempts();
      await page.goto(atRoot(`/sign-in?next=${encodeURIComponent(next)}`));
      await fillSignIn(page, user.email);
      await expect(page, next).not.toHaveURL(/\/sign-in/);
      expect(new URL(page.url()).host, next).toBe(rootUrl.host);
      await page.goto(atRoot(`/sign-in?next=${encodeURIComponent(next)}`)); // signed in already
      expect(new URL(page.url()).host, next).toBe(rootUrl.host);
    }
  });

  test('[K1] attempts are limited, with the right password too, and for this address alone', async () => {
    const [user, other] = [await newUserWithPassword('Lars Limit'), await newUserWithPassword('Olga Other')];
    for (let i = 0; i < 10; i++)
      expect(await post(user.email, 'wrong every time')).toContain('wrong_credentials');
    expect(await post(user.email, PASSWORD)).toContain('rate_limited');
    expect(await post(other.email, PASSWORD)).not.toContain('error=');
  });

  test('[K1] a form that is sent before the page runs puts nothing into the address', async ({ browser }) => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    for (const path of ['/sign-in', '/sign-up']) {
      await page.goto(atRoot(path));
      await page.getByLabel('E-mail', { exact: true }).fill('ann@example.com');
      await page.getByLabel('Password', { exact: true }).fill('typed too early');
      await page
        .locator('main')
        .getByRole('button', { name: /^(Sign in|Create account)$/ })
        .click();
      await page.waitForLoadState();
      expect(page.url()).toBe(atRoot(path));
      await expect(page.getByLabel('Password', { exact: true })).toBeVisible();
    }
    await context.close();
  });

  test('[K2] whoever signs in on a device takes the place of who was there', async ({ page }) => {
    const [first, second] = [
      await newUserWithPassword('First Here'),
      await newUserWithPassword('Second Here'),
    ];
    await signIn(page, first.email);
    await page.goto(atRoot('/reset'));
    await page.getByLabel('E-mail', { exact: true }).fill(second.email);
    await page.getByRole('button', { name: 'E-mail me the link' }).click();
    await page.goto(linkIn(await latestMail(second.email)));
    await page.getByLabel('New password', { exact: true }).fill(OURS);
    await page.getByRole('button', { name: 'Set password and sign in' }).click();
    await expect(page.getByRole('button', { name: 'You, Second Here' })).toBeVisible();
    const { rows } = await admin.query(
      `SELECT count(*)::int AS standing FROM session WHERE user_id = $1 AND revoked_at IS NULL AND user_agent <> 'test'`,
      [first.id],
    );
    expect(rows).toEqual([{ standing: 0 }]);
  });

  test('[K1] without its own CSRF token a sign-in is refused', async () => {
    const user = await newUserWithPassword('Carl Csrf');
    const form = new URLSearchParams({
      email: user.email,
      password: PASSWORD,
      csrfToken: 'made-up',
      json: 'true',
    });
    for (const origin of ['https://evil.example', 'null', undefined]) {
      const answer = await send({
        path: '/api/auth/callback/password',
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...(origin && { origin }) },
        body: form.toString(),
      });
      expect(String(answer.headers['set-cookie'] ?? '')).not.toMatch(/(^|,)\s*(__Host-)?rowhouse=/);
    }
  });
});

/** Signs in by hand: the answer's body. */
async function post(email: string, password: string): Promise<string> {
  const token = await send({ path: '/api/auth/csrf' });
  const cookie = (token.headers['set-cookie'] ?? []).map((line) => line.split(';')[0]).join('; ');
  const { csrfToken } = JSON.parse(token.body);
  const form = new URLSearchParams({ email, password, csrfToken, json: 'true', callbackUrl: '/' });
  const answer = await send({
    path: '/api/auth/callback/password',
    method: 'POST',
    cookie,
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: rootUrl.origin },
    body: form.toString(),
  });
  return answer.body;
}

test.describe('nobody learns which addresses have an account', () => {
  const PLACEHOLDER = 'placeholder@people.example';
  const people = async () => [(await newUserWithPassword('Known Person')).email, newAddress()] as const;

  /** The request that a page makes, held back: to be sent by hand for one address after the other. */
  async function requestOf(page: Page, press: () => Promise<void>) {
    let held: Request | undefined;
    await page.route(
      (url) => !url.pathname.endsWith('/csrf'),
      (route) => {
        if (route.request().method() !== 'POST') return route.continue();
        held = route.request();
        return route.abort();
      },
    );
    await press();
    await expect.poll(() => held !== undefined).toBe(true);
    if (!held) throw new Error('nothing was sent');
    const headers = await held.allHeaders();
    for (const name of Object.keys(headers))
      if (/^(:|host$|content-length$)/.test(name)) delete headers[name];
    const [path, body] = [new URL(held.url()).pathname, held.postData() ?? ''];
    return (email: string) => {
      const forThem = body
        .replaceAll(PLACEHOLDER, email)
        .replaceAll(encodeURIComponent(PLACEHOLDER), encodeURIComponent(email));
      return send({ path, method: 'POST', headers, body: forThem });
    };
  }

  /** What an action answered; where a cookie is set, the page comes along, and its nonce is another each time. */
  const resultIn = (body: string) => /^[0-9a-f]+:(\{"ok":.*\})$/m.exec(body)?.[1] ?? body;

  /** All that an answer gives away: status, result, the names of headers, cookies but for random values and the clock. */
  const told = ({ status, headers, body }: Answer) => ({
    status,
    body: resultIn(body).replace(/\d+ minutes?|"retryAfter":\d+/g, '…'),
    headers: Object.keys(headers).toSorted(),
    cookies: (headers['set-cookie'] ?? []).map((line) =>
      line.replace(/=[^;]*/, '=…').replace(/Expires=[^;]*/, 'Expires=…'),
    ),
  });

  const typeAddress = (page: Page) => page.getByLabel('E-mail', { exact: true }).fill(PLACEHOLDER);

  test('[K1] signing in: wrong password, or no such account', async ({ page }) => {
    await page.goto(atRoot('/sign-in'));
    const ask = await requestOf(page, () => fillSignIn(page, PLACEHOLDER, 'not the right one'));
    const [known, unknown] = await people();
    const answer = told(await ask(known));
    expect(answer.body).toContain('wrong_credentials');
    expect(told(await ask(unknown))).toEqual(answer);
  });

  test('[K1] a link by mail', async ({ page }) => {
    await page.goto(atRoot('/sign-in'));
    await typeAddress(page);
    const ask = await requestOf(page, () =>
      page.getByRole('button', { name: 'E-mail me a sign-in link' }).click(),
    );
    const [known, unknown] = await people();
    const answer = told(await ask(known));
    expect(answer.body).toContain('"ok":true');
    expect(told(await ask(unknown))).toEqual(answer);
    await latestMail(known);
    expect(await mailsTo(unknown)).toEqual([]);
  });

  test('[K1] a new password, and how many mails for one there may be', async ({ page }) => {
    await page.goto(atRoot('/reset'));
    await typeAddress(page);
    const ask = await requestOf(page, () => page.getByRole('button', { name: 'E-mail me the link' }).click());
    const [known, unknown] = await people();
    for (let i = 0; i < 6; i++) {
      const answer = told(await ask(known));
      expect(answer.body).toContain(i < 5 ? '"ok":true' : 'rate_limited');
      expect(told(await ask(unknown))).toEqual(answer);
    }
    await expect.poll(async () => (await mailsTo(known)).length).toBe(5);
    expect(await mailsTo(unknown)).toEqual([]);
  });

  test('[K1] signing up, and then trying that password', async ({ page }) => {
    await page.goto(atRoot('/sign-up'));
    await page.getByLabel('Name').fill('Stranger');
    await typeAddress(page);
    await page.getByLabel('Password', { exact: true }).fill(OURS);
    const ask = await requestOf(page, () => page.getByRole('button', { name: 'Create account' }).click());
    const [known, unknown] = await people();
    const answer = told(await ask(known));
    expect(answer.body).toContain('"ok":true');
    expect(told(await ask(unknown))).toEqual(answer);
    expect((await latestMail(known)).subject).toBe('You already have an account');
    expect((await latestMail(unknown)).subject).toBe('Confirm your e-mail address');
    expect(await post(unknown, OURS)).toBe(await post(known, OURS));
  });
});

test.describe('signing out', () => {
  test('[K2] ends the session on every host, and the back button shows nothing of before', async ({
    page,
  }) => {
    const user = await newUserWithPassword('Siri Sign-out');
    const org = await newOrg([[user, 'owner']], 'Secret Garden');
    await signIn(page, user.email);
    await page.goto(orgUrl(org.slug));
    await expect(page.locator('body')).toContainText('Secret Garden');
    await page.goto(atRoot('/organizations'));
    await expect(page.getByText('Secret Garden')).toBeVisible();

    await page.getByRole('button', { name: 'You, Siri Sign-out' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    for (let i = 0; i < 2; i++) {
      await page.goBack();
      await expect(page.getByRole('heading', { name: /^Sign in/ })).toBeVisible();
      expect(await page.locator('main').innerText()).not.toContain('1 organization');
    }
    await page.goto(orgUrl(org.slug));
    await expect(page).toHaveURL(/\/sign-in/);
  });

  test('[K2] from an organization’s host too', async ({ page }) => {
    const user = await newUserWithPassword('Olle Out');
    const org = await newOrg([[user, 'owner']], 'Quiet House');
    await signIn(page, user.email);
    await page.goto(orgUrl(org.slug));
    await page.evaluate(() => {
      const form = document.createElement('form');
      Object.assign(form, { method: 'post', action: '/auth/sign-out' });
      document.body.append(form);
      form.requestSubmit();
    });
    await expect(page).toHaveURL(atRoot('/sign-in'));
    await page.goto(atRoot('/organizations'));
    await expect(page).toHaveURL(/\/sign-in/);
  });

  test('[K2] only this site’s own pages can do it', async () => {
    for (const origin of ['https://evil.example', `http://${hostOf('globex')}`, 'null']) {
      const answer = await send({ path: '/auth/sign-out', method: 'POST', headers: { origin } });
      expect(answer.status, origin).toBe(403);
    }
  });
});
