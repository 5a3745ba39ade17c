import { randomUUID } from 'node:crypto';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { v7 } from 'uuid';
import { expectAccessible } from './support/axe';
import { putMail } from './support/mail';
import { closeBrowsers, said } from './support/members';
import {
  atRoot,
  fillSignIn,
  forgetAttempts,
  newUserWithPassword,
  orgUrl,
  PASSWORD,
  signedInAs,
  signIn,
} from './support/sign-in';
import { admin, newGrant, newInvitation, newOrg, newRelay, newUser, type Someone } from './support/world';

test.afterEach(closeBrowsers);

// The pages of the root host for people who are signed in: my organizations, a new one, my account.

test.beforeEach(forgetAttempts);

const newSlug = (word: string) => `${word}-${randomUUID().slice(0, 8)}`;

/** A browser of its own that `user` is signed in with. */
async function browserOf(browser: Browser, user: Someone): Promise<Page> {
  const context = await browser.newContext();
  await signedInAs(context, user);
  return context.newPage();
}

/** Many orgs that the user is in, in one statement each: `house 1` … */
async function manyOrgs(user: Someone, n: number) {
  const owner = await newUser('Landlord');
  const orgs = Array.from({ length: n }, (_, i) => ({
    id: v7(),
    slug: newSlug('house'),
    name: `House ${i + 1}`,
  }));
  const rows = JSON.stringify(orgs);
  const from = 'jsonb_to_recordset($1::jsonb) AS o(id uuid, slug text, name text)';
  const client = await admin.connect();
  await client.query('BEGIN');
  await client.query(
    `INSERT INTO org (id, slug, name, color) SELECT id, slug, name, '#0f766e' FROM ${from}`,
    [rows],
  );
  await client.query(`INSERT INTO org_host (org_id, host) SELECT id, slug FROM ${from}`, [rows]);
  for (const [id, role] of [
    [owner.id, 'owner'],
    [user.id, 'member'],
  ])
    await client.query(`INSERT INTO membership (org_id, user_id, role) SELECT id, $2, $3 FROM ${from}`, [
      rows,
      id,
      role,
    ]);
  await client.query('COMMIT');
  client.release();
  return orgs;
}

test.describe('my organizations', () => {
  test('[T3] with none, the page says what they are for and has the one button', async ({ browser }) => {
    const page = await browserOf(browser, await newUser('Nina None'));
    await page.goto(atRoot('/'));
    await expect(page).toHaveURL(atRoot('/organizations'));
    await expect(page.getByRole('heading', { name: 'You are in no organization yet' })).toBeVisible();
    await page.getByRole('link', { name: 'New organization' }).click();
    await expect(page).toHaveURL(atRoot('/organizations/new'));
  });

  test('[R5] each is a link to its own host; two in two tabs do not confuse each other', async ({
    browser,
  }) => {
    const user = await newUser('Tove Tabs');
    const [a, b] = [
      await newOrg([[user, 'owner']], 'Amber House'),
      await newOrg([[user, 'viewer']], 'Birch House'),
    ];
    const page = await browserOf(browser, user);
    await page.goto(atRoot('/organizations'));
    const second = await page.context().newPage();
    await second.goto(atRoot('/organizations'));
    await page.getByRole('link', { name: /Amber House.*Owner/ }).click();
    await second.getByRole('link', { name: /Birch House.*Viewer/ }).click();
    for (let i = 0; i < 2; i++) {
      await page.waitForURL(orgUrl(a.slug));
      await second.waitForURL(orgUrl(b.slug));
      await expect(page.locator('body')).toContainText('Amber House');
      await expect(second.locator('body')).toContainText('Birch House');
      await expect(page).toHaveTitle(/Amber House/);
      await expect(second).toHaveTitle(/Birch House/);
      await Promise.all([page.reload(), second.reload()]);
    }
  });

  test('[M7] five hundred are searched by name and address without delay', async ({ browser }) => {
    const user = await newUser('Filip Five-Hundred');
    const orgs = await manyOrgs(user, 500);
    const page = await browserOf(browser, user);
    await page.goto(atRoot('/organizations'));
    await expect(page.getByText('500 organizations')).toBeVisible();
    await expect(page.getByRole('link', { name: /^House \d+/ })).toHaveCount(500);
    const search = page.getByRole('searchbox', { name: 'Search my organizations' });
    await search.fill('house 42');
    await expect(page.getByText('11 found')).toBeVisible(); // 42 and 420 to 429
    await search.fill(orgs[321]?.slug ?? '');
    await expect(page.getByRole('link', { name: 'House 322' })).toBeVisible();
    await search.fill('nothing like it');
    await page.getByRole('button', { name: 'Clear search' }).click();
    await expect(page.getByRole('link', { name: /^House \d+/ })).toHaveCount(500);
  });
});

test.describe('a new organization', () => {
  test('[B1] what can’t be its address is said, with the reason, while it is typed', async ({ browser }) => {
    const user = await newUser('Ada Slug');
    const taken = await newOrg([[user, 'owner']]);
    const page = await browserOf(browser, user);
    await page.goto(atRoot('/organizations/new'));
    await page.getByLabel('Name', { exact: true }).fill('Ромашка');
    const address = page.getByLabel('Address');
    await expect(address).toHaveValue('romashka');
    const why: [string, string | RegExp][] = [
      [taken.slug, 'That address is taken.'],
      ['admin', /kept for the service/],
      ['аcme', /mistaken/], // a Cyrillic а
      ['xn--80ak6aa92e', /xn--/],
      ['ab', /at least 3/],
      ['two--hyphens', /single hyphens/],
    ];
    for (const [slug, sentence] of why) {
      await address.fill(slug);
      await expect(page.getByText(sentence)).toBeVisible();
      await expect(address).toHaveAttribute('aria-invalid', 'true');
    }
    await address.fill(newSlug('free'));
    await expect(page.getByText('Free', { exact: true })).toBeVisible();
  });

  test('what is typed before the page runs counts', async ({ browser }) => {
    const page = await browserOf(browser, await newUser('Ulf Quick'));
    await page.route('**/_next/static/**/*.js', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 1500));
      await route.continue();
    });
    await page.goto(atRoot('/organizations/new'), { waitUntil: 'commit' });
    await page.getByLabel('Name', { exact: true }).fill('Quick House');
    await expect(page.getByLabel('Address')).toHaveValue('quick-house');
    await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Quick House');
  });

  test('[B1] an address that somebody takes meanwhile is refused at its field', async ({ browser }) => {
    const user = await newUser('Sten Slow');
    const page = await browserOf(browser, user);
    const slug = newSlug('raced');
    await page.goto(atRoot('/organizations/new'));
    await page.getByLabel('Name', { exact: true }).fill('Slow House');
    await page.getByLabel('Address').fill(slug);
    await expect(page.getByText('Free', { exact: true })).toBeVisible();
    const { rows } = await admin.query(`SELECT id FROM org WHERE slug = 'acme'`);
    await admin.query('INSERT INTO org_host (org_id, host) VALUES ($1, $2)', [rows[0].id, slug]);
    await page.getByRole('button', { name: 'Create organization' }).click();
    await expect(page.getByText('That address has just been taken.')).toBeVisible();
    await expect(page.getByLabel('Address')).toBeFocused();
    await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Slow House');
    await admin.query('DELETE FROM org_host WHERE host = $1', [slug]);
  });
});

test.describe('my account', () => {
  test('[M8] a new name is the name everywhere', async ({ browser }) => {
    const user = await newUser('Old Name');
    const org = await newOrg([[user, 'owner']]);
    const page = await browserOf(browser, user);
    await page.goto(atRoot('/account'));
    await page.getByLabel('Name', { exact: true }).fill('New Name');
    await page.getByRole('button', { name: 'Save name' }).click();
    await said(page, 'Name changed');
    await expect(page.getByRole('button', { name: 'You, New Name' })).toBeVisible();
    const { rows } = await admin.query('SELECT name FROM membership WHERE org_id = $1', [org.id]);
    expect(rows).toEqual([{ name: 'New Name' }]);
  });

  test('[M8][K2] a new password takes the current one, and puts all other devices out', async ({
    page,
    browser,
  }) => {
    const user = await newUserWithPassword('Petra Password');
    const other = await browserOf(browser, user);
    await other.goto(atRoot('/account'));
    await signIn(page, user.email);
    await page.goto(atRoot('/account'));
    const change = async (current: string) => {
      await page.getByLabel('Current password').fill(current);
      await page.getByLabel('New password', { exact: true }).fill('a few words do well');
      await page.getByRole('button', { name: 'Change password' }).click();
    };
    await change('not the right one');
    await expect(page.getByText('That’s not your current password.')).toBeVisible();
    await change(PASSWORD);
    await said(page, 'Password changed, 1 device signed out');
    await other.goto(atRoot('/organizations'));
    await expect(other).toHaveURL(/\/sign-in/);
    await fillSignIn(other, user.email, 'a few words do well');
    await expect(other).toHaveURL(atRoot('/organizations'));
  });

  test('[M8][K2] a device that is signed out is out at its next click, on every host, and is told why', async ({
    page,
    browser,
  }) => {
    const user = await newUserWithPassword('Dora Devices');
    const org = await newOrg([[user, 'member']]);
    const other = await browserOf(browser, user);
    await other.goto(orgUrl(org.slug));
    await expect(other).toHaveURL(orgUrl(org.slug));
    const third = await browserOf(browser, user);
    await third.goto(atRoot('/organizations'));

    await signIn(page, user.email);
    await page.goto(atRoot('/account'));
    const devices = page.getByRole('region', { name: 'Devices' });
    await expect(devices.getByRole('listitem')).toHaveCount(2); // two browsers above share one session
    await expect(devices.getByText('This device')).toBeVisible();
    await devices.getByRole('button', { name: /^Sign out Unknown device/ }).click();
    await expect(devices.getByRole('listitem')).toHaveCount(1);

    await third.getByRole('link', { name: 'New organization' }).click();
    await expect(third).toHaveURL(/\/sign-in\?next=/);
    await expect(
      third.getByText('You were signed out on this device. Sign in again to go on.'),
    ).toBeVisible();
    await other.reload();
    await expect(other).toHaveURL(/\/sign-in/);
    await expect(other.getByText('You were signed out on this device.')).toBeVisible();
    await fillSignIn(other, user.email);
    await other.waitForURL(orgUrl(org.slug));
  });

  test('[K2] an act of somebody whose session has ended changes nothing', async ({ browser }) => {
    const user = await newUser('Eva Ended');
    const page = await browserOf(browser, user);
    await page.goto(atRoot('/account'));
    await admin.query('UPDATE session SET revoked_at = now() WHERE user_id = $1', [user.id]);
    await page.getByLabel('Name', { exact: true }).fill('Too Late');
    await page.getByRole('button', { name: 'Save name' }).click();
    await expect(page.locator('main').getByRole('alert')).toContainText('unauthenticated');
    const { rows } = await admin.query('SELECT name FROM app_user WHERE id = $1', [user.id]);
    expect(rows).toEqual([{ name: 'Eva Ended' }]);
  });

  test('[M2][M8] can’t be deleted while it is an organization’s only owner; then it can, by typing its address', async ({
    browser,
  }) => {
    const [user, heir] = [await newUser('Gustav Gone'), await newUser('Hanna Heir')];
    const org = await newOrg(
      [
        [user, 'owner'],
        [heir, 'member'],
      ],
      'Old House',
    );
    await newGrant(org, { kind: 'relay', id: await newRelay(org) }, { user_id: user.id }, 'owner');
    const page = await browserOf(browser, user);
    await page.goto(atRoot('/account'));
    await expect(page.getByText('you are the only owner of Old House')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Delete account' })).toHaveCount(0);

    await admin.query(`UPDATE membership SET role = 'owner' WHERE org_id = $1 AND user_id = $2`, [
      org.id,
      heir.id,
    ]);
    await page.reload();
    await page.getByRole('button', { name: 'Delete account' }).click();
    const act = page.getByRole('button', { name: 'Delete my account' });
    await expect(act).toBeDisabled();
    await expect(page.getByRole('dialog')).toContainText(
      'To hand it to somebody, leave first in the settings of Old House (one thing).',
    );
    await page.getByRole('dialog').getByRole('textbox').fill(user.email);
    await act.click();
    await expect(page.getByRole('link', { name: 'Create an account' })).toBeVisible();
    const { rows } = await admin.query(
      'SELECT (SELECT count(*)::int FROM app_user WHERE id = $1) AS users, (SELECT count(*)::int FROM membership WHERE org_id = $2) AS members',
      [user.id, org.id],
    );
    expect(rows).toEqual([{ users: 0, members: 1 }]);
    await page.goto(atRoot('/account'));
    await expect(page).toHaveURL(/\/sign-in/);
  });
});

test.describe('the development mailbox', () => {
  test('shows what would be sent, and leads where it leads', async ({ page }) => {
    const user = await newUserWithPassword('Mona Mail');
    await page.goto(atRoot('/reset'));
    await page.getByLabel('E-mail', { exact: true }).fill(user.email);
    await page.getByRole('button', { name: 'E-mail me the link' }).click();
    await page.getByRole('link', { name: 'Open the development mailbox' }).click();
    await page.getByRole('navigation', { name: 'Mails' }).getByRole('link', { name: user.email }).click();
    const mail = page.getByRole('article', { name: 'Choose a new password' });
    await expect(mail).toContainText(user.email);
    const letter = page.frameLocator('iframe');
    await expect(letter.getByRole('heading', { name: 'Choose a new password' })).toBeVisible();
    await mail.getByRole('link', { name: 'Text' }).click();
    await expect(mail.locator('pre')).toContainText('A new password signs you out on all devices');
    await mail.getByRole('link', { name: 'Choose a password' }).click();
    await expect(page).toHaveURL(atRoot('/reset/confirm'));
  });

  test('runs nothing that stands in a mail', async ({ page }) => {
    const html = `<h1>Nasty</h1><script>parent.document.title = 'ran'</script><img src=x onerror="top.document.title = 'ran'"><form action="//evil.example"><button>Send</button></form>`;
    const to = `${randomUUID().slice(0, 8)}@people.example`;
    const id = await putMail({ to, subject: 'Nasty', text: 'javascript:alert(1)', html });
    await page.goto(atRoot(`/mailbox?mail=${id}`));
    const frame = page.frameLocator('iframe');
    await expect(frame.getByRole('heading', { name: 'Nasty' })).toBeVisible();
    await frame.getByRole('button', { name: 'Send' }).click();
    await page.waitForTimeout(500);
    await expect(page).toHaveTitle('Mailbox · Rowhouse');
    expect(page.url()).toBe(atRoot(`/mailbox?mail=${id}`));
    await expect(page.getByRole('article').locator('a[href^="javascript"]')).toHaveCount(0);
  });
});

test.describe('how it looks', () => {
  const PAGES = ['/organizations', '/organizations/new', '/account', '/mailbox'];
  const DOORS = [
    '/',
    '/sign-in',
    '/sign-up',
    '/reset',
    '/reset/confirm#x',
    '/verify#x',
    '/sign-in/link#x',
    '/sign-in/mailed',
    '/sign-in/confirm#x',
    '/invitation#x',
  ];

  // Pages without what their links carry are axe.spec's; these are the same with it.
  const CARRYING = DOORS.filter((path) => path.includes('#'));

  test('on a telephone nothing is wider than it, and axe finds nothing on what mailed links open', async ({
    browser,
  }) => {
    test.slow();
    const user = await newUser('Axel Axe');
    await newOrg([[user, 'owner']], 'A House with a Name that is Rather Long, and then Some More of it');
    const host = await newOrg([[await newUser('Host'), 'owner']], 'Host House');
    await newInvitation(host, user.email);
    const long = 'a rather long name of somebody '.repeat(4);
    await putMail({
      to: `${long.replaceAll(' ', '.')}@people.example`,
      subject: long,
      text: 'x',
      html: '<p>x',
    });
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true });
    const page = await context.newPage();
    const visit = async (path: string) => {
      await page.goto(atRoot(path));
      await page.waitForLoadState('networkidle', { timeout: 2000 }).catch(() => {}); // the mailbox never is
      if (CARRYING.includes(path)) await expectAccessible(page, path);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width, `${path} is too wide`).toBeLessThanOrEqual(390);
    };
    await context.addCookies([{ name: 'theme', value: 'dark', url: atRoot() }]);
    for (const path of DOORS) await visit(path);
    await signedInAs(context, user);
    for (const path of PAGES) await visit(path);
    await context.close();
  });
});
