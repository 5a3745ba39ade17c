import { expect, type Page, test } from '@playwright/test';
import { hostOf, send } from './support/http';
import { orgUrl, signedInAs } from './support/sign-in';
import { admin, cookieFor, newOrg, newUser, type Org } from './support/world';

// What is used of each limit: figures, warnings, charts, and the month's API requests as they come in.

const set = (org: Org, terms: string) => admin.query(`UPDATE org SET ${terms} WHERE id = $1`, [org.id]);
const card = (page: Page, label: string) => page.getByRole('region', { name: label, exact: true });
const note = (org: Org, daysAgo: number, value: number) =>
  admin.query(
    `INSERT INTO usage_day (org_id, limit_key, day, value, closing)
      VALUES ($1, 'members', (now() AT TIME ZONE 'UTC')::date - $2::int, $3, $3)`,
    [org.id, daysAgo, value],
  );

async function house(role = 'owner') {
  const me = await newUser('Ursula Usage');
  const others = [await newUser('One'), await newUser('Two'), await newUser('Three')];
  const org = await newOrg(
    [[me, role], ...others.map((one): [typeof me, string] => [one, 'member'])],
    'Used',
  );
  await set(org, `plan = 'free'`);
  return { me, org };
}

test('[L5] each limit with its figure, share and chart; the figures as a table', async ({
  page,
  context,
}) => {
  const { me, org } = await house();
  await note(org, 20, 1);
  await note(org, 50, 9);
  await signedInAs(context, me, org.slug);
  await page.goto(orgUrl(org.slug, '/usage'));
  const members = card(page, 'Members');
  await expect(members).toContainText('4 of 25');
  await expect(members).toContainText('16 %');
  await expect(members.getByRole('meter')).toHaveAttribute('aria-valuetext', '4 of 25');
  await expect(members.locator('svg.recharts-surface')).toBeVisible();
  await expect(card(page, 'Custom domains')).toContainText('None in your plan');
  await members.getByText('As a table').click();
  const days = members.getByRole('row');
  await expect(days.nth(1)).toContainText('4');
  await expect(members.getByRole('table')).toContainText('9');
  await expect(days).toHaveCount(31);
  await page.getByRole('link', { name: 'Last 90 days' }).click();
  await expect(page).toHaveURL(/days=90/);
  await expect(days).toHaveCount(52); // the table stays open
});

test('[L5] warnings from 80 % on, and when a limit is reached: on the page, over every page, hidden for a day', async ({
  page,
  context,
}) => {
  const { me, org } = await house('admin');
  await signedInAs(context, me, org.slug);
  const banner = page.getByRole('complementary', { name: 'Limits' });
  await page.goto(orgUrl(org.slug, '/usage'));
  await expect(banner).toHaveCount(0);

  await set(org, `limits = '{"members": 6}'`); // five with the owner
  await page.reload();
  await expect(card(page, 'Members')).toContainText('Close to the limit');
  await expect(banner).toContainText('Members: 5 of 6. The limit is close.');
  await banner.getByRole('button', { name: 'Hide for today' }).click();
  await expect(banner).toHaveCount(0);
  await page.goto(orgUrl(org.slug));
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(banner).toHaveCount(0);

  await set(org, `limits = '{"members": 5}'`); // worse than what was hidden
  await page.goto(orgUrl(org.slug, '/usage'));
  await expect(card(page, 'Members')).toContainText('Limit reached');
  await expect(banner).toContainText('Members: 5 of 5. Nobody can be invited or join');
  await banner.getByRole('button', { name: 'Hide for today' }).click();
  await expect(banner).toHaveCount(0);
});

test('[L5] members and viewers see neither the page nor the warning', async ({ page, context }) => {
  const { me, org } = await house('member');
  await set(org, `limits = '{"members": 2}'`);
  await signedInAs(context, me, org.slug);
  await page.goto(orgUrl(org.slug));
  await expect(page.getByRole('heading', { level: 1, name: 'Used' })).toBeVisible();
  await expect(page.getByRole('complementary', { name: 'Limits' })).toHaveCount(0);
  await page.goto(orgUrl(org.slug, '/usage'));
  await expect(page.getByRole('heading', { name: 'Your role does not include this' })).toBeVisible();
});

test('[L3] API requests of the month: counted for this organization alone, refused beyond the limit before anything is read', async () => {
  const { me, org } = await house();
  const { me: them, org: other } = await house();
  const ask = async (who: typeof me, at: Org) =>
    send({ host: hostOf(at.slug), path: '/api/v1/context', cookie: await cookieFor(who, at.slug) });
  await set(org, `limits = '{"api_requests": 5}'`);
  const statuses = [];
  for (let i = 0; i < 8; i++) statuses.push((await ask(me, org)).status);
  expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(5);
  const used = async () =>
    Number(
      (
        await admin.query(
          `SELECT coalesce(sum(value), 0) AS n FROM usage_day WHERE org_id = $1 AND limit_key = 'api_requests'`,
          [org.id],
        )
      ).rows[0].n,
    );
  await expect.poll(used, { timeout: 20_000 }).toBeGreaterThanOrEqual(5);
  const refused = await ask(me, org);
  expect(refused.status).toBe(403);
  expect(JSON.parse(refused.body)).toMatchObject({
    code: 'quota_exceeded',
    detail: 'Used has made 5 of 5 API requests this month. Wait for the next month (UTC) or change the plan.',
  });
  expect(refused.body).not.toContain(org.id);
  expect((await ask(them, other)).status).toBe(200);
});
