import { expect, test } from '@playwright/test';
import { v7 } from 'uuid';
import { toUlid } from '../lib/ids';
import { hostOf, send } from './support/http';
import { orgUrl, signedInAs } from './support/sign-in';
import { admin, cookieFor, newOrg, newUser, type Org, type Someone } from './support/world';

// The audit log, read: what was done, what was refused, by whom and from where.

async function happened(org: Org, by: Someone, event: Record<string, unknown>): Promise<string> {
  const row = {
    org_id: org.id,
    id: v7(),
    actor_kind: 'user',
    actor_id: by.id,
    actor_label: by.email,
    ip: '192.0.2.7',
    user_agent: 'Mozilla/5.0 (Windows NT 10.0; rv:143.0) Gecko/20100101 Firefox/143.0',
    request_id: 'request-of-the-test',
    ...event,
  };
  const names = Object.keys(row);
  await admin.query(
    `INSERT INTO audit_event (${names.join(', ')}) VALUES (${names.map((_, i) => `$${i + 1}`).join(', ')})`,
    Object.values(row),
  );
  return row.id;
}

async function world() {
  const ada = await newUser('Ada Admin');
  const bob = await newUser('Bob Member');
  const org = await newOrg(
    [
      [ada, 'owner'],
      [bob, 'member'],
    ],
    'Logged',
  );
  return { ada, bob, org };
}

test('[D1] what an admin does stands there at once: who, what, on whom, from where, before and after', async ({
  page,
  context,
}) => {
  const { ada, org } = await world();
  await signedInAs(context, ada, org.slug);
  await page.goto(orgUrl(org.slug, '/branding'));
  await page.getByLabel('Name', { exact: true }).fill('Logged and Sealed');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByText('Name and colour saved').first()).toBeVisible();
  await page.goto(orgUrl(org.slug, '/audit'));
  const row = page.getByRole('row', { name: /Ada Admin changed the name from Logged to Logged and Sealed/ });
  await expect(row).toBeVisible();
  await row.getByRole('link').click();
  const sheet = page.getByRole('dialog', { name: 'Event' });
  await expect(sheet.getByRole('row', { name: /name Changed Logged Logged and Sealed/ })).toBeVisible();
  await expect(sheet).toContainText(ada.email);
  await expect(sheet).toContainText('Chrome');
  await expect(sheet).toContainText('org.updated');
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
});

test('[D1] a refused attempt stands there, marked', async ({ page, context }) => {
  const { ada, bob, org } = await world();
  const refused = await send({
    host: hostOf(org.slug),
    path: '/audit',
    cookie: await cookieFor(bob, org.slug),
  });
  expect(refused.status).toBe(403);
  await signedInAs(context, ada, org.slug);
  // Written after the answer went out.
  await expect(async () => {
    await page.goto(orgUrl(org.slug, '/audit?outcome=refused'));
    await expect(
      page.getByRole('row', { name: /Bob Member tried to see the audit log Refused/ }),
    ).toBeVisible({ timeout: 2000 });
  }).toPass({ timeout: 20_000 });
});

test('[D1] filters live in the address, combine and can be taken away', async ({ page, context }) => {
  const { ada, bob, org } = await world();
  await happened(org, ada, { action: 'member.exported', after: { rows: 2 } });
  const changed = { action: 'member.role_changed', before: { role: 'viewer' }, after: { role: 'member' } };
  const target = { target_kind: 'member', target_id: bob.id, target_label: bob.email };
  await happened(org, ada, { ...changed, ...target });
  await happened(org, bob, { action: 'member.joined', after: { role: 'viewer' }, ...target });
  await signedInAs(context, ada, org.slug);
  const events = page.getByRole('table', { name: 'Events' }).locator('tbody tr');

  await page.goto(orgUrl(org.slug, '/audit'));
  await expect(events).toHaveCount(3);
  await page.getByRole('button', { name: 'What' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Role changed' }).click();
  await expect(events).toHaveCount(1);
  await expect(page).toHaveURL(/action=member\.role_changed/);
  await page.reload();
  await expect(events).toHaveCount(1);

  await page.goto(orgUrl(org.slug, `/audit?target=${toUlid(bob.id)}`));
  await expect(events).toHaveCount(2);
  await page.goto(orgUrl(org.slug, `/audit?actor=${toUlid(bob.id)}`));
  await expect(events).toHaveCount(1);
  await page.goto(orgUrl(org.slug, '/audit?to=2020-01-01'));
  await expect(page.getByRole('heading', { name: 'No event answers to these filters' })).toBeVisible();
  await page.getByRole('link', { name: 'Clear all filters' }).click();
  await expect(events).toHaveCount(3);
  await page.getByRole('searchbox').fill(bob.email.slice(0, 8));
  await expect(events).toHaveCount(1);
});

test('[D1] fifty a page, older by the arrow, and back', async ({ page, context }) => {
  const { ada, org } = await world();
  for (let i = 1; i <= 60; i++) await happened(org, ada, { action: 'member.exported', after: { rows: i } });
  await signedInAs(context, ada, org.slug);
  await page.goto(orgUrl(org.slug, '/audit'));
  await expect(page.getByText('1–50 of 60')).toBeVisible();
  await expect(page.getByText('exported 60 members')).toBeVisible();
  await page.getByRole('link', { name: 'Next page' }).click();
  await expect(page.getByText('51–60 of 60')).toBeVisible();
  await expect(page.getByText('exported 1 member as CSV')).toBeVisible();
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByText('1–50 of 60')).toBeVisible();
});

test('[D3][T5] another organization’s event, and its cursor, open nothing here', async ({
  page,
  context,
}) => {
  const { ada, org } = await world();
  const other = await newOrg([[ada, 'owner']], 'Elsewhere');
  const foreign = await happened(other, ada, { action: 'member.exported', after: { rows: 7 } });
  for (let i = 0; i < 60; i++) await happened(other, ada, { action: 'member.exported', after: { rows: i } });
  await happened(org, ada, { action: 'member.exported', after: { rows: 1 } });
  await signedInAs(context, ada, org.slug, other.slug);

  await page.goto(orgUrl(org.slug, `/audit?event=${toUlid(foreign)}`));
  await expect(page.getByText('exported 1 member as CSV')).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await page.goto(orgUrl(other.slug, '/audit'));
  const next = await page.getByRole('link', { name: 'Next page' }).getAttribute('href');
  await page.goto(orgUrl(org.slug, next ?? ''));
  await expect(page.getByText('That page of the log is not there any more.')).toBeVisible();
  await expect(page.getByRole('table', { name: 'Events' })).toHaveCount(0);
});

test('[D1] [D2] the log is verified on the page, says its head, and says so when somebody changed it', async ({
  page,
  context,
}) => {
  const { ada, bob, org } = await world();
  const id = await happened(org, ada, { action: 'member.left' });
  await happened(org, bob, { action: 'org.renamed' });
  await signedInAs(context, ada, org.slug);
  await page.goto(orgUrl(org.slug, '/audit'), { waitUntil: 'networkidle' });
  await expect(page.getByText(/on your plan it is kept for/)).toBeVisible();
  await page.getByRole('button', { name: 'Verify the log' }).click();
  await expect(page.getByText(/2 events, unbroken since/)).toBeVisible();
  const { rows } = await admin.query(`SELECT encode(hash, 'hex') AS hash FROM audit_mark WHERE org_id = $1`, [
    org.id,
  ]);
  await expect(page.getByText(rows[0].hash)).toBeVisible();
  await admin.query('BEGIN');
  await admin.query('SET LOCAL session_replication_role = replica');
  await admin.query(`UPDATE audit_event SET actor_label = 'else' WHERE id = $1`, [id]);
  await admin.query('COMMIT');
  await page.getByRole('button', { name: 'Verify again' }).click();
  await expect(
    page.getByText('The chain is broken: the event with number 1 is not as it was written.'),
  ).toBeVisible();
});

test('[D2] a live view takes in what happens, and ends with the membership', async ({ page, context }) => {
  const { ada, bob, org } = await world();
  await admin.query(`UPDATE membership SET role = 'admin' WHERE org_id = $1 AND user_id = $2`, [
    org.id,
    bob.id,
  ]);
  await signedInAs(context, bob, org.slug);
  await page.goto(orgUrl(org.slug, '/audit'), { waitUntil: 'networkidle' });
  await expect(page.getByText('Nothing happened yet')).toBeVisible();
  await page.getByRole('switch', { name: 'Follow live' }).click();
  await happened(org, ada, { action: 'member.left' });
  await expect(page.getByRole('row', { name: /left the organization/ })).toBeVisible();
  await admin.query('DELETE FROM membership WHERE org_id = $1 AND user_id = $2', [org.id, bob.id]);
  await expect(page.getByText('Ended: you may not read this log any more')).toBeVisible();
});

test('[D2] the log as it is filtered is downloaded as CSV and NDJSON, and that stands in it', async () => {
  const { ada, bob, org } = await world();
  await happened(org, ada, { action: 'member.left', target_label: '=1+1' });
  await happened(org, ada, { action: 'org.renamed' });
  const cookie = await cookieFor(ada, org.slug);
  const get = (path: string, who = cookie) => send({ host: hostOf(org.slug), path, cookie: who });
  const csv = await get('/audit/export?action=member.left');
  expect(csv.status).toBe(200);
  expect(csv.headers['content-type']).toContain('text/csv');
  expect(csv.body.trim().split('\r\n')).toHaveLength(2);
  expect(csv.body).toContain("'=1+1");
  const lines = (await get('/audit/export?format=ndjson')).body
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({ action }) => action)).toEqual([
    'audit.exported',
    'audit.exported',
    'org.renamed',
    'member.left',
  ]);
  expect((await get('/audit/export', await cookieFor(bob, org.slug))).status).toBe(403);
});
