import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { send } from './support/http';
import { closeBrowsers, newHouse, openAs, said } from './support/members';
import { orgUrl } from './support/sign-in';

test.afterEach(closeBrowsers);

// Next and React are 131 kB of it.
const BUDGET = 200_000;

const ADVICE = `The members page is over its budget of ${BUDGET / 1000} kB of script. What not everybody needs at once
belongs behind onDemand() (components/ui/on-demand.ts), what needs no browser into a server component, and a new
package into neither. The largest files, in bytes, gzipped:`;

test('[M5] the members page downloads less than 200 kB of script, and nothing more before it is wanted', async ({
  context,
}) => {
  const { org, admin } = await newHouse('Mia Member');
  const page = await openAs(context, admin, org, '/');
  const fetched: string[] = [];
  page.on('request', (request) => {
    if (request.resourceType() === 'script') fetched.push(new URL(request.url()).pathname);
  });
  await page.goto(orgUrl(org.slug, '/members'));
  await page.waitForLoadState('networkidle');

  const sizes = await Promise.all(
    [...new Set(fetched)].map(async (path) => {
      const { status, body } = await send({ path });
      expect(status, path).toBe(200);
      return { path, bytes: gzipSync(body).length };
    }),
  );
  sizes.sort((a, b) => b.bytes - a.bytes);
  const sum = sizes.reduce((bytes, one) => bytes + one.bytes, 0);
  const told = sizes.slice(0, 12).map(({ path, bytes }) => `${String(bytes).padStart(8)} ${path}`);
  expect(sizes.length).toBeGreaterThan(5);
  expect(sum, `${ADVICE}\n${told.join('\n')}\n`).toBeLessThan(BUDGET);

  // What the first pointer near a menu fetches is not in that sum; it comes once.
  const before = fetched.length;
  await page.getByRole('button', { name: 'Acts on Mia Member' }).hover();
  await expect.poll(() => fetched.length).toBeGreaterThan(before);
  await page.getByRole('button', { name: 'Acts on Mia Member' }).click();
  await expect(page.getByRole('menuitem', { name: 'Copy e-mail' })).toBeVisible();
});

test('[M5] a menu whose code does not arrive says so, and opens at the next try', async ({ context }) => {
  const { org, admin } = await newHouse('Mia Member');
  const page = await openAs(context, admin, org, '/members');
  await page.route('**/_next/static/**', (route) => route.abort());
  const trigger = page.getByRole('button', { name: 'Acts on Mia Member' });
  await trigger.click();
  await said(page, 'The server could not be reached');
  await expect(trigger).toHaveAttribute('aria-expanded', 'false');

  await page.unroute('**/_next/static/**');
  await trigger.click();
  await expect(page.getByRole('menuitem', { name: 'Copy e-mail' })).toBeVisible();
});

test('[M5] the first key on a page opens a menu at its first item that can be chosen', async ({
  context,
}) => {
  const { org, admin } = await newHouse('Mia Member');
  const page = await openAs(context, admin, org, '/members');
  const trigger = page.getByRole('button', { name: 'Acts on Mia Member' });
  // The focus and the key in one breath, before the menu's code can be there.
  await trigger.evaluate((button) => {
    button.focus();
    button.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
  });
  // The very first, Owner, is not an admin's to give.
  const first = page.getByRole('menuitemradio', { name: /^Admin/ });
  await expect(first).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(trigger).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(first).toBeFocused();
});
