import {
  type Browser,
  type BrowserContext,
  expect,
  type Locator,
  type Page,
  type Request,
  type TestInfo,
} from '@playwright/test';
import { orgUrl, signedInAs } from './sign-in';
import { admin, newOrg, newUser, type Org, type Someone } from './world';

export type House = { org: Org; owner: Someone; admin: Someone; viewer: Someone; people: Someone[] };

/** A new org: an owner, an admin, a viewer, and members of these names. */
export async function newHouse(...names: string[]): Promise<House> {
  const [owner, boss, viewer] = [
    await newUser('Olga Owner'),
    await newUser('Adam Admin'),
    await newUser('Vic Viewer'),
  ];
  const people = await Promise.all(names.map((name) => newUser(name)));
  const org = await newOrg([
    [owner, 'owner'],
    [boss, 'admin'],
    [viewer, 'viewer'],
    ...people.map((one): [Someone, string] => [one, 'member']),
  ]);
  return { org, owner, admin: boss, viewer, people };
}

// The contexts of tests themselves: the next test goes on with what they have loaded.
const own = new WeakSet<BrowserContext>();

/**
 * For test.afterEach of files that open browsers of their own: pages that are left open go on working, and take the
 * machine from those that are tested. After a failure they stay, for their pictures.
 */
export async function closeBrowsers({ browser }: { browser: Browser }, { errors }: TestInfo): Promise<void> {
  if (errors.length > 0) return;
  const besides = browser.contexts().filter((context) => !own.has(context));
  await Promise.all(besides.map((context) => context.close()));
}

/**
 * A page of an org's host, signed in: in the test's own context, which costs the least, or in a browser of its own for
 * whoever is there besides. Then its file says test.afterEach(closeBrowsers).
 */
export async function openAs(
  place: BrowserContext | Browser,
  who: Someone,
  org: Org,
  path: string,
  options = {},
): Promise<Page> {
  const context = 'newContext' in place ? await place.newContext(options) : place;
  if (context === place) own.add(context);
  await signedInAs(context, who, org.slug);
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto(orgUrl(org.slug, path));
  return page;
}

/** A row of the list, by the name or address that it starts with. */
export const rowOf = (page: Page, name: string): Locator =>
  page.getByRole('row').filter({ has: page.getByText(name, { exact: true }) });

/** Chooses from a row's menu. */
export async function chooseIn(page: Page, name: string, item: string): Promise<void> {
  await rowOf(page, name)
    .getByRole('button', { name: /^Acts on/ })
    .click();
  await page
    .getByRole('menuitem', { name: item })
    .or(page.getByRole('menuitemradio', { name: item }))
    .click();
}

/** Selects rows by their names. */
export async function select(page: Page, ...names: string[]): Promise<void> {
  for (const name of names) await rowOf(page, name).getByRole('checkbox').check();
}

/** What the browser's next server action is posted with. */
export async function nextAction(page: Page, doIt: () => Promise<void>): Promise<Request> {
  const [request] = await Promise.all([
    page.waitForRequest((one) => one.method() === 'POST' && Boolean(one.headers()['next-action'])),
    doIt(),
  ]);
  return request;
}

/** The role that somebody really has; undefined for no member. */
export async function roleOf(org: Org, { id }: Someone): Promise<string | undefined> {
  const { rows } = await admin.query('SELECT role FROM membership WHERE org_id = $1 AND user_id = $2', [
    org.id,
    id,
  ]);
  return rows[0]?.role;
}

/** What an org's audit log tells, oldest first. */
export async function eventsOf({ id }: Org): Promise<string[]> {
  const { rows } = await admin.query(
    `SELECT action, outcome, target_label, before ->> 'role' AS was, after ->> 'role' AS is
      FROM audit_event WHERE org_id = $1 ORDER BY id`,
    [id],
  );
  return rows.map(({ action, outcome, was, is }) => [action, outcome, was, is].filter(Boolean).join(' '));
}

/** Waits until a toast says this. */
export const said = (page: Page, text: string | RegExp): Promise<void> =>
  expect(page.getByRole('listitem').filter({ hasText: text }).first()).toBeVisible({ timeout: 15_000 });
