import { expect, test } from '@playwright/test';
import { toUlid } from '../lib/ids';
import { ACTIONS } from './matrix/expectations';
import { built } from './matrix/surfaces';
import { hostOf, send } from './support/http';
import { orgUrl, signedInAs } from './support/sign-in';
import { admin, cookieFor, newOrg, newUser } from './support/world';

// What somebody sees who has used up a minute's requests, and what nobody else notices of it.

test.describe.configure({ timeout: 240_000 });

/** An organization that may ask little; its owner's session may have half of that. */
async function small(requestsPerMinute = 40) {
  const owner = await newUser('Limits Owner');
  const org = await newOrg([[owner, 'owner']], 'Canary Limits', requestsPerMinute);
  return { owner, org, host: hostOf(org.slug), cookie: await cookieFor(owner, org.slug) };
}
type Small = Awaited<ReturnType<typeof small>>;
const api = ({ host, cookie }: Pick<Small, 'host' | 'cookie'>, headers = {}) =>
  send({ host, path: '/api/v1/context', cookie, headers });
/** Asks until a request is refused. @returns how many were not */
async function useUp(who: Small): Promise<number> {
  for (let before = 0; before < 1000; before += 10) {
    const answers = await Promise.all(Array.from({ length: 10 }, () => api(who)));
    const refused = answers.filter(({ status }) => status === 429).length;
    if (refused > 0) return before + 10 - refused;
  }
  throw new Error('there is no limit');
}

test('[L4] API answers say what is left, and the refusal when to come back', async () => {
  const one = await small();
  await api(one); // the first comes before the front knows whose member this is
  const answer = await api(one);
  expect(answer.status).toBe(200);
  expect(answer.headers['ratelimit-policy']).toBe('"session";q=20;w=60, "organization";q=40;w=60');
  expect(answer.headers.ratelimit).toMatch(/^"session";r=19;t=\d+, "organization";r=39;t=\d+$/);

  expect(await useUp(one)).toBe(19);
  const refused = await api(one);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  expect(refused.headers.ratelimit).toMatch(/^"session";r=0;t=\d+$/);
  expect(refused.headers['content-type']).toBe('application/problem+json');
  expect(JSON.parse(refused.body)).toMatchObject({
    status: 429,
    code: 'rate_limited',
    'violated-policies': ['session'],
  });
});

test('[L4] one organization’s empty bucket is nobody else’s, nor is a session’s', async () => {
  const [one, other] = [await small(), await small()];
  await useUp(one);
  expect((await api(other)).status).toBe(200);
  const colleague = await newUser('Limits Colleague');
  const both = await newOrg(
    [
      [one.owner, 'owner'],
      [colleague, 'member'],
    ],
    'Canary Both',
    40,
  );
  const at = { ...one, org: both, host: hostOf(both.slug), cookie: await cookieFor(one.owner, both.slug) };
  await useUp(at);
  expect((await api({ host: at.host, cookie: await cookieFor(colleague, both.slug) })).status).toBe(200);
});

test('[L4] the header of an API request on the root host draws from the same bucket', async () => {
  const one = await small();
  const root = { host: hostOf(), cookie: await cookieFor(one.owner) };
  const named = { 'x-rowhouse-organization': toUlid(one.org.id) };
  await api(one);
  await api(root, named);
  await useUp(one);
  expect((await api(root, named)).status).toBe(429);
});

test('[L4][M6] who was removed counts as a stranger: the members’ bucket is not theirs any more', async () => {
  const [one, outsider] = [await small(20), await newUser('Limits Outsider')];
  await api(one);
  const cookie = await cookieFor(outsider, one.org.slug);
  for (let i = 0; i < 25; i++) expect((await api({ host: one.host, cookie })).status).toBe(403);
  expect((await api(one)).status).toBe(200);
});

test('[L4] a page says it in a page: in the reader’s theme, without a script, and comes back by itself', async ({
  page,
  context,
}) => {
  const one = await small();
  await signedInAs(context, one.owner, one.org.slug);
  await page.goto(orgUrl(one.org.slug));
  await useUp(one);
  const problems: string[] = [];
  page.on('console', (message) => problems.push(message.text()));
  const answer = await page.goto(orgUrl(one.org.slug, '/members?q="><b>x'));
  expect(answer?.status()).toBe(429);
  await expect(page.getByRole('heading', { name: 'That was a little too quick' })).toBeVisible();
  await expect(
    page.getByText(/You sent more requests than a minute may have\. Try again in \d+ seconds?\./),
  ).toBeVisible();
  const again = page.getByRole('link', { name: 'Try again now' });
  expect(await again.getAttribute('href')).toMatch(/^\/members\?q=/);
  expect(await page.locator('b').count()).toBe(0);
  expect(await page.locator('meta[http-equiv=refresh]').getAttribute('content')).toMatch(/^\d+$/);
  // The style applies, so its hash is right.
  expect(await page.locator('h1').evaluate((h1) => getComputedStyle(h1).fontSize)).toBe('20px');
  expect(problems.filter((text) => !/429/.test(text))).toEqual([]);
});

test('[L4] a click inside the app that is one too many ends on that page too', async ({ page, context }) => {
  const one = await small(200);
  await signedInAs(context, one.owner, one.org.slug);
  await page.goto(orgUrl(one.org.slug));
  await page.waitForLoadState('networkidle');
  await useUp(one);
  await page.getByRole('link', { name: 'Members' }).first().click();
  await expect(page.getByRole('heading', { name: 'That was a little too quick' })).toBeVisible();
  expect(new URL(page.url()).pathname).toBe('/members');
});

test('[L4] a form says it as a sentence of its own, keeps what was typed, and can be sent again', async ({
  page,
  context,
}) => {
  const one = await small(200);
  await signedInAs(context, one.owner, one.org.slug);
  await page.goto(orgUrl(one.org.slug, '/branding'));
  await page.waitForLoadState('networkidle');
  const name = page.getByLabel('Name', { exact: true });
  await name.fill('Another name');
  await useUp(one);
  const save = page.getByRole('button', { name: /^Save/ }).first();
  await save.click();
  await expect(page.getByText(/You sent more requests than a minute may have\./)).toBeVisible();
  await expect(name).toHaveValue('Another name');
  await expect(save).toBeEnabled();
});

test('[L4] an action is refused before it runs, in words that its form can show', async () => {
  const one = await small();
  const action = built.find(({ kind, exportName }) => kind === 'action' && exportName in ACTIONS);
  await api(one);
  await useUp(one);
  const answer = await send({
    host: one.host,
    cookie: one.cookie,
    method: 'POST',
    body: '[]',
    headers: { 'next-action': action?.path ?? '', accept: 'text/x-component' },
  });
  expect(answer.status).toBe(429);
  expect(answer.headers['content-type']).toBe('text/plain'); // to the letter: Next's client takes nothing else
  expect(JSON.parse(answer.body)).toMatchObject({
    code: 'rate_limited',
    message: expect.stringContaining('Try again'),
  });
});

test('[L4] health and the build’s files are never refused', async () => {
  const one = await small();
  await useUp(one);
  for (const path of ['/api/health', '/mark.svg'])
    expect((await send({ host: one.host, cookie: one.cookie, path })).status, path).toBe(200);
});

test('[R9] a page of an organization that asks for more than its part is a 503, neither a 500 nor a hang', async () => {
  const one = await small(10_000);
  await api(one);
  const lock = await admin.connect();
  try {
    await lock.query('BEGIN');
    await lock.query('LOCK TABLE org_host IN ACCESS EXCLUSIVE MODE'); // whoever enters waits now
    const asked = Array.from({ length: 12 }, async () => {
      const start = performance.now();
      const answer = await send({ ...one, path: '/members', headers: { accept: 'text/html' } });
      return { ...answer, took: performance.now() - start };
    });
    const first = await Promise.any(asked);
    await lock.query('ROLLBACK');
    expect(first.status).toBe(503);
    expect(Number(first.headers['retry-after'])).toBeGreaterThan(0);
    expect(first.body).toContain('There is a queue');
    expect(first.body).not.toContain('This page could not be shown');
    const answers = await Promise.all(asked);
    expect([...new Set(answers.map(({ status }) => status))].sort()).toEqual([200, 503]);
  } finally {
    await lock.query('ROLLBACK').catch(() => {});
    lock.release();
  }
  expect((await send({ ...one, path: '/members' })).status).toBe(200);
});
