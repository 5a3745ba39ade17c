import { expect, test } from '@playwright/test';
import { rootUrl } from './support/http';
import { orgUrl, signedInAs } from './support/sign-in';
import { admin, newGrant, newOrg, newRelay, newUser } from './support/world';

test('[M8] [M2] a person leaves an organization from their account, and its only owner is told what to do first', async ({
  page,
  context,
}) => {
  const [ada, bob] = [await newUser('Ada Only'), await newUser('Bob Other')];
  const mine = await newOrg([[ada, 'owner']], 'Mine Alone');
  const shared = await newOrg(
    [
      [bob, 'owner'],
      [ada, 'admin'],
    ],
    'Shared Works',
  );
  await newGrant(shared, { kind: 'relay', id: await newRelay(shared) }, { user_id: ada.id }, 'owner');
  await signedInAs(context, ada);
  await page.goto(`${rootUrl.origin}/account`, { waitUntil: 'networkidle' });
  await expect(page.getByText('You are its only owner. Make somebody else an owner')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Leave Mine Alone' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Leave Shared Works' }).click();
  await expect(page.getByRole('dialog')).toContainText('You own one thing there by name');
  const way = page.getByRole('dialog').getByRole('link', { name: 'leave in its settings' });
  await expect(way).toHaveAttribute('href', orgUrl(shared.slug, '/settings'));
  await page.getByRole('dialog').getByRole('button', { name: 'Leave Shared Works' }).click();
  await expect(page.getByText('You left Shared Works').first()).toBeVisible();
  const orgs = (await admin.query('SELECT org_id FROM membership WHERE user_id = $1', [ada.id])).rows;
  expect(orgs).toEqual([{ org_id: mine.id }]);
  const [event] = (await admin.query('SELECT action, before FROM audit_event WHERE org_id = $1', [shared.id]))
    .rows;
  expect(event).toEqual({ action: 'member.left', before: { role: 'admin' } });
});
