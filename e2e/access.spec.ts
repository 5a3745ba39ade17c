import { expect, type Page, test } from '@playwright/test';
import { toUlid } from '../lib/ids';
import { expectAccessible } from './support/axe';
import { hostOf, send } from './support/http';
import { orgUrl, signedInAs } from './support/sign-in';
import { typeInFocus } from './support/type';
import {
  admin,
  cookieFor,
  newOrg,
  newRelay,
  newTeam,
  newUser,
  type Org,
  type Someone,
} from './support/world';

// Teams, sharing, why, and going: as the people see it who do it. The rules themselves are tried in lib/access and lib/data.

// Several pages and people a test.
test.slow();

type World = { owner: Someone; lena: Someone; vic: Someone; org: Org };

async function makeWorld(): Promise<World> {
  const [owner, lena, vic] = [
    await newUser('Olga Owner'),
    await newUser('Lena Lead'),
    await newUser('Vic Viewer'),
  ];
  const org = await newOrg(
    [
      [owner, 'owner'],
      [lena, 'member'],
      [vic, 'viewer'],
    ],
    'Harbour',
  );
  return { owner, lena, vic, org };
}

const open = async (page: Page, org: Org, path: string) => {
  await page.goto(orgUrl(org.slug, path), { waitUntil: 'networkidle' });
};
const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });
const statusOf = async (who: Someone, org: Org, path: string) =>
  (await send({ host: hostOf(org.slug), path, cookie: await cookieFor(who, org.slug) })).status;

test('[G1][G2] an owner makes a team and adds many at once; its lead takes one out, and can’t do more', async ({
  page,
  context,
}) => {
  const { owner, lena, vic, org } = await makeWorld();
  await signedInAs(context, owner, org.slug);
  await open(page, org, '/teams');
  await expect(page.getByText('No team yet')).toBeVisible();
  await page.getByRole('button', { name: 'New team' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Platform');
  await expect(page.getByLabel('Address')).toHaveValue('platform');
  await page.getByRole('button', { name: 'Make team' }).click();
  await expect(page).toHaveURL(orgUrl(org.slug, '/teams/platform'));

  const add = async (names: string[], role: string) => {
    await page.getByRole('button', { name: 'Add members' }).click();
    for (const name of names) {
      await page.getByPlaceholder('Name or e-mail of a member').fill(name);
      await page.getByRole('option', { name: new RegExp(name) }).click();
      await expect(page.getByRole('list', { name: 'Chosen' })).toContainText(name);
    }
    await page.getByRole('radio', { name: new RegExp(role) }).click();
    await page
      .getByRole('button', { name: /^Add (\d )?members?$/ })
      .last()
      .click();
  };
  /** Whether the dialog leads on to an invitation, which only some may make. */
  const waysOfAdding = async () => {
    await page.getByRole('button', { name: 'Add members' }).click();
    await expect(page.getByPlaceholder('Name or e-mail of a member')).toBeVisible();
    const invites = await page.getByRole('link', { name: 'Invite them' }).isVisible();
    await page.keyboard.press('Escape');
    return { invites };
  };
  expect(await waysOfAdding()).toEqual({ invites: true });
  await add(['Lena'], 'Lead');
  await expect(row(page, 'Lena Lead')).toContainText('Lead');
  await add(['Lena', 'Vic'], 'Member');
  await expect(page.getByRole('dialog', { name: '1 added, 1 not' })).toContainText('Is in the team already.');
  await page.getByRole('button', { name: 'Close' }).last().click();

  await context.clearCookies();
  await signedInAs(context, lena, org.slug);
  await open(page, org, '/teams/platform');
  await expect(page.getByRole('button', { name: 'Rename' })).toHaveCount(0);
  await expect(page.getByText('Delete this team')).toHaveCount(0);
  expect(await waysOfAdding()).toEqual({ invites: false });
  await page.getByRole('button', { name: 'Acts on Vic Viewer' }).click();
  await page.getByRole('menuitem', { name: 'Take out…' }).click();
  await page.getByRole('button', { name: 'Take out', exact: true }).click();
  await expect(row(page, 'Vic Viewer')).toHaveCount(0);
  expect(await statusOf(vic, org, '/teams/platform')).toBe(200);
});

test('[G3][G4] shared by keyboard, a relay opens to a viewer, as far as the role goes; the last owner is handed on', async ({
  page,
  context,
}) => {
  const { owner, lena, vic, org } = await makeWorld();
  const relay = `/relays/${toUlid(await newRelay(org, undefined, 'Carrier'))}`;
  expect(await statusOf(vic, org, relay)).toBe(403);

  await signedInAs(context, owner, org.slug);
  await open(page, org, relay);
  const share = page.getByRole('dialog', { name: 'Share Carrier' });
  await page.getByRole('button', { name: 'Share', exact: true }).press('Enter');
  await typeInFocus(page, 'Vic');
  await expect(page.getByRole('option', { name: /Vic Viewer/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(share.getByRole('list', { name: 'To be added' })).toContainText('Vic Viewer');
  await share.getByRole('button', { name: 'Share', exact: true }).click();
  await expect(share.getByRole('button', { name: 'Access of Vic Viewer: Editor' })).toBeVisible();
  await expectAccessible(page, 'share dialog');

  // The only owner by name goes: who is next is asked first.
  await share.getByRole('button', { name: 'Access of Vic Viewer: Editor' }).click();
  await page.getByRole('menuitemradio', { name: /Owner/ }).click();
  await share.getByRole('button', { name: 'Access of Vic Viewer: Owner' }).click();
  await page.getByRole('menuitemradio', { name: /Editor/ }).click();
  await expect(share).toContainText('is the only owner of Carrier');
  await typeInFocus(page, 'Lena');
  await page.getByRole('option', { name: /Lena Lead/ }).click();
  await share.getByRole('button', { name: 'Hand it on' }).click();
  await expect(share.getByRole('button', { name: 'Access of Lena Lead: Owner' })).toBeVisible();
  await expect(share.getByRole('button', { name: 'Access of Vic Viewer: Editor' })).toBeVisible();

  await context.clearCookies();
  await signedInAs(context, vic, org.slug);
  // No list of a viewer's shows relays: what was shared stands where they arrive.
  await open(page, org, '/');
  await expect(page.getByRole('heading', { name: 'Shared with you' })).toBeVisible();
  await page.getByRole('link', { name: /Carrier/ }).click();
  await expect(page).toHaveURL(orgUrl(org.slug, relay));
  await expect(page.getByRole('button', { name: 'Send a test' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Share', exact: true })).toHaveCount(0);
  await expect(page.getByText('Remove this relay')).toHaveCount(0);
  await page.getByRole('link', { name: 'What I have access to' }).click();
  await expect(page.getByRole('link', { name: 'Carrier' })).toBeVisible();
  expect(await statusOf(vic, org, '/relays')).toBe(403);
  expect(await statusOf(lena, org, relay)).toBe(200);
});

test('[G5] why one can reach something: asked from the palette, every way, the one that decides, and what if', async ({
  page,
  context,
}) => {
  const { owner, lena, vic, org } = await makeWorld();
  const relay = await newRelay(org, undefined, 'Carrier');
  const team = await newTeam(org, 'platform', [vic, lena], undefined, 'Platform');
  const grant = (column: 'user_id' | 'team_id', to: string, role: string) =>
    admin.query(
      `INSERT INTO access_grant (org_id, id, kind, resource_id, ${column}, role, granted_by) VALUES ($1, gen_random_uuid(), 'relay', $2, $3, $4, 'x')`,
      [org.id, relay, to, role],
    );
  await grant('team_id', team, 'editor');
  await grant('user_id', vic.id, 'viewer');

  await signedInAs(context, owner, org.slug);
  await open(page, org, '/');
  await page.keyboard.press('ControlOrMeta+k');
  await typeInFocus(page, 'Why can');
  await page.getByRole('option', { name: 'Why can … reach …' }).click();
  await page.getByPlaceholder('Find a person').fill('Vic');
  await page.getByRole('option', { name: /Vic Viewer/ }).click();
  await expect(page.getByRole('link', { name: 'Carrier' })).toBeVisible();
  await page.getByPlaceholder('Find a group, relay or conversation').fill('Carr');
  await page.getByRole('option', { name: /Carrier/ }).click();
  await expect(
    page.getByRole('heading', { level: 2, name: 'Vic Viewer is Editor of Carrier' }),
  ).toBeVisible();
  const ways = page.getByRole('list', { name: 'Ways from Vic Viewer to Carrier' }).getByRole('listitem');
  await expect(ways).toHaveCount(3);
  await expect(ways.first()).toContainText('Platform');
  await expect(ways.first()).toContainText('Decides');
  const whatIf = page.getByRole('region', { name: 'What if' }).getByRole('listitem');
  await expect(whatIf.filter({ hasText: 'Without team Platform' })).toContainText('Viewer');
  await expect(whatIf.filter({ hasText: 'As admin instead of viewer' })).toContainText('Owner');
  await expectAccessible(page, 'why');

  await page.goto(orgUrl(org.slug, `/access?on=relay.${toUlid(relay)}`));
  await expect(row(page, 'Lena Lead')).toContainText('team Platform');
  await expect(row(page, 'Vic Viewer')).toContainText('and 1 more');
  await expect(row(page, 'Olga Owner')).toContainText('Owner of the organization');
});

test('[M6] removing a member shows what is lost and hands over what they own', async ({ page, context }) => {
  const { owner, lena, vic, org } = await makeWorld();
  const relay = await newRelay(org, undefined, 'Carrier');
  await newTeam(org, 'platform', [lena], undefined, 'Platform');
  await admin.query(
    `INSERT INTO access_grant (org_id, id, kind, resource_id, user_id, role, granted_by) VALUES ($1, gen_random_uuid(), 'relay', $2, $3, 'owner', 'x')`,
    [org.id, relay, lena.id],
  );
  await signedInAs(context, owner, org.slug);
  await open(page, org, `/members/${toUlid(lena.id)}`);
  await page.getByRole('button', { name: 'Remove…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Remove Lena Lead from Harbour?' });
  await expect(dialog).toContainText('Teams: Platform');
  await expect(dialog).toContainText('Owns one thing by name');
  await dialog.getByRole('button', { name: 'Choose who gets it' }).click();
  await typeInFocus(page, 'Vic');
  await page.getByRole('option', { name: /Vic Viewer/ }).click();
  await dialog.getByRole('button', { name: 'Remove Lena Lead' }).click();
  await expect(page).toHaveURL(orgUrl(org.slug, '/members'));
  expect(await statusOf(lena, org, '/')).toBe(403);
  const { rows } = await admin.query('SELECT user_id, role FROM access_grant WHERE resource_id = $1', [
    relay,
  ]);
  expect(rows).toEqual([{ user_id: vic.id, role: 'owner' }]);
});
