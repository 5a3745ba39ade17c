import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, type Page, test } from '@playwright/test';
import { v7 } from 'uuid';
import { toUlid } from '../lib/ids';
import { isSigned, newSigningSecret, sign } from '../lib/relays/signature';
import { webEnv } from '../scripts/lib/web-env.mjs';
import { startWorker, workerEnv } from '../scripts/lib/worker.mjs';
import { hostOf, rootUrl, send } from './support/http';
import { orgUrl, signedInAs } from './support/sign-in';
import { admin, newOrg, newUser, type Org } from './support/world';

// Relays as an admin meets them, with a worker that sends and a receiver that answers.

let worker: Awaited<ReturnType<typeof startWorker>>;
const status = 200;
const calls: { headers: IncomingHttpHeaders; body: string }[] = [];
const receiver = createServer((request, response) => {
  let body = '';
  request.on('data', (part) => {
    body += part;
  });
  request.on('end', () => {
    calls.push({ headers: request.headers, body });
    response.writeHead(status).end();
  });
});
let address: string;

test.beforeAll(async () => {
  const outside = {
    PATH: process.env.PATH,
    PORT: rootUrl.port,
    ROOT_DOMAIN: rootUrl.hostname,
    RELAY_LOOPBACK: 'on',
  };
  const own = {
    appUrl: process.env.E2E_APP_DB_URL ?? '',
    authSecret: process.env.E2E_AUTH_SECRET ?? '',
    secretsKey: process.env.E2E_SECRETS_KEY ?? '',
    mode: 'production' as const,
  };
  worker = await startWorker(workerEnv(webEnv(outside, own), process.env.E2E_WORKER_DB_URL ?? ''), {
    output: 'ignore',
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/in`;
});
test.afterAll(async () => {
  receiver.close();
  await worker.stop();
});

const post = (org: Org | null, path: string, headers: Record<string, string>, body: string) =>
  send({ host: hostOf(org?.slug), path, method: 'POST', headers, body });

/** Adds a relay by the page. @returns its secret, and where its events come in */
async function addRelay(page: Page): Promise<{ secret: string; incoming: string }> {
  await page.getByRole('button', { name: 'Add relay' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Carrier');
  await dialog.getByLabel('Address', { exact: true }).last().fill('https://10.0.0.1/in');
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('isn’t public')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Address' }).fill(address);
  await page.keyboard.press('Enter');
  const shown = page.getByRole('dialog', { name: 'The relay’s secret' });
  const secret = (await shown.getByText(/^whsec_/).textContent()) ?? '';
  await shown.getByLabel('I have stored it').check();
  await shown.getByRole('button', { name: 'Close' }).click();
  await expect(page.getByRole('heading', { name: 'Carrier', level: 1 })).toBeVisible();
  const incoming = (await page.getByText(/\/api\/relays\/\w+\/incoming$/).textContent()) ?? '';
  return { secret, incoming: new URL(incoming).pathname };
}

test('[C1][C2] a relay is added, tested, called, replaced in its secret, and takes events that are signed', async ({
  page,
  context,
}) => {
  test.slow();
  const me = await newUser('Rhea Relay');
  const org = await newOrg([[me, 'admin']], 'Relay House');
  await signedInAs(context, me, org.slug);
  await page.goto(orgUrl(org.slug, '/relays'));
  await expect(page.getByText('No relay yet')).toBeVisible();
  const { secret, incoming } = await addRelay(page);
  // Once and never again.
  await page.reload();
  expect(await page.content()).not.toContain(secret.slice(6, 30));

  await page.getByRole('button', { name: 'Send a test' }).click();
  await expect(page.getByRole('table', { name: 'Deliveries' }).getByText('Delivered')).toBeVisible();
  await expect(page.getByText(/Answered 200 in \d+ ms/)).toBeVisible();
  expect(calls).toHaveLength(1);
  expect(isSigned([secret], calls[0]?.headers as never, calls[0]?.body ?? '')).toBe(true);

  const body = JSON.stringify({
    type: 'message.received',
    data: { from: '+49 30 1234', text: 'Hello from outside' },
  });
  const signed = { ...sign([secret], 'in-1', body) };
  expect((await post(org, incoming, signed, body)).status).toBe(202);
  expect((await post(org, incoming, signed, body)).status, 'a replay').toBe(200);
  expect((await post(null, incoming, sign([secret], 'in-2', body), body)).status, 'root').toBe(202);
  await page.reload();
  await expect(page.getByText('Hello from outside')).toHaveCount(2);

  await page.getByRole('button', { name: 'Replace…' }).click();
  await page.getByRole('button', { name: 'Replace it' }).click();
  const shown = page.getByRole('dialog', { name: 'The new secret' });
  const next = (await shown.getByText(/^whsec_/).textContent()) ?? '';
  expect(next).not.toBe(secret);
  await shown.getByLabel('I have stored it').check();
  await shown.getByRole('button', { name: 'Close' }).click();
  await expect(page.getByText('The one before still counts')).toBeVisible();
  for (const [id, each] of Object.entries({ 'in-3': secret, 'in-4': next }))
    expect((await post(org, incoming, sign([each], id, body), body)).status).toBe(202);
});

test('[D2] the audit log goes out through a relay: started on its page, signed, in its numbers, and stopped', async ({
  page,
  context,
}) => {
  test.slow();
  const me = await newUser('Stella Stream');
  const org = await newOrg([[me, 'admin']], 'Stream House');
  await signedInAs(context, me, org.slug);
  await page.goto(orgUrl(org.slug, '/audit'));
  const section = page.getByRole('region', { name: 'Stream to a webhook' });
  await section.getByRole('link', { name: 'Relays' }).click();
  const { secret } = await addRelay(page);
  await page.goto(orgUrl(org.slug, '/audit'));
  await section.getByRole('button', { name: 'Start streaming' }).click();
  await expect(section.getByRole('listitem')).toContainText('Carrier');
  const streamed = () =>
    calls.filter(({ body }) => body.includes('"audit.event"') && body.includes(me.email));
  await expect.poll(() => streamed().length, { timeout: 30_000 }).toBe(1);
  const [first] = streamed();
  expect(isSigned([secret], first?.headers as never, first?.body ?? '')).toBe(true);
  const { data } = JSON.parse(first?.body ?? '{}');
  const { rows } = await admin.query(
    `SELECT l.seq::int, encode(l.hash, 'hex') AS hash FROM audit_link l JOIN audit_event e ON e.id = l.event_id
      WHERE l.org_id = $1 AND e.action = 'audit.stream_started'`,
    [org.id],
  );
  expect(data).toMatchObject({ action: 'audit.stream_started', ...rows[0] });

  await section.getByRole('button', { name: 'Stop streaming through Carrier' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Stop streaming' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(section.getByRole('listitem')).toHaveCount(0);
  expect((await admin.query('SELECT 1 FROM relay_stream WHERE org_id = $1', [org.id])).rows).toEqual([]);
});

test('[C2] who signs wrongly is told nothing: not whether there is such a relay, nor whose it is', async () => {
  const org = await newOrg([], 'Asked');
  const other = await newOrg([], 'Other');
  const id = v7();
  const body = JSON.stringify({ type: 'message.received', data: {} });
  const headers = { ...sign([newSigningSecret()], 'x', body) };
  const { rows } = await admin.query(`SELECT id, org_id FROM relay WHERE kind = 'http' LIMIT 1`);
  const answers = [];
  for (const [on, relay] of [
    [org, id],
    [other, rows[0].id],
    [null, rows[0].id],
    [null, id],
  ] as const) {
    const { status, body: said } = await post(on, `/api/relays/${toUlid(relay)}/incoming`, headers, body);
    answers.push(`${status} ${said}`);
  }
  answers.push(
    await post(null, '/api/relays/nonsense/incoming', headers, body).then((a) => `${a.status} ${a.body}`),
  );
  expect(new Set(answers).size).toBe(1);
  expect(answers[0]).toContain('bad_signature');
  const big = await post(org, `/api/relays/${toUlid(id)}/incoming`, headers, 'x'.repeat(300_000));
  expect(big.status).toBe(413);
});

test('[C2] the echo relay works with nothing outside; a dead delivery is sent again', async ({
  page,
  context,
}) => {
  test.slow();
  const me = await newUser('Ed Echo');
  const org = await newOrg([[me, 'owner']], 'Echo House');
  await signedInAs(context, me, org.slug);
  await page.goto(orgUrl(org.slug, '/relays'));
  await page.getByRole('button', { name: 'Add relay' }).click();
  await page.getByRole('radio', { name: /Echo/ }).click();
  await page.getByLabel('Name').fill('Try it');
  await page.getByRole('dialog').getByRole('button', { name: 'Add relay' }).click();
  await expect(page.getByRole('heading', { name: 'Try it', level: 1 })).toBeVisible();
  await page.getByRole('button', { name: 'Send a test' }).click();
  await expect(
    page.getByRole('table', { name: 'Events that came in' }).getByText('relay.echoed'),
  ).toBeVisible();

  await admin.query(
    `UPDATE relay_delivery SET state = 'dead', attempts = 8, settled_at = now(), next_at = NULL WHERE org_id = $1`,
    [org.id],
  );
  await page.getByRole('link', { name: 'Dead' }).click();
  await page.getByRole('button', { name: 'Send all again' }).click();
  await expect(page.getByText('Nothing was given up')).toBeVisible();
  await expect
    .poll(
      async () => (await admin.query('SELECT state FROM relay_delivery WHERE org_id = $1', [org.id])).rows,
    )
    .toEqual([{ state: 'delivered' }]);
  await page.getByRole('link', { name: 'Delivered', exact: true }).click();
  await expect(page.getByRole('table', { name: 'Deliveries' }).getByText('Delivered')).toBeVisible();
  // The same id as before: the echo answered it already.
  await expect(page.getByRole('table', { name: 'Events that came in' }).getByRole('row')).toHaveCount(2);
});
