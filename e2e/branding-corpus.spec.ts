import { expect, type Page, test } from '@playwright/test';
import { BY_HAND, COLORS, FILES, TEXTS } from '../lib/brand/testing/corpus';
import { choose, imagesOf, message, newBrandedHouse, preview } from './support/branding';
import { send } from './support/http';
import { closeBrowsers } from './support/members';
import { atRoot, orgUrl, signedInAs } from './support/sign-in';
import { admin as db } from './support/world';

// What people have tried on branding forms elsewhere, on ours: nothing of it runs, wherever it is shown.

test.afterEach(closeBrowsers);

// Hundreds of payloads, each looked at in a browser: long, not slow.
test.describe.configure({ timeout: 240_000 });

/** In the page: notes what its policy refused. */
function listen() {
  const seen: string[] = [];
  Object.assign(window, { __csp: seen });
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
    seen.push(`${violatedDirective} ${blockedURI}`),
  );
}

/** Notes what the page says, asks people, and asks of the attacker's host. */
function watch(page: Page, told: string[]) {
  page.on('console', (message) => told.push(message.text()));
  page.on('dialog', (dialog) => told.push(`dialog: ${dialog.message()}`));
  page.on('request', (request) => {
    if (/evil\.test/.test(request.url())) told.push(`asked ${request.url()}`);
  });
}

/** No payload ran in the page, and its policy had nothing to refuse. */
async function nothingRan(page: Page, label: string) {
  const ran = await page.evaluate(() => {
    const { __xss, __csp } = window as { __xss?: number; __csp?: string[] };
    return { xss: __xss ?? null, csp: __csp };
  });
  expect(ran, label).toEqual({ xss: null, csp: [] });
}

test('[B5] nothing of the corpus runs: not while it is typed, not on the sign-in page, not in a mail, not as a file', async ({
  browser,
}) => {
  const { org, admin } = await newBrandedHouse();
  const told: string[] = [];
  const ofTheDriver: string[] = [];
  const context = await browser.newContext();
  await signedInAs(context, admin, org.slug);
  const clean = async (page: Page, payload: string) => {
    await nothingRan(page, payload);
    const bad = told.filter((line) => /^(dialog|asked)|Content Security|Refused|Blocked script/i.test(line));
    expect(
      bad.filter((line) => !ofTheDriver.includes(line)),
      payload,
    ).toEqual([]);
    // In the mail every payload is text: its frame, which runs nothing, is the second wall.
    for (const mail of await page.locator('iframe[srcdoc]').all())
      expect(await mail.getAttribute('srcdoc'), payload).not.toMatch(
        /<(script|svg|math|iframe|object|embed|img)\b/i,
      );
  };

  const page = await context.newPage();
  watch(page, told);
  await page.goto(orgUrl(org.slug, '/branding'));
  // Not as an init script: that would be blocked in the mail's sealed frame, and be told as a finding.
  await page.evaluate(listen);
  const surfaces = ['Pages', 'Sign-in page', 'Invitation e-mail'];
  // What the sealed frame blocks of a mail without any payload is the browser driver's own script, where it has one.
  await preview(page).getByRole('button', { name: 'Invitation e-mail' }).click();
  await expect(page.locator('iframe[srcdoc]').first()).toBeVisible();
  await page.getByLabel('Name', { exact: true }).fill('Harmless');
  const harmlessMail = preview(page).frameLocator('iframe >> nth=0');
  await expect(harmlessMail.getByRole('heading', { name: 'Join Harmless' })).toBeVisible();
  ofTheDriver.push(...told.splice(0));
  for (const [i, payloads] of together(BY_HAND).entries()) {
    await preview(page)
      .getByRole('button', { name: surfaces[i % 3] })
      .click();
    for (const payload of payloads) await page.getByLabel('Name', { exact: true }).fill(payload.slice(0, 80));
    await message(page).fill(payloads.join(' '));
    await clean(page, payloads.join('\n'));
  }
  for (const color of COLORS) {
    await page.getByLabel('Any other colour').fill(color.replaceAll('\n', ' '));
    await clean(page, color);
  }
  for (const file of FILES) {
    if (file.bytes.length === 0) continue; // Chromium gives no such file
    await choose(page, 'Logo', { name: file.name, mimeType: file.type, buffer: file.bytes });
    await expect(page.getByRole('alert').filter({ hasText: /picture|SVG/ })).toBeVisible();
    await clean(page, file.name);
  }
  expect(await imagesOf(org)).toEqual([]);

  // Past every check, as if it had been saved: the sign-in page, where a stranger's eyes and password are.
  const visitor = await browser.newPage();
  await visitor.addInitScript(listen);
  watch(visitor, told);
  await visitor.goto(orgUrl(org.slug, '/'));
  const door = visitor.url();
  const put = (name: string, text: string) =>
    db.query('UPDATE org SET name = $2, sign_in_message = $3 WHERE id = $1', [
      ...[org.id, name.replaceAll('\u0000', '').slice(0, 80), text.replaceAll('\u0000', '').slice(0, 200)],
    ]);
  for (const payloads of together(BY_HAND)) {
    await put(payloads[0] ?? '', payloads.join(' '));
    await visitor.goto(door, { waitUntil: 'load' });
    const seen = payloads[0]?.replaceAll('\u0000', '').trim().split(/\s/)[0]?.slice(0, 20) ?? '';
    await expect(visitor.locator('main')).toContainText(seen);
    await clean(visitor, payloads.join('\n'));
  }
  // Each by itself, as it is sent: the page has the elements that it has with any other name, and no more.
  const { host, pathname, search } = new URL(door);
  const elements = async () =>
    ((await send({ host, path: pathname + search })).body.match(/<[a-z][a-z0-9]*/gi) ?? []).sort();
  await put('Harmless', 'Harmless');
  const harmless = await elements();
  expect(harmless.length).toBeGreaterThan(20);
  for (const payload of TEXTS) {
    await put(payload, payload);
    expect(await elements(), payload).toEqual(harmless);
  }
});

test('[B5] hundreds of payloads as names at once: in the list of organizations, the switcher and the palette none runs', async ({
  browser,
}) => {
  expect(TEXTS.length + COLORS.length + FILES.length).toBeGreaterThanOrEqual(400);
  const { org, admin } = await newBrandedHouse();
  const names = TEXTS.map((text) => text.replaceAll('\u0000', '').slice(0, 80));
  await db.query(
    `WITH made AS (
       INSERT INTO org (id, slug, name, color)
       SELECT uuidv7(), 'x' || n || '-' || right($1::uuid::text, 12), name, '#0f766e' FROM unnest($2::text[]) WITH ORDINALITY AS t (name, n)
       RETURNING id, slug
     ), hosts AS (INSERT INTO org_host (org_id, host) SELECT id, slug FROM made)
     INSERT INTO membership (org_id, user_id, role) SELECT id, $1, 'owner' FROM made`,
    [admin.id, names],
  );
  const context = await browser.newContext();
  await signedInAs(context, admin, org.slug);
  const page = await context.newPage();
  const told: string[] = [];
  watch(page, told);
  await page.addInitScript(listen);
  const clean = async (where: string) => {
    await nothingRan(page, where);
    expect(
      told.filter((line) => /^(dialog|asked)/.test(line)),
      where,
    ).toEqual([]);
  };
  /** Each stands there as the text that it is. */
  const shown = async (scope: string, where: string) => {
    const text = await page.locator(scope).evaluate((one) => (one.textContent ?? '').replace(/\s+/g, ''));
    for (const name of names) expect(text, where).toContain(name.replace(/\s+/g, ''));
    await clean(where);
  };

  await page.goto(atRoot('/organizations'), { waitUntil: 'networkidle' });
  await shown('main', 'my organizations');
  await page.goto(orgUrl(org.slug), { waitUntil: 'networkidle' });
  await page.getByRole('button', { name: /switch organization/ }).click();
  await expect(page.getByRole('option')).toHaveCount(names.length + 1);
  await shown('[role=listbox]', 'the switcher');
  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('dialog').getByRole('combobox').fill('script');
  await expect(page.getByRole('option', { name: /script/i }).first()).toBeVisible();
  await clean('the palette');
});

/** Texts in lots that a message has room for, so that a browser sees each without a page of its own for it. */
function together(texts: readonly string[], most = 200): string[][] {
  const lots: string[][] = [[]];
  for (const text of texts) {
    const lot = lots.at(-1) as string[];
    if (lot.length > 0 && [...lot, text].join(' ').length > most) lots.push([text]);
    else lot.push(text);
  }
  return lots;
}
