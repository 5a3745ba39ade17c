import { type Browser, expect, type Page, test } from '@playwright/test';
import sharp from 'sharp';
import { expectAccessible } from './support/axe';
import { choose, imagesOf, message, newBrandedHouse, preview } from './support/branding';
import { hostOf, send } from './support/http';
import { latestMail } from './support/mail';
import { closeBrowsers, eventsOf, newHouse, openAs, said } from './support/members';
import { atRoot, orgUrl } from './support/sign-in';
import { cookieFor, admin as db, newUser, type Org, type Someone } from './support/world';

test.afterEach(closeBrowsers);

// Pictures are drawn, mails are sent, and pages of several people are opened: long, not slow.
test.describe.configure({ timeout: 240_000 });

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

/** A picture that nobody else has: on the root host a name is found whoever's it is. */
const flat = (color: string, width = 300, height = 80, format: 'png' | 'jpeg' | 'webp' = 'png') => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map(
    (at) => (Number.parseInt(color.slice(at, at + 2), 16) & 0xe0) + Math.floor(Math.random() * 32),
  );
  return sharp({ create: { width, height, channels: 3, background: { r, g, b } } })
    .toFormat(format)
    .toBuffer();
};
const brandOf = async (org: Org) =>
  (await db.query('SELECT name, color, logo, icon, sign_in_message FROM org WHERE id = $1', [org.id]))
    .rows[0];
const upload = async (org: Org, who: Someone | undefined, body: Buffer, more: object = {}) =>
  send({
    host: hostOf(org.slug),
    path: '/branding/images?kind=logo',
    method: 'POST',
    cookie: who && (await cookieFor(who, org.slug)),
    headers: { origin: orgUrl(org.slug).replace(/\/$/, ''), 'content-type': 'application/octet-stream' },
    body,
    ...more,
  });
const png = (buffer: Buffer) => ({ name: 'logo.png', mimeType: 'image/png', buffer });
/** The sign-in page that an organization's host sends people to. */
async function atTheDoor(browser: Browser, org: Org): Promise<Page> {
  const visitor = await browser.newPage();
  await visitor.goto(orgUrl(org.slug, '/'));
  await expect(visitor.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();
  return visitor;
}

test('[B5] a logo and an icon: uploaded, and shown wherever the organization is', async ({ browser }) => {
  const { org, admin, viewer } = await newBrandedHouse();
  const page = await openAs(browser, admin, org, '/branding');
  await choose(page, 'Logo', {
    name: 'a.jpg',
    mimeType: 'image/jpeg',
    buffer: await flat('#aa3300', 600, 150, 'jpeg'),
  });
  await said(page, 'Logo saved');
  await choose(page, 'Icon', png(await flat('#0055aa', 128, 128)));
  await said(page, 'Icon saved');
  const { logo, icon } = await brandOf(org);
  expect((await imagesOf(org)).sort()).toEqual([icon, logo].sort());
  const shown = async (on: Page, address: string) => {
    const picture = on.locator(`img[src="${address}"]`).first();
    await expect(picture).toBeVisible();
    await expect.poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
  };
  // The frame, and the tab.
  await expect(page.getByRole('button', { name: /switch organization/ }).locator('img')).toHaveAttribute(
    'src',
    `/brand/${logo}`,
  );
  await expect(page.locator('link[rel=icon]').first()).toHaveAttribute('href', `/brand/${icon}`);
  // Lists on other hosts: the switcher, ⌘K, my organizations.
  const other = await newHouse();
  await db.query(`INSERT INTO membership (org_id, user_id, role) VALUES ($1, $2, 'viewer')`, [
    org.id,
    other.admin.id,
  ]);
  const elsewhere = await openAs(browser, other.admin, other.org, '/');
  await elsewhere.getByRole('button', { name: /switch organization/ }).click();
  await shown(elsewhere, atRoot(`/brand/${icon}`));
  await elsewhere.keyboard.press('Escape');
  await elsewhere.keyboard.press('ControlOrMeta+k');
  await expect(elsewhere.getByRole('dialog').locator(`img[src="${atRoot(`/brand/${icon}`)}"]`)).toBeVisible();
  await elsewhere.goto(atRoot('/organizations'));
  await shown(elsewhere, atRoot(`/brand/${icon}`));
  // The 403 of a member.
  const refused = await openAs(browser, viewer, org, '/branding');
  await expect(refused.getByRole('heading', { name: 'Your role does not include this' })).toBeVisible();
  await shown(refused, `/brand/${logo}`);
  // The door.
  const visitor = await atTheDoor(browser, org);
  await shown(visitor, `/brand/${logo}`);
  await expect(visitor.locator('link[rel=icon]').first()).toHaveAttribute('href', `/brand/${icon}`);
  // An invitation, by mail and as a page; the development mailbox shows the mail with its logo.
  const guest = (await newUser('Gus Guest')).email;
  await page.goto(orgUrl(org.slug, '/members/invite'));
  await page.getByRole('textbox', { name: 'E-mail addresses' }).fill(guest);
  await page.getByRole('button', { name: 'Continue' }).click();
  const mail = await latestMail(guest);
  // From the root host: opening an email tells the organization's own domain nothing.
  expect(mail.html).toContain(`<img class="ink" src="${atRoot(`/brand/${logo}`)}" alt="${org.name}"`);
  const [link = ''] = mail.text.match(/https?:\/\/\S+/) ?? [];
  await visitor.goto(link);
  await shown(visitor, atRoot(`/brand/${logo}`));
  await visitor.goto(atRoot(`/mailbox?mail=${mail.id}`));
  const framed = visitor.frameLocator('iframe').locator('img');
  await expect.poll(() => framed.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
  expect(await eventsOf(org)).toEqual(
    expect.arrayContaining([
      expect.stringContaining('brand.logo_changed'),
      expect.stringContaining('brand.icon_changed'),
    ]),
  );
});

test('[B5] a removed logo comes back by Undo, the very same', async ({ context }) => {
  const { org, admin } = await newBrandedHouse();
  const page = await openAs(context, admin, org, '/branding');
  await choose(page, 'Logo', png(await flat('#aa3300')));
  await said(page, 'Logo saved');
  const { logo } = await brandOf(org);
  await page.getByRole('button', { name: 'Remove' }).click();
  await said(page, 'Logo removed');
  expect([(await brandOf(org)).logo, await imagesOf(org)]).toEqual([null, []]);
  await expect(page.getByRole('button', { name: 'Upload logo' })).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await said(page, 'Logo is back');
  expect((await brandOf(org)).logo).toBe(logo);
  await expect(page.getByRole('button', { name: /switch organization/ }).locator('img')).toHaveAttribute(
    'src',
    `/brand/${logo}`,
  );
});

test('[B5] name, colour and message: seen in both themes before they are saved, in force after', async ({
  browser,
}) => {
  const { org, admin } = await newBrandedHouse();
  const before = await brandOf(org);
  const page = await openAs(browser, admin, org, '/branding');
  await page.getByLabel('Name', { exact: true }).fill('Newly Named');
  await page.getByLabel('Any other colour').fill('#be123c');
  await message(page).fill('Use your work address.');
  await expect(preview(page).getByText('Newly Named')).toHaveCount(2);
  await preview(page).getByRole('button', { name: 'Sign-in page' }).click();
  await expect(preview(page).getByText('Sign in to Newly Named')).toHaveCount(2);
  await expect(preview(page).getByText('Use your work address.')).toHaveCount(2);
  for (const theme of ['light', 'dark']) {
    const button = preview(page).locator(`[data-theme=${theme}] button`).last();
    await expect(button).not.toHaveCSS('background-color', 'rgba(0, 0, 0, 0)');
  }
  await preview(page).getByRole('button', { name: 'Invitation e-mail' }).click();
  await expect(preview(page).locator('iframe')).toHaveCount(2);
  const cards = preview(page).frameLocator('iframe >> nth=0');
  await expect(cards.getByRole('heading', { name: 'Join Newly Named' })).toBeVisible();
  await expect(cards.locator('.card')).toHaveCSS('background-color', 'rgb(255, 255, 255)');
  const dark = preview(page).frameLocator('iframe >> nth=1').locator('.card');
  await expect(dark).toHaveCSS('background-color', 'rgb(22, 24, 29)');
  expect(await brandOf(org)).toEqual(before);

  await page.getByRole('button', { name: 'Save changes' }).click();
  await said(page, 'Name and colour saved');
  await page.getByRole('button', { name: 'Save message' }).click();
  await said(page, 'Sign-in message saved');
  expect(await brandOf(org)).toMatchObject({
    name: 'Newly Named',
    color: '#be123c',
    sign_in_message: 'Use your work address.',
  });
  const visitor = await atTheDoor(browser, org);
  await expect(visitor.getByRole('heading', { name: 'Sign in to Newly Named' })).toBeVisible();
  await expect(visitor.getByText('Use your work address.')).toBeVisible();
  await expect(visitor.getByRole('button', { name: 'Sign in', exact: true })).toHaveCSS(
    'background-color',
    'rgb(190, 18, 60)',
  );
});

test('[B5] a colour that is hard to read is warned of, and the suggested shade is one click away', async ({
  context,
}) => {
  const { org, admin } = await newBrandedHouse();
  const page = await openAs(context, admin, org, '/branding');
  await page.getByLabel('Any other colour').fill('#facc15');
  await expect(page.getByText('Too faint to read on white: 1.5 : 1')).toBeVisible();
  const use = page.getByRole('button', { name: /^Use #/ });
  const shade = (await use.innerText()).replace('Use ', '').trim();
  await use.click();
  await expect(page.getByLabel('Any other colour')).toHaveValue(shade);
  await expect(page.getByText('Too faint to read')).toHaveCount(0);
  // Chosen by a button, and no less unsaved for it.
  await page.getByRole('link', { name: 'Members', exact: true }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /stay|keep/i })
    .click();
  await page.getByRole('button', { name: 'Save changes' }).click();
  await said(page, 'Name and colour saved');
  expect((await brandOf(org)).color).toBe(shade);
});

test('[B5] what is no picture is refused in place, with what to do, and by keyboard alone', async ({
  context,
}) => {
  const { org, admin } = await newBrandedHouse();
  const page = await openAs(context, admin, org, '/branding');
  const svg = {
    name: 'logo.png',
    mimeType: 'image/png',
    buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
  };
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Upload logo' }).focus();
  await page.keyboard.press('Enter');
  await (await chooser).setFiles(svg);
  await expect(page.getByRole('alert').filter({ hasText: 'Export it as PNG' })).toBeVisible();
  await choose(page, 'Logo', png(Buffer.alloc(1_200_000)));
  await expect(page.getByRole('alert').filter({ hasText: '1 MB is the most' })).toBeVisible();
  // Dropped on its place.
  const bytes = [...(await flat('#aa3300'))];
  const dropped = await page.evaluateHandle((list) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(list)], 'logo.png', { type: 'image/png' }));
    return transfer;
  }, bytes);
  await page.getByRole('button', { name: 'Upload logo' }).dispatchEvent('drop', { dataTransfer: dropped });
  await said(page, 'Logo saved');
  await expect(page.getByRole('alert').filter({ hasText: '1 MB' })).toHaveCount(0);
  expect((await brandOf(org)).logo).toMatch(/^[0-9a-f]{16}\.png$/);
});

test('[B5][R3] who may upload, and who may not', async () => {
  const house = await newBrandedHouse('Mia Member');
  const { org, owner, admin, viewer, people } = house;
  const stranger = (await newHouse()).owner;
  const picture = await flat('#aa3300');
  for (const [who, status] of [
    [undefined, 401],
    [stranger, 403],
    [viewer, 403],
    [people[0], 403],
  ] as const) {
    expect((await upload(org, who, picture)).status).toBe(status);
    expect(await imagesOf(org)).toEqual([]);
  }
  for (const who of [owner, admin]) expect((await upload(org, who, picture)).status).toBe(200);
  expect(await imagesOf(org)).toHaveLength(1);
  // From another site, without saying from where, too large, of no kind that there is, and to nobody's host.
  for (const headers of [{ origin: 'http://evil.test' }, {}] as Record<string, string>[])
    expect((await upload(org, admin, picture, { headers })).status).toBe(403);
  expect((await upload(org, admin, Buffer.alloc(1_100_000))).status).toBe(413);
  expect((await upload(org, admin, picture, { path: '/branding/images?kind=script' })).status).toBe(400);
  expect((await upload(org, admin, picture, { path: '/branding/images?kind=logo&org=x' })).status).toBe(400);
  expect((await upload(org, admin, picture, { host: hostOf() })).status).not.toBe(200);
  await db.query(`UPDATE org SET features_off = '{branding}' WHERE id = $1`, [org.id]);
  const off = await upload(org, admin, picture);
  expect([off.status, JSON.parse(off.body).code]).toEqual([404, 'feature_off']);
});

test('[B5] a picture is served to anybody, for good, as nothing but a picture, and at no other’s host', async () => {
  const [{ org, admin }, other] = [await newBrandedHouse(), await newBrandedHouse()];
  await upload(org, admin, await flat('#aa3300'));
  const { logo } = await brandOf(org);
  for (const host of [hostOf(org.slug), hostOf()]) {
    const answer = await send({ host, path: `/brand/${logo}` });
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'image/png',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'cross-origin',
    });
    expect(answer.headers['set-cookie']).toBeUndefined();
  }
  const absent = ['0000000000000000.png', `${logo}.html`, encodeURIComponent(`'${logo}`), 'x.svg'];
  for (const [host, name] of [
    [hostOf(other.org.slug), logo],
    ...absent.map((one) => [hostOf(org.slug), one] as const),
    [hostOf(), absent[0]],
  ] as const) {
    const answer = await send({ host, path: `/brand/${name}` });
    expect(answer.status, name).toBe(404);
    expect(answer.headers['cache-control'], name).toContain('no-store');
    expect(answer.headers['content-security-policy'], name).toBeTruthy();
  }
  // The front refuses an escaped slash before anything looks for a picture.
  expect((await send({ host: hostOf(org.slug), path: '/brand/..%2fmark.svg' })).status).toBe(400);
  await upload(org, admin, await flat('#0055aa'));
  for (const host of [hostOf(org.slug), hostOf()])
    expect((await send({ host, path: `/brand/${logo}` })).status).toBe(404);
});

test('[L2][B5] branding switched off: monogram and name everywhere, and name and colour still to be changed', async ({
  browser,
}) => {
  const { org, admin } = await newBrandedHouse();
  await upload(org, admin, await flat('#aa3300'));
  await upload(org, admin, await flat('#0055aa', 90, 90), { path: '/branding/images?kind=icon' });
  await db.query(`UPDATE org SET sign_in_message = 'Hello there' WHERE id = $1`, [org.id]);
  const { logo } = await brandOf(org);
  const page = await openAs(browser, admin, org, '/settings');
  await expect(page.getByRole('link', { name: 'Change the branding' })).toBeVisible();
  await expect(page.getByLabel('Any other colour')).toHaveCount(0);

  await db.query(`UPDATE org SET features_off = '{branding}' WHERE id = $1`, [org.id]);
  await page.reload();
  await expect(page.getByRole('link', { name: 'Branding', exact: true })).toHaveCount(0);
  await expect(page.getByLabel('Any other colour')).toBeVisible();
  await expect(page.locator('img[src*="/brand/"]')).toHaveCount(0);
  await expect(page.locator('link[rel=icon]').first()).toHaveAttribute('href', /^\/mark\.svg/);
  await page.goto(orgUrl(org.slug, '/branding'));
  await expect(page.getByRole('heading', { name: 'This is switched off' })).toBeVisible();
  await page.goto(atRoot('/organizations'));
  await expect(page.getByText(org.name).first()).toBeVisible();
  await expect(page.locator('img[src*="/brand/"]')).toHaveCount(0);
  const visitor = await atTheDoor(browser, org);
  await expect(visitor.locator('img')).toHaveCount(0);
  await expect(visitor.getByText('Hello there')).toHaveCount(0);
  for (const host of [hostOf(org.slug), hostOf()])
    expect((await send({ host, path: `/brand/${logo}` })).status).toBe(404);
  const guest = (await newUser('Gus Guest')).email;
  await page.goto(orgUrl(org.slug, '/members/invite'));
  await page.getByRole('textbox', { name: 'E-mail addresses' }).fill(guest);
  await page.getByRole('button', { name: 'Continue' }).click();
  expect((await latestMail(guest)).html).not.toContain('<img');
});

test('[B5] the branding page: axe finds nothing, and nothing is wider than a phone', async ({ context }) => {
  const { org, admin } = await newBrandedHouse();
  await upload(org, admin, await flat('#aa3300'));
  for (const [options, theme] of [
    [{ viewport: { width: 1440, height: 900 } }, 'light'],
    [PHONE, 'dark'],
  ] as const) {
    const page = await openAs(context, admin, org, '/branding', options);
    await page.getByLabel('Any other colour').fill('#facc15');
    for (const surface of ['Pages', 'Sign-in page', 'Invitation e-mail']) {
      await preview(page).getByRole('button', { name: surface }).click();
      await page.evaluate((t) => {
        document.documentElement.dataset.theme = t;
      }, theme);
      await expectAccessible(page, `${surface}, ${theme}, ${options.viewport.width}`);
    }
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(wide).toBeLessThanOrEqual(0);
  }
});
