import { expect, type Page, test } from '@playwright/test';
import { v7 } from 'uuid';
import { webEnv } from '../scripts/lib/web-env.mjs';
import { startWorker, workerEnv } from '../scripts/lib/worker.mjs';
import { expectAccessible } from './support/axe';
import { hostOf, rootUrl, send } from './support/http';
import { orgUrl, signedInAs } from './support/sign-in';
import { typeInFocus } from './support/type';
import { admin, cookieFor, newOrg, newRelay, newUser, type Org, type Someone } from './support/world';

// The inbox as two members of a sub-team meet it, with a worker and the echo relay.

let worker: Awaited<ReturnType<typeof startWorker>>;
test.beforeAll(async () => {
  const outside = { PATH: process.env.PATH, PORT: rootUrl.port, ROOT_DOMAIN: rootUrl.hostname };
  const own = {
    appUrl: process.env.E2E_APP_DB_URL ?? '',
    authSecret: process.env.E2E_AUTH_SECRET ?? '',
    secretsKey: process.env.E2E_SECRETS_KEY ?? '',
    mode: 'production' as const,
  };
  const env = workerEnv(webEnv(outside, own), process.env.E2E_WORKER_DB_URL ?? '');
  worker = await startWorker(env, { output: 'ignore' });
});
test.afterAll(() => worker.stop());

const INBOX = '/s/support/conversations';
const messages = (page: Page) => page.getByRole('list', { name: 'Messages' });
const items = (page: Page) => page.getByRole('region', { name: 'Conversations' });

/** A sub-team `support` with these members. */
async function subTeam(org: Org, members: Someone[], slug = 'support'): Promise<string> {
  const id = v7();
  await admin.query('INSERT INTO sub_team (org_id, id, slug, name) VALUES ($1, $2, $3, $4)', [
    org.id,
    id,
    slug,
    'Support',
  ]);
  for (const member of members)
    await admin.query('INSERT INTO sub_team_member (org_id, sub_team_id, user_id) VALUES ($1, $2, $3)', [
      org.id,
      id,
      member.id,
    ]);
  return id;
}

async function addEcho(page: Page, org: Org) {
  await page.goto(orgUrl(org.slug, '/relays'));
  await page.getByRole('button', { name: 'Add relay' }).click();
  await page.getByRole('radio', { name: /Echo/ }).click();
  await page.getByLabel('Name').fill('Echo');
  await page.getByRole('dialog').getByRole('button', { name: 'Add relay' }).click();
  await expect(page.getByRole('heading', { name: 'Echo', level: 1 })).toBeVisible();
}

test('[C1][C2] a conversation is begun, answered, assigned, closed and found; two people see it live', async ({
  page,
  context,
  browser,
}) => {
  test.slow();
  const [me, mate] = [await newUser('Ines Inbox'), await newUser('Max Mate')];
  const org = await newOrg(
    [
      [me, 'admin'],
      [mate, 'member'],
    ],
    'Inbox House',
  );
  await subTeam(org, [mate]);
  await signedInAs(context, me, org.slug);
  await addEcho(page, org);

  const other = await browser.newContext();
  await signedInAs(other, mate, org.slug);
  const theirs = await other.newPage();
  await theirs.goto(orgUrl(org.slug, INBOX));
  await expect(theirs.getByText('Nothing is open')).toBeVisible();

  await page.goto(orgUrl(org.slug, INBOX));
  await page.getByRole('button', { name: 'New', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Address').fill('+49 30 901820');
  await dialog.getByLabel('Name').fill('Mia Berger');
  await dialog.getByLabel('Message').fill('Good morning, Mia');
  await dialog.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('heading', { name: 'Mia Berger' })).toBeVisible();
  // Without a reload: how far it is, and what the echo answers.
  await expect(messages(page).getByText('Delivered')).toBeVisible();
  await expect(messages(page).getByText('Good morning, Mia')).toHaveCount(2);

  // The other one's page by itself.
  await items(theirs)
    .getByRole('link', { name: /Mia Berger/ })
    .click();
  await theirs.getByLabel('Message to Mia Berger').fill('And from me\nin two lines');
  await theirs.getByRole('button', { name: 'Send' }).click();
  await expect(messages(page).getByText('And from me').first()).toBeVisible();
  await expect(messages(page).getByText('Max Mate ·')).toBeVisible();

  // What is typed while a message is on its way stays; so does a message that did not get through.
  await theirs.route(`**${INBOX}*`, async (route) => {
    const sent = route.request().postData() ?? '';
    if (sent.includes('Two, so far')) return route.abort();
    if (sent.includes('Zero')) await new Promise((resolve) => setTimeout(resolve, 1500));
    await route.continue();
  });
  const field = theirs.getByLabel('Message to Mia Berger');
  for (const text of ['Zero', 'One']) {
    await field.fill(text);
    await field.press('Enter');
  }
  await field.pressSequentially('Two, so far');
  for (const text of ['Zero', 'One']) await expect(messages(theirs).getByText(text).first()).toBeVisible();
  await expect(field).toHaveValue('Two, so far');
  await field.press('Enter');
  await expect(theirs.getByText('The server could not be reached').first()).toBeVisible();
  await expect(field).toHaveValue('Two, so far');
  await theirs.unroute(`**${INBOX}*`);

  await page.getByRole('combobox', { name: 'Who answers it' }).click();
  await page.getByRole('option', { name: 'Max Mate' }).click();
  await expect(items(theirs).getByText('Answered by Max Mate')).toBeVisible();
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(theirs.getByText('Closed. Reopen it to answer.')).toBeVisible();
  await page.getByRole('link', { name: 'Closed' }).click();
  await expect(page).toHaveURL(/view=closed/);
  await page.getByRole('searchbox').fill('mia b');
  await expect(items(page).getByRole('link', { name: /Mia Berger/ })).toBeVisible();
  await expect(page).toHaveURL(/q=mia/);
  await page.getByRole('searchbox').fill('nobody at all');
  await expect(page.getByText('Nobody is called that')).toBeVisible();
  await page.getByRole('searchbox').fill('rger');
  await expect(items(page).getByRole('link', { name: /Mia Berger/ })).toBeVisible();
  await other.close();
});

test('[C1][M6][S2] the stream of somebody who is taken out of the sub-team, or removed, ends', async ({
  browser,
}) => {
  test.slow();
  for (const removal of ['sub_team_member', 'membership', 'session']) {
    const mate = await newUser('Max Mate');
    const org = await newOrg([[mate, 'member']], 'Live House');
    await subTeam(org, [mate]);
    const context = await browser.newContext();
    await signedInAs(context, mate, org.slug);
    const page = await context.newPage();
    await page.goto(orgUrl(org.slug, INBOX));
    await expect(page.getByText('Nothing is open')).toBeVisible();
    if (removal === 'session')
      await admin.query('UPDATE session SET revoked_at = now() WHERE user_id = $1', [mate.id]);
    else await admin.query(`DELETE FROM ${removal} WHERE org_id = $1 AND user_id = $2`, [org.id, mate.id]);
    await expect(page.getByText('This page is live no more'), removal).toBeVisible();
    await context.close();
  }
});

test('[S1][S2] the inbox and its stream are the sub-team’s own: not another’s, not of who is not in it', async () => {
  const [mate, stranger] = [await newUser('Max Mate'), await newUser('Somebody Else')];
  const org = await newOrg(
    [
      [mate, 'member'],
      [stranger, 'member'],
    ],
    'Two Teams',
  );
  await subTeam(org, [mate]);
  await subTeam(org, [stranger], 'sales');
  const host = hostOf(org.slug);
  for (const path of [INBOX, `${INBOX}/live`]) {
    const answer = await send({ host, path, cookie: await cookieFor(stranger, org.slug) });
    expect(answer.status, path).toBe(403);
  }
});

test('[G3][G4][S2] a viewer answers one conversation that was shared with them, until that is taken back', async ({
  page,
  browser,
}) => {
  test.slow();
  const [me, reader] = [await newUser('Ines Inbox'), await newUser('Rita Reader')];
  const org = await newOrg(
    [
      [me, 'member'],
      [reader, 'viewer'],
    ],
    'Shared Inbox',
  );
  const team = await subTeam(org, [me, reader]);
  const relay = await newRelay(org);
  for (const name of ['Mia Berger', 'Noah Other'])
    await admin.query(
      `INSERT INTO conversation (org_id, workspace_id, id, relay_id, address, name, name_key)
       VALUES ($1, $2, $3, $4, lower($5), $5, lower($5))`,
      [org.id, team, v7(), relay, name],
    );
  const open = async (whose: Page, name: string) => {
    await whose.goto(orgUrl(org.slug, INBOX));
    await items(whose).getByRole('link', { name }).click();
    await expect(whose.getByRole('heading', { name })).toBeVisible();
  };
  await signedInAs(page.context(), me, org.slug);
  const other = await browser.newContext();
  await signedInAs(other, reader, org.slug);
  const theirs = await other.newPage();
  await open(theirs, 'Mia Berger');
  await expect(theirs.getByLabel('Message to Mia Berger')).toHaveCount(0);
  await expect(theirs.getByRole('button', { name: 'Share', exact: true })).toHaveCount(0);

  await open(page, 'Mia Berger');
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Share Mia Berger' });
  await typeInFocus(page, 'rita');
  await page.getByRole('option', { name: /Rita Reader/ }).click();
  await dialog.getByRole('button', { name: 'Share', exact: true }).click();
  await expect(dialog.getByRole('button', { name: 'Access of Rita Reader: Editor' })).toBeVisible();
  await expectAccessible(page, 'sharing a conversation');

  await theirs.reload();
  await theirs.getByLabel('Message to Mia Berger').fill('From a reader');
  await theirs.getByRole('button', { name: 'Send' }).click();
  await expect(messages(theirs).getByText('From a reader').first()).toBeVisible();
  await expect(theirs.getByRole('combobox', { name: 'Who answers it' })).toHaveCount(0);
  const sent = () =>
    admin.query(`SELECT author FROM message WHERE org_id = $1 AND direction = 'out'`, [org.id]);
  expect((await sent()).rows).toEqual([{ author: 'Rita Reader' }]);

  // The one next to it was shared with nobody.
  await items(theirs).getByRole('link', { name: 'Noah Other' }).click();
  await expect(theirs.getByRole('heading', { name: 'Noah Other' })).toBeVisible();
  await expect(theirs.getByLabel('Message to Noah Other')).toHaveCount(0);

  await items(theirs)
    .getByRole('link', { name: /Mia Berger/ })
    .click();
  await dialog.getByRole('button', { name: 'Access of Rita Reader: Editor' }).click();
  await page.getByRole('menuitem', { name: 'Take access back' }).click();
  await expect(dialog.getByText('Nobody by name yet.')).toBeVisible();
  await theirs.reload();
  await expect(messages(theirs).getByText('From a reader').first()).toBeVisible();
  await expect(theirs.getByLabel('Message to Mia Berger')).toHaveCount(0);
  await other.close();
});
