import { expect, test } from '@playwright/test';
import { v7 } from 'uuid';
import { rootUrl } from './support/http';
import { startProvider, type TestProvider, Walk } from './support/oidc';
import { signedInAs } from './support/sign-in';
import { admin, newUser } from './support/world';

// Signing in with OpenID Connect, against a certified provider's own library.

test.describe.configure({ mode: 'default' });

let one: TestProvider;
let two: TestProvider;
test.beforeAll(async () => {
  [one, two] = await Promise.all([startProvider('one'), startProvider('two')]);
});
test.afterAll(() => Promise.all([one.close(), two.close()]));

/** Somebody whom a provider knows, and who comes next. */
function comer(provider: TestProvider, email: string, verified = true, subject = v7()): string {
  provider.people.set(subject, { email, email_verified: verified, name: 'Petra Provided' });
  provider.current = subject;
  return subject;
}
const address = (domain = 'elsewhere.example') => `${v7()}@${domain}`;
const userOf = async (email: string) =>
  (await admin.query('SELECT id, name, email_verified_at FROM app_user WHERE email = $1', [email])).rows[0];
const identitiesOf = async (userId: string) =>
  (
    await admin.query('SELECT issuer, subject FROM user_identity WHERE user_id = $1 ORDER BY issuer', [
      userId,
    ])
  ).rows;
const reasonOf = (url: URL) => (url.pathname === '/sign-in' ? url.searchParams.get('error') : url.pathname);

test('[K1] somebody new signs in with a provider, sees it on the account page, and disconnects it', async ({
  page,
}) => {
  const email = address('one.example');
  const subject = comer(one, email);
  await page.goto(`${rootUrl.origin}/sign-in`, { waitUntil: 'networkidle' });
  await expect(page.getByRole('button', { name: 'Continue with Provider two' })).toBeVisible();
  await page.getByRole('button', { name: 'Continue with Provider one' }).click();
  await page.waitForURL(`${rootUrl.origin}/organizations**`);
  const user = await userOf(email);
  expect(user).toMatchObject({ name: 'Petra Provided', email_verified_at: expect.any(Date) });
  expect(await identitiesOf(user.id)).toEqual([{ issuer: one.issuer, subject }]);
  // The second time it is the same account, whatever its address is by now.
  one.people.set(subject, { email: address(), email_verified: false });
  const walk = new Walk();
  expect(reasonOf(await walk.signIn('one'))).toBe('/organizations');
  expect(await identitiesOf(user.id)).toHaveLength(1);

  await page.goto(`${rootUrl.origin}/account`, { waitUntil: 'networkidle' });
  await page.getByRole('button', { name: 'Disconnect' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Disconnect Provider one' }).click();
  await expect(page.getByRole('button', { name: 'Connect Provider one', exact: true })).toBeVisible();
  expect(await identitiesOf(user.id)).toEqual([]);
});

test('[K1] a person connects a provider while signed in, whatever its address is', async ({
  page,
  context,
}) => {
  const user = await newUser('Conny Connects');
  const subject = comer(two, address(), false);
  await signedInAs(context, user);
  await page.goto(`${rootUrl.origin}/account`, { waitUntil: 'networkidle' });
  await page.getByRole('button', { name: 'Connect Provider two', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Disconnect' })).toBeVisible();
  expect(await identitiesOf(user.id)).toEqual([{ issuer: two.issuer, subject }]);
  // It is nobody else's then.
  const walk = new Walk();
  expect(reasonOf(await walk.signIn('two'))).toBe('/organizations');
  expect(await identitiesOf(user.id)).toHaveLength(1);
});

test('[K1] an address that the provider did not confirm makes no account, links to none, and says so', async ({
  page,
}) => {
  const user = await newUser('Vera Victim');
  const domains = [user.email, address('one.example')];
  for (const email of domains) {
    comer(one, email, false);
    const walk = new Walk();
    expect(reasonOf(await walk.signIn('one'))).toBe('oidc_unverified');
    expect(walk.signedIn).toBe(false);
  }
  expect(await identitiesOf(user.id)).toEqual([]);
  expect(await userOf(domains[1] ?? '')).toBeUndefined();
  await page.goto(`${rootUrl.origin}/sign-in?error=oidc_unverified`);
  await expect(page.getByText(/hasn’t confirmed your email address/)).toBeVisible();
});

test('[K1] a confirmed address lets into an account that exists only where the provider runs the domain', async () => {
  const local = v7();
  const [theirs, elsewhere] = [`${local}@one.example`, address()];
  for (const email of [theirs, elsewhere])
    await admin.query(
      `INSERT INTO app_user (id, email, name, email_verified_at) VALUES ($1, $2, 'Own', now())`,
      [v7(), email],
    );
  comer(one, theirs);
  expect(reasonOf(await new Walk().signIn('one'))).toBe('/organizations');
  expect(await identitiesOf((await userOf(theirs)).id)).toHaveLength(1);
  comer(one, elsewhere);
  const walk = new Walk();
  expect(reasonOf(await walk.signIn('one'))).toBe('/sign-in/mailed');
  expect(walk.signedIn).toBe(false);
  expect(await identitiesOf((await userOf(elsewhere)).id)).toEqual([]);
  // Nor does provider two for the domain of provider one.
  comer(two, `${v7()}@one.example`);
  await admin.query(
    `INSERT INTO app_user (id, email, name, email_verified_at) VALUES ($1, $2, 'Own', now())`,
    [v7(), [...two.people.values()].at(-1)?.email],
  );
  expect(reasonOf(await new Walk().signIn('two'))).toBe('/sign-in/mailed');
});

test('[K1] the same subject of another issuer is another person', async () => {
  const subject = v7();
  const [first, second] = [address('one.example'), address('two.example')];
  comer(one, first, true, subject);
  expect(reasonOf(await new Walk().signIn('one'))).toBe('/organizations');
  comer(two, second, true, subject);
  expect(reasonOf(await new Walk().signIn('two'))).toBe('/organizations');
  expect((await userOf(first)).id).not.toBe((await userOf(second)).id);
  expect(await identitiesOf((await userOf(first)).id)).toEqual([{ issuer: one.issuer, subject }]);
});

test('[K1] PKCE, state and nonce are sent and kept to; a code counts once', async () => {
  const email = address('one.example');
  comer(one, email);
  const walk = new Walk();
  const start = await walk.begin('one');
  expect(start.searchParams.get('code_challenge_method')).toBe('S256');
  expect(start.searchParams.get('state')).toBeTruthy();
  expect(start.searchParams.get('nonce')).toBeTruthy();

  const otherState = await walk.throughProvider(start);
  otherState.searchParams.set('state', 'another');
  expect(reasonOf(await walk.arrive(otherState))).toBe('OAuthCallback');

  const nonce = new Walk();
  const altered = await nonce.begin('one');
  altered.searchParams.set('nonce', 'another');
  expect(reasonOf(await nonce.arrive(await nonce.throughProvider(altered)))).toBe('OAuthCallback');

  const verifier = new Walk();
  const challenged = await verifier.begin('one');
  challenged.searchParams.set('code_challenge', 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM');
  expect(reasonOf(await verifier.arrive(await verifier.throughProvider(challenged)))).toBe('OAuthCallback');
  expect(await userOf(email)).toBeUndefined();
  expect([walk, nonce, verifier].some(({ signedIn }) => signedIn)).toBe(false);

  const good = new Walk();
  const back = await good.throughProvider(await good.begin('one'));
  const copied = new Walk();
  copied.cookies.set(rootUrl.host, new Map(good.cookies.get(rootUrl.host)));
  expect(reasonOf(await good.arrive(back))).toBe('/organizations');
  // The same code and the same cookies, a second time; and without the cookies.
  expect(reasonOf(await copied.arrive(back))).toBe('OAuthCallback');
  expect(reasonOf(await new Walk().arrive(back))).toBe('OAuthCallback');
  expect(copied.signedIn).toBe(false);
});

test('[K1] a provider that refuses, or isn’t there, signs nobody in', async () => {
  one.current = null;
  const walk = new Walk();
  expect(['Callback', 'OAuthCallback']).toContain(reasonOf(await walk.signIn('one')));
  expect(walk.signedIn).toBe(false);
});

test('[K1] [M8] a deleted account is not brought back: its person is somebody new', async () => {
  const email = address('one.example');
  comer(one, email);
  await new Walk().signIn('one');
  const before = await userOf(email);
  await admin.query('DELETE FROM app_user WHERE id = $1', [before.id]);
  const walk = new Walk();
  expect(reasonOf(await walk.signIn('one'))).toBe('/organizations');
  expect((await userOf(email)).id).not.toBe(before.id);
  // An ended session stays ended: nothing of it comes back with the provider.
  expect(walk.signedIn).toBe(true);
});
