import { expect, test } from '@playwright/test';
import { v7 } from 'uuid';
import { toUlid } from '../lib/ids';
import { built } from './matrix/surfaces';
import { act, hostOf, rootUrl, send } from './support/http';
import { latestMail, mailsTo } from './support/mail';
import { startProvider, type TestProvider, Walk } from './support/oidc';
import { atRoot, newUserWithPassword, PASSWORD, signedInAs, signIn } from './support/sign-in';
import { newOrgToken, newUserToken } from './support/tokens';
import { admin, cookieFor, newOrg, newUser, type Someone } from './support/world';

// Lasting access and ownership need a fresh proof on every surface, and a provider is believed in its own domains only.

test.describe.configure({ mode: 'default' });

let one: TestProvider;
test.beforeAll(async () => {
  one = await startProvider('one');
});
test.afterAll(() => one.close());

/** As if the person had signed in an hour ago: all that a stolen cookie has. */
const leftOpen = ({ id }: Someone) =>
  admin.query(`UPDATE session SET proved_at = now() - interval '1 hour' WHERE user_id = $1`, [id]);
const actionId = (name: string) => built.find((one) => one.exportName === name)?.path ?? '';
const roleOf = async (org: { id: string }, { id }: Someone) =>
  (await admin.query('SELECT role FROM membership WHERE org_id = $1 AND user_id = $2', [org.id, id])).rows[0]
    ?.role;

test('[R8][M2] attack 3: the API with a cookie asks for the proof that the page asks for', async () => {
  const [me, heir] = [await newUserWithPassword('Olga Owner'), await newUser('Hera Heir')];
  const org = await newOrg([
    [me, 'owner'],
    [heir, 'member'],
  ]);
  await leftOpen(me);
  const host = hostOf(org.slug);
  const cookie = await cookieFor(me, org.slug);
  const ask = (method: string, path: string, body: unknown, key?: string) =>
    send({
      host,
      path: `/api/v1${path}`,
      method,
      cookie,
      headers: {
        origin: `http://${host}`,
        'content-type': 'application/json',
        ...(key && { 'idempotency-key': key }),
      },
      body: JSON.stringify(body),
    });
  const key = v7();
  const make = () => ask('PATCH', `/members/${toUlid(heir.id)}`, { role: 'owner' }, key);
  const refused = await make();
  expect(refused.status).toBe(403);
  expect(refused.headers['content-type']).toContain('application/problem+json');
  expect(JSON.parse(refused.body)).toMatchObject({ code: 'password_required' });
  expect(await roleOf(org, heir)).toBe('member');
  const invited = await ask('POST', '/invitations', { email: 'a@people.example', role: 'owner' });
  expect(JSON.parse(invited.body)).toMatchObject({ code: 'password_required' });
  // The refusal isn't kept under the key: after the proof the same request is done.
  await admin.query('UPDATE session SET proved_at = now() WHERE user_id = $1', [me.id]);
  expect((await make()).status).toBe(204);
  expect(await roleOf(org, heir)).toBe('owner');
});

test('[R8][K3] attack 3: a token makes an owner only with its scope and a proof at its creation', async () => {
  const [me, heir] = [await newUser('Olga Owner'), await newUser('Hera Heir')];
  const org = await newOrg([
    [me, 'owner'],
    [heir, 'member'],
  ]);
  const make = async (token: string) => {
    const answer = await send({
      host: hostOf(org.slug),
      path: `/api/v1/members/${toUlid(heir.id)}`,
      method: 'PATCH',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ role: 'owner' }),
    });
    return answer.status === 204 ? 'done' : JSON.parse(answer.body).code;
  };
  const scopes = ['member.read', 'member.change_role'];
  for (const newToken of [newOrgToken.bind(null, org), newUserToken])
    expect(await make((await newToken(me, { scopes })).token)).toBe('forbidden');
  const unproved = await newUserToken(me);
  await admin.query('UPDATE user_token SET proved_at = NULL WHERE id = $1', [unproved.id]);
  expect(await make(unproved.token)).toBe('forbidden');
  expect(await roleOf(org, heir)).toBe('member');
  expect(await make((await newUserToken(me)).token)).toBe('done');
});

test('[R8][K3] attack 11: a cookie alone neither creates a token nor connects a provider', async () => {
  const me = await newUserWithPassword('Tina Token');
  const org = await newOrg([[me, 'owner']]);
  await leftOpen(me);
  const newToken = { name: 'Backdoor', scopes: ['org.read'], lifetime: 'never' };
  const atAccount = { host: hostOf(), path: '/account', cookie: await cookieFor(me) };
  const inOrg = { host: hostOf(org.slug), path: '/tokens', cookie: await cookieFor(me, org.slug) };
  for (const [name, input, where] of [
    ['makeMyToken', newToken, atAccount],
    ['connectProvider', { provider: 'one' }, atAccount],
    ['makeToken', newToken, inOrg],
  ] as const) {
    const { result } = await act(actionId(name), input, where);
    expect(result, name).toMatchObject({ ok: false, code: 'password_required' });
  }
  const { rows } = await admin.query(
    'SELECT 1 FROM user_token WHERE user_id = $1 UNION ALL SELECT 1 FROM api_token WHERE created_by_id = $1',
    [me.id],
  );
  expect(rows).toEqual([]);
});

test('[R8][K3] attack 11: creating a token asks for the password, and tells the person by email', async ({
  page,
  context,
}) => {
  const me = await newUserWithPassword('Tina Token');
  await signedInAs(context, me);
  await leftOpen(me);
  await page.goto(atRoot('/account#access'), { waitUntil: 'networkidle' });
  await page.getByRole('button', { name: 'New token' }).click();
  // In the dialog, which comes a moment later: the page has a field of that name, too.
  await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Nightly import');
  await page.getByRole('button', { name: 'Read only' }).click();
  await page.getByRole('button', { name: 'Create token' }).click();
  const proof = page.getByRole('dialog', { name: 'Confirm that it’s you' });
  await proof.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: /new token/i })).toBeVisible();
  const mail = await latestMail(me.email, { subject: 'A personal API token was created' });
  expect(mail.text).toContain('Nightly import');
  expect(mail.text).toContain('/account#access');
});

test('[K1] attack 10: outside its domains a provider signs nobody in before the mailed link is opened in that browser', async ({
  page,
  browser,
}) => {
  const email = `${v7()}@elsewhere.example`;
  one.current = v7();
  one.people.set(one.current, { email, email_verified: true, name: 'Petra Provided' });
  await page.goto(atRoot('/sign-in?next=%2Faccount'), { waitUntil: 'networkidle' });
  await page.getByRole('button', { name: 'Continue with Provider one' }).click();
  await expect(page.getByRole('heading', { name: 'Check your email' })).toBeVisible();
  await expect(page.getByText(email)).toBeVisible();
  expect((await page.context().cookies()).some(({ name }) => name === 'rowhouse')).toBe(false);
  const account = async () =>
    (await admin.query('SELECT email_verified_at FROM app_user WHERE email = $1', [email])).rows;
  const mail = await latestMail(email, { subject: 'Confirm your sign-in with Provider one' });
  expect(await account()).toEqual([{ email_verified_at: null }]);
  const link = /http\S+#\S+/.exec(mail.text)?.[0] ?? '';
  expect(link).toMatch(new RegExp(`^${rootUrl.origin}/sign-in/confirm`));

  const elsewhere = await (await browser.newContext()).newPage();
  await elsewhere.goto(link);
  await expect(elsewhere.getByText(/in the browser where you signed in with the provider/)).toBeVisible();
  expect(await account()).toEqual([{ email_verified_at: null }]);
  await elsewhere.context().close();

  await page.goto(link);
  await page.getByRole('button', { name: 'Confirm and sign in' }).click();
  await page.waitForURL(atRoot('/account'));
  expect(await account()).toEqual([{ email_verified_at: expect.any(Date) }]);
});

test('[K1] attack 10: a reset disconnects the provider, and offers to revoke the tokens by name', async ({
  page,
}) => {
  const me = await newUserWithPassword('Rita Reset');
  const org = await newOrg([[me, 'owner']], 'Reset firm');
  await admin.query(
    `INSERT INTO user_identity (id, user_id, issuer, subject, email) VALUES ($1, $2, $3, 'subject of Rita', '')`,
    [v7(), me.id, one.issuer],
  );
  const [own, ofOrg] = [await newUserToken(me), await newOrgToken(org, me)];
  await page.goto(atRoot('/reset'), { waitUntil: 'networkidle' });
  await page.getByRole('textbox').first().fill(me.email);
  await page.getByRole('button', { name: /mail me the link/i }).click();
  const mail = await latestMail(me.email, { subject: 'Choose a new password' });
  await page.goto(/http\S+#\S+/.exec(mail.text)?.[0] ?? '');
  await page.getByLabel('New password', { exact: true }).fill('a few words do well');
  await page.getByRole('button', { name: 'Set password and sign in' }).click();
  await page.waitForURL(atRoot('/account/review'));
  const { rows } = await admin.query('SELECT 1 FROM user_identity WHERE user_id = $1', [me.id]);
  expect(rows).toEqual([]);
  await expect(page.getByRole('group', { name: 'Personal tokens' }).getByRole('checkbox')).toBeChecked();
  await page.getByRole('button', { name: 'Revoke 2 tokens' }).click();
  await page.waitForURL(atRoot('/organizations'));
  const revoked = await admin.query(
    `SELECT revoked_at IS NOT NULL AS r FROM user_token WHERE id = $1 UNION ALL SELECT revoked_at IS NOT NULL FROM api_token WHERE id = $2`,
    [own.id, ofOrg.id],
  );
  expect(revoked.rows).toEqual([{ r: true }, { r: true }]);
  const notice = (await mailsTo(me.email)).find(({ subject }) => subject === 'Your password was changed');
  expect(notice?.text).toContain('Provider one');
});

test('[M8] attack 11: the account names the personal tokens where the password is changed and devices are signed out', async ({
  page,
}) => {
  const me = await newUserWithPassword('Pia Password');
  const [first, second] = [await newUserToken(me), await newUserToken(me)];
  await admin.query(`UPDATE user_token SET name = 'Nightly import' WHERE id = $1`, [first.id]);
  await admin.query(`UPDATE user_token SET name = 'Backup job' WHERE id = $1`, [second.id]);
  const live = async () =>
    (await admin.query('SELECT name FROM user_token WHERE user_id = $1 AND revoked_at IS NULL', [me.id]))
      .rows;
  await signIn(page, me.email);
  await page.goto(atRoot('/account'), { waitUntil: 'networkidle' });
  const form = page.getByRole('form', { name: 'Password' });
  await form.getByLabel('Current password').fill(PASSWORD);
  await form.getByLabel('New password', { exact: true }).fill('a few words do well');
  await form.getByRole('checkbox', { name: 'Nightly import' }).check();
  await form.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText(/Password changed.*1 token revoked/).first()).toBeVisible();
  expect(await live()).toEqual([{ name: 'Backup job' }]);
  await page.getByRole('button', { name: 'Sign out all other devices' }).click();
  await page.getByRole('dialog').getByRole('checkbox', { name: 'Backup job' }).check();
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect.poll(live).toEqual([]);
});

test('[K1] attack 17: a provider that refuses leads back to where the person wanted to go', async ({
  page,
}) => {
  one.current = null;
  await page.goto(atRoot('/sign-in?next=%2Faccount'), { waitUntil: 'networkidle' });
  await page.getByRole('button', { name: 'Continue with Provider one' }).click();
  await expect(page.getByText(/didn’t sign you in/)).toBeVisible();
  expect(new URL(page.url()).searchParams.get('next')).toBe('/account');
  // The same for what the address's rule refuses.
  one.current = v7();
  one.people.set(one.current, { email: `${v7()}@one.example`, email_verified: false });
  await page.goto(atRoot('/sign-in?next=%2Faccount'), { waitUntil: 'networkidle' });
  await page.getByRole('button', { name: 'Continue with Provider one' }).click();
  await expect(page.getByText(/hasn’t confirmed your email address/)).toBeVisible();
  expect(new URL(page.url()).searchParams.get('next')).toBe('/account');
  expect(await new Walk().signIn('one').then((url) => url.pathname)).toBe('/sign-in');
});
