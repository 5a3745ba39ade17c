import { expect, test } from '@playwright/test';
import { v7 } from 'uuid';
import { toUlid } from '../lib/ids';
import { closeBrowsers, openAs, said } from './support/members';
import { orgUrl, signedInAs } from './support/sign-in';
import { admin, newOrg, newSubTeam, newUser } from './support/world';

test.afterEach(closeBrowsers);

test('[C1] a desktop is given, freed and moved from one to the other; who saw it as it was decides anew', async ({
  browser,
  page,
  context,
}) => {
  test.slow();
  const [owner, ada, ben, vera] = await Promise.all(
    ['Olga Owner', 'Ada Desk', 'Ben Desk', 'Vera View'].map((name) => newUser(name)),
  );
  if (!owner || !ada || !ben || !vera) throw new Error('four were made');
  const org = await newOrg(
    [
      [owner, 'owner'],
      [ada, 'member'],
      [ben, 'member'],
      [vera, 'viewer'],
    ],
    'Officeful',
  );
  const team = await newSubTeam(org, 'front-office', [ada, vera]);
  const desks = await Promise.all(
    ['Desk 1', 'Desk 2'].map(async (name) => {
      const id = v7();
      await admin.query('INSERT INTO desktop (org_id, workspace_id, id, name) VALUES ($1, $2, $3, $4)', [
        org.id,
        team.id,
        id,
        name,
      ]);
      return `/s/front-office/desktops/${toUlid(id)}`;
    }),
  );
  const [first = '', second = ''] = desks;
  await signedInAs(context, owner, org.slug);
  await page.goto(orgUrl(org.slug, first), { waitUntil: 'networkidle' });
  const stale = await openAs(browser, owner, org, first);
  await stale.waitForLoadState('networkidle');

  const choose = async (at: typeof page, name: string) => {
    await at.getByRole('combobox', { name: 'Who works here' }).click();
    await at.getByRole('option', { name }).click();
  };
  await page.getByRole('combobox', { name: 'Who works here' }).click();
  // Ben is a member, and not in this sub-team.
  await expect(page.getByRole('option')).toHaveText(['Nobody', 'Ada Desk', 'Olga Owner', 'Vera View']);
  await page.getByRole('option', { name: 'Ada Desk' }).click();
  await said(page, 'Ada Desk works here now');

  // Another tab that still shows nobody: nothing is overwritten unseen.
  await choose(stale, 'Olga Owner');
  await expect(stale.getByText('Ada Desk works at Desk 1 by now.', { exact: false }).first()).toBeVisible();

  await page.goto(orgUrl(org.slug, second), { waitUntil: 'networkidle' });
  await choose(page, 'Ada Desk');
  const dialog = page.getByRole('dialog', { name: 'Move Ada Desk to Desk 2?' });
  await expect(dialog).toContainText('Ada Desk works at Desk 1, which becomes free.');
  await dialog.getByRole('button', { name: 'Move to Desk 2' }).click();
  await said(page, 'Ada Desk works here now');
  await page.goto(orgUrl(org.slug, '/s/front-office/desktops'));
  await expect(page.getByRole('row', { name: /Desk 2/ })).toContainText('Ada Desk');
  await expect(page.getByRole('row', { name: /Desk 1/ })).not.toContainText('Ada Desk');

  const viewing = await openAs(browser, vera, org, second);
  await expect(viewing.getByRole('paragraph').filter({ hasText: /^Ada Desk$/ })).toBeVisible();
  await expect(viewing.getByRole('combobox')).toHaveCount(0);
});
