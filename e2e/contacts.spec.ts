import { expect, type Page, test } from '@playwright/test';
import { expectAccessible } from './support/axe';
import { hostOf, send } from './support/http';
import { orgUrl, signedInAs } from './support/sign-in';
import { cookieFor, newOrg, newSubTeam, newUser, type Org, type Someone } from './support/world';

// Contacts and groups as people work with them: two sub-teams of an agency, each with clients of its own.

test.slow();

type House = { org: Org; owner: Someone; member: Someone };

async function makeHouse(): Promise<House> {
  const [owner, member] = [await newUser('Clara Contact'), await newUser('Mina Member')];
  const org = await newOrg(
    [
      [owner, 'owner'],
      [member, 'member'],
    ],
    'Agency',
  );
  await newSubTeam(org, 'north', [member]);
  await newSubTeam(org, 'south', []);
  return { org, owner, member };
}

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true });
const rows = (page: Page) => page.locator('tbody tr');
const box = (page: Page, name: string) => page.getByRole('checkbox', { name: `Select ${name}` });

async function add(page: Page, at: string, values: Record<string, string>) {
  await page.goto(at);
  for (const [label, value] of Object.entries(values)) await page.getByLabel(label).fill(value);
  await page.getByRole('button', { name: /^Add (contact|group)$/ }).click();
  await expect(heading(page, values.Name ?? '')).toBeVisible();
}

test('[C1] a contact is added, found, changed, put into a group, and deleted; its page tells of it', async ({
  page,
  context,
}) => {
  const { org, owner } = await makeHouse();
  await signedInAs(context, owner, org.slug);
  const at = (path: string) => orgUrl(org.slug, `/s/north${path}`);
  await page.goto(at('/contacts'));
  await expect(page.getByText('No contacts yet')).toBeVisible();
  await page.getByRole('link', { name: 'Add contact' }).click();
  await page.getByRole('button', { name: 'Add contact' }).click();
  await expect(page.getByText('Say who it is.')).toBeVisible();
  await page.getByLabel('Name').fill('Ada Okafor');
  await page.getByLabel('E-mail').fill('Ada@North.example');
  await page.getByRole('button', { name: 'Add contact' }).click();
  await expect(heading(page, 'Ada Okafor')).toBeVisible();
  await expect(page.getByText('ada@north.example')).toBeVisible();

  await add(page, at('/groups/new'), { Name: 'Readers' });
  await add(page, at('/contacts/new'), { Name: 'Bruno Novak', Company: 'Larkspur' });
  await page.getByRole('link', { name: 'Edit' }).click();
  await page.getByLabel('Company').fill('Oakline');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText(/changed the contact/)).toBeVisible();
  await expect(page.getByText('→ Oakline')).toBeVisible();

  await page.goto(at('/contacts'));
  await page.getByRole('searchbox').fill('oakl');
  await expect(rows(page)).toHaveCount(1);
  await expect(page).toHaveURL(/q=oakl/);
  await page.getByRole('searchbox').fill('');
  await expect(rows(page)).toHaveCount(2);
  await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
  await page.getByRole('button', { name: 'Add to group' }).click();
  await page.getByRole('menuitem', { name: 'Readers' }).click();
  await expect(page.getByRole('list').getByText('2 added to Readers')).toBeVisible();
  await page.getByRole('button', { name: 'Group', exact: true }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Readers' }).click();
  await expect(page).toHaveURL(/group=/);
  await page.keyboard.press('Escape');
  await expect(rows(page)).toHaveCount(2);

  await page.goto(at('/groups'));
  await page.getByRole('link', { name: 'Readers' }).click();
  await page.getByRole('button', { name: 'Remove Ada Okafor' }).click();
  await expect(page.getByRole('link', { name: 'Ada Okafor' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('searchbox', { name: 'Find a contact' }).fill('okaf');
  await page.getByRole('button', { name: 'Ada Okafor', exact: true }).click();
  await expect(page.getByRole('link', { name: 'Ada Okafor' })).toBeVisible();

  await page.goto(at('/contacts'));
  await box(page, 'Ada Okafor').check();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('button', { name: 'Delete 1 contact' }).click();
  await expect(rows(page)).toHaveCount(1);
  await expectAccessible(page, 'contacts');
});

test('[C1] columns and density are chosen, and stay in the address', async ({ page, context }) => {
  const { org, owner } = await makeHouse();
  await signedInAs(context, owner, org.slug);
  await add(page, orgUrl(org.slug, '/s/north/contacts/new'), { Name: 'Ada Okafor', Notes: 'Writes by hand' });
  await page.goto(orgUrl(org.slug, '/s/north/contacts'));
  await page.getByRole('button', { name: 'View' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Phone' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Notes' }).click();
  await page.getByRole('menuitemradio', { name: 'Compact' }).click();
  await expect(page).toHaveURL(/columns=email\.company\.notes\.created_at&rows=compact/);
  await page.reload();
  await expect(page.getByRole('columnheader', { name: 'Phone' })).toHaveCount(0);
  await expect(page.getByRole('cell', { name: 'Writes by hand' })).toBeVisible();
});

test('[C3] a file is taken, its columns are guessed, and it waits for the worker; a list goes out as it is filtered', async ({
  page,
  context,
}) => {
  const { org, owner } = await makeHouse();
  await signedInAs(context, owner, org.slug);
  await page.goto(orgUrl(org.slug, '/s/south/contacts/import'));
  const people = Array.from({ length: 1200 }, (_, i) => `Person ${i};p${i}@south.example;Firm`);
  const file = ['Full name;Mail;Employer', ...people].join('\r\n');
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(file) });
  await expect(page.getByRole('combobox', { name: 'Column for Company' })).toHaveText('Employer');
  await page.getByRole('button', { name: 'Import 1,200 rows' }).click();
  // What the worker does with it is tried in lib/jobs/import-rows.db.test.ts: here one runs only beside other tests.
  await expect(page.getByText(/^(Waits for its turn|Coming in|Done)$/).first()).toBeVisible();
  await page.getByRole('link', { name: 'Import contacts' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'people.csv' })).toContainText(/Coming in|Done/);

  for (const Name of ['=Formula', 'Plain'])
    await add(page, orgUrl(org.slug, '/s/south/contacts/new'), { Name });
  const cookie = await cookieFor(owner, org.slug);
  const out = await send({ host: hostOf(org.slug), path: '/s/south/contacts/export?q=formula', cookie });
  expect(out.status).toBe(200);
  expect(out.body.split('\r\n').slice(1, -1)).toEqual([expect.stringMatching(/^'=Formula,,,,,/)]);
});

test('[S1] what is in one sub-team is nowhere in another: not in its list, not by its address', async ({
  page,
  context,
}) => {
  const { org, owner, member } = await makeHouse();
  await signedInAs(context, owner, org.slug);
  await add(page, orgUrl(org.slug, '/s/south/contacts/new'), { Name: 'Southern Secret' });
  const path = new URL(page.url()).pathname;
  for (const [who, to, status] of [
    [owner, path, 200],
    [owner, path.replace('/south/', '/north/'), 404],
    [owner, path.replace('/south/', '/main/'), 404],
    [member, path, 403],
    [member, path.replace('/south/', '/north/'), 404],
  ] as const) {
    const answer = await send({ host: hostOf(org.slug), path: to, cookie: await cookieFor(who, org.slug) });
    expect(answer.status, `${who.name} ${to}`).toBe(status);
    if (status !== 200) expect(answer.body).not.toContain('Southern Secret');
  }
  const list = await send({
    host: hostOf(org.slug),
    path: '/s/north/contacts?q=Southern+S',
    cookie: await cookieFor(owner, org.slug),
  });
  expect(list.body).not.toContain('Southern Secret');
});

test('[C1] a viewer reads and finds no way to change anything', async ({ page, context }) => {
  const { org, owner } = await makeHouse();
  const viewer = await newUser('Vera Viewer');
  const house = await newOrg(
    [
      [owner, 'owner'],
      [viewer, 'viewer'],
    ],
    'Reading',
  );
  expect(org.slug).not.toBe(house.slug);
  await signedInAs(context, viewer, house.slug);
  await page.goto(orgUrl(house.slug, '/s/main/contacts'));
  await expect(page.getByText('No contacts yet')).toBeVisible();
  for (const name of ['Add contact', 'Import', 'Export', 'Import from a file'])
    await expect(page.getByRole('link', { name, exact: true })).toHaveCount(0);
});
