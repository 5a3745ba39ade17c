import { expect, test } from '@playwright/test';
import { toUlid } from '../lib/ids';
import { built } from './matrix/surfaces';
import { expectAccessible } from './support/axe';
import { act, hostOf } from './support/http';
import { atRoot, newUserWithPassword, orgUrl, PASSWORD, signedInAs } from './support/sign-in';
import { admin, cookieFor, hashOfOrg, newOrg, newUser, type Org, type Someone } from './support/world';

// What can't be taken back asks who is there: a cookie that was taken, or a browser left open, is not enough.

/** As if the person had signed in an hour ago. */
const leftOpen = ({ session }: Someone) =>
  admin.query(`UPDATE session SET proved_at = now() - interval '1 hour' WHERE id = $1`, [session]);
const rolesOf = async (org: Org) =>
  (await admin.query('SELECT user_id AS id, role FROM membership WHERE org_id = $1 ORDER BY role', [org.id]))
    .rows;

const ACTS: [
  name: string,
  host: 'org' | 'root',
  input: (ids: { heir: string; me: Someone; org: Org }) => unknown,
][] = [
  ['removeOrg', 'org', ({ org }) => ({ slug: org.slug })],
  ['transfer', 'org', ({ heir }) => ({ member: heir })],
  ['changeMemberRole', 'org', ({ heir }) => ({ member: heir, role: 'owner' })],
  ['changeMemberRoles', 'org', ({ heir }) => ({ members: [heir], role: 'owner' })],
  ['sendInvites', 'org', () => ({ text: 'a@people.example', role: 'owner' })],
  ['sendInvites', 'org', () => ({ text: 'email,role\na@people.example,owner', role: 'viewer' })],
  ['closeMyAccount', 'root', ({ me }) => ({ email: me.email })],
];

for (const [name, host, input] of ACTS) {
  test(`[K2][M2][T7] ${name} ${JSON.stringify(input({ heir: '', me: {} as Someone, org: {} as Org }))}: refused an hour after signing in, and nothing changes`, async () => {
    const [me, heir] = [await newUserWithPassword('Olga Owner'), await newUser('Hera Heir')];
    const org = await newOrg([
      ...(host === 'org' ? [[me, 'owner'] as [Someone, string]] : []),
      [heir, 'member'],
    ]);
    await leftOpen(me);
    const id = built.find((surface) => surface.exportName === name)?.path ?? '';
    const before = await hashOfOrg(org.id, ['audit_event', 'audit_link', 'membership', 'routing_decision']);
    const roles = await rolesOf(org);
    const ask = async () =>
      act(id, input({ heir: toUlid(heir.id), me, org }), {
        host: hostOf(host === 'org' ? org.slug : undefined),
        path: host === 'org' ? '/settings' : '/account',
        cookie: await cookieFor(me, host === 'org' ? org.slug : undefined),
      });
    expect((await ask()).result).toMatchObject({ ok: false, code: 'password_required' });
    expect(await hashOfOrg(org.id, ['audit_event', 'audit_link', 'membership', 'routing_decision'])).toEqual(
      before,
    );
    expect(await rolesOf(org)).toEqual(roles);
    await admin.query('UPDATE session SET proved_at = now() WHERE id = $1', [me.session]);
    expect((await ask()).result).toMatchObject({ ok: true });
  });
}

test('[K2][M2] the password is asked for in the midst of it, and then it is done', async ({
  page,
  context,
}) => {
  const [me, heir] = [await newUserWithPassword('Olga Owner'), await newUser('Hera Heir')];
  const org = await newOrg([
    [me, 'owner'],
    [heir, 'member'],
  ]);
  await signedInAs(context, me, org.slug);
  await leftOpen(me);
  await page.goto(orgUrl(org.slug, '/members'));
  const role = page.getByRole('row', { name: /Hera Heir/ }).getByRole('button', { name: /role/i });
  const makeOwner = async () => {
    await role.click();
    await page.getByRole('menuitemradio', { name: /Owner/ }).click();
  };
  await makeOwner();
  const dialog = page.getByRole('dialog', { name: 'Confirm that it’s you' });
  await expect(dialog.getByLabel('Password', { exact: true })).toBeFocused();
  // In the frame of the organization, and so in its colour.
  await expect(
    page.locator('.org-color').getByRole('dialog', { name: 'Confirm that it’s you' }),
  ).toBeVisible();
  await expectAccessible(page, 'the question for the password');

  // Given up: nothing was done.
  await page.keyboard.press('Escape');
  await expect(page.getByText('This needs your password again').first()).toBeVisible();
  expect((await rolesOf(org)).map(({ role }) => role)).toEqual(['member', 'owner']);

  await makeOwner();
  await dialog.getByLabel('Password', { exact: true }).fill('a wrong guess');
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('That is not your password.')).toBeVisible();
  await expect(dialog.getByText('Look at the marked fields')).toHaveCount(0);
  await dialog.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText('Hera Heir is an owner now').first()).toBeVisible();
  expect((await rolesOf(org)).map(({ role }) => role)).toEqual(['owner', 'owner']);
});

test('[K2][T7] who has no password signs in again, and is back where they were', async ({
  page,
  context,
}) => {
  const me = await newUser('Lina Link');
  const org = await newOrg([[me, 'owner']], 'Left Open');
  await signedInAs(context, me, org.slug);
  await leftOpen(me);
  await page.goto(orgUrl(org.slug, '/settings'));
  await page.getByRole('button', { name: 'Delete Left Open' }).click();
  await page.getByRole('dialog').getByRole('textbox').fill(org.slug);
  await page.getByRole('dialog').getByRole('button', { name: 'Delete Left Open' }).click();
  const dialog = page.getByRole('dialog', { name: 'Confirm that it’s you' });
  await expect(dialog.getByText('You’ll come back to this page.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Sign in again' }).click();
  await expect(page).toHaveURL((url) => url.href.startsWith(atRoot('/sign-in')));
  expect(new URL(page.url()).searchParams.get('next')).toContain('/handover');
  const { rows } = await admin.query('SELECT revoked_at FROM session WHERE id = $1', [me.session]);
  expect(rows[0].revoked_at).not.toBeNull();
  const kept = await admin.query('SELECT deleted_at FROM org WHERE id = $1', [org.id]);
  expect(kept.rows).toEqual([{ deleted_at: null }]);
});
