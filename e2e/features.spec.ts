import { expect, test } from '@playwright/test';
import { FEATURE_NAMES, FEATURE_OF, type Feature } from '../lib/plans/features';
import { SECTIONS } from '../lib/shell/sections';
import { built, clientPath } from './matrix/surfaces';
import { act, hostOf, send } from './support/http';
import { orgUrl, signedInAs } from './support/sign-in';
import { admin, cookieFor, newOrg, newUser, type Org, type Someone } from './support/world';

// Every surface of every feature, found in the build: off, it is off everywhere, for the owner too; on, it answers.

const surfacesOf = (feature: Feature) =>
  built.filter(({ permission }) => FEATURE_OF[permission as keyof typeof FEATURE_OF] === feature);

let me: Someone;
let org: Org;
let other: Org;
test.beforeAll(async () => {
  me = await newUser('Fay Feature');
  org = await newOrg([[me, 'owner']], 'Switching');
  other = await newOrg([[me, 'owner']], 'Not Switching');
  await admin.query(`UPDATE org SET plan = 'business' WHERE id = ANY ($1)`, [[org.id, other.id]]);
});

const set = (off: Feature[]) => admin.query('UPDATE org SET features_off = $2 WHERE id = $1', [org.id, off]);

type Reply = { what: string; status: number; code?: string };

/** What each surface of a feature answers the owner; `code` is that of a refusal. */
async function ask(feature: Feature, on: Org): Promise<Reply[]> {
  const [host, cookie] = [hostOf(on.slug), await cookieFor(me, on.slug)];
  return Promise.all(
    surfacesOf(feature).map(async ({ kind, path, exportName, pages = [] }) => {
      if (kind === 'action') {
        const answer = await act(path, {}, { host, cookie, path: clientPath(pages[0] ?? '/') });
        const { code } = (answer.result ?? {}) as { code?: string };
        return { what: exportName, status: answer.status, code };
      }
      const method = kind === 'page' ? 'GET' : exportName;
      const at = clientPath(path).replace(/\[\w+\]/g, 'none');
      const headers = { origin: `http://${host}` };
      const answer = await send({ host, path: at, cookie, method, ...(method !== 'GET' && { headers }) });
      // Of a refusal: an answer may well tell of refusals, as the routing log does.
      const refused = kind === 'route' && answer.status >= 400;
      const code = /"code":"(\w+)"/.exec(refused ? answer.body : '')?.[1];
      return { what: `${method} ${at}`, status: answer.status, code };
    }),
  );
}

for (const feature of FEATURE_NAMES) {
  test(`[L2] ${feature} off: every page is a 404, every action and handler says feature_off`, async () => {
    await set([feature]);
    for (const { what, status, code } of await ask(feature, org)) {
      if (code !== undefined) expect(code, what).toBe('feature_off');
      else expect(status, what).toBe(404);
    }
    // Without touching another organization.
    for (const { what, code } of await ask(feature, other)) expect(code, what).not.toBe('feature_off');
  });

  test(`[L2] ${feature} on: nothing of it is refused for being off`, async () => {
    await set([]);
    for (const { what, status, code } of await ask(feature, org)) {
      expect(code, what).not.toBe('feature_off');
      if (code === undefined && what.startsWith('GET') && !what.endsWith('none'))
        expect(status, what).toBeLessThan(400);
    }
  });

  test(`[L2] ${feature}: navigation and palette have its pages while it is on, and only then`, async ({
    page,
    context,
  }) => {
    const sections = SECTIONS.filter(({ permission }) => FEATURE_OF[permission] === feature);
    await signedInAs(context, me, org.slug);
    for (const on of [true, false]) {
      await set(on ? [] : [feature]);
      await page.goto(orgUrl(org.slug, '/roles'));
      const nav = page.getByRole('navigation', { name: 'Main' });
      await expect(nav.getByRole('link', { name: 'Members' })).toBeVisible();
      for (const { label } of sections)
        await expect(nav.getByRole('link', { name: label })).toHaveCount(on ? 1 : 0);
      // While it is open, what lies behind it is nobody's: hidden from roles too.
      await page.keyboard.press('ControlOrMeta+k');
      const palette = page.getByRole('dialog', { name: 'Search and commands' });
      await expect(palette.getByText('Members', { exact: true })).toBeVisible();
      for (const { label } of sections)
        await expect(palette.getByText(label, { exact: true })).toHaveCount(on ? 1 : 0);
    }
  });
}
