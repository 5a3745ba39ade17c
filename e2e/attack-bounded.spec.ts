import { expect, test } from '@playwright/test';
import { built } from './matrix/surfaces';
import { act, hostOf, send } from './support/http';
import { cookieFor, newOrg, newUser } from './support/world';

// Work is bounded by what a request may hold. That none of it holds the process up is measured where the work is done:
// in the attack tests of lib/resources/file, lib/data/invite-lines, lib/input and app/inputs.

async function house(name: string) {
  const owner = await newUser(`${name} Owner`);
  const org = await newOrg([[owner, 'owner']], name);
  const host = hostOf(org.slug);
  return { host, cookie: await cookieFor(owner, org.slug), headers: { origin: `http://${host}` } };
}
type House = Awaited<ReturnType<typeof house>>;

const upload = (by: House, body: string) =>
  send({
    ...by,
    method: 'POST',
    path: '/s/main/contacts/import/upload?name=people.csv',
    body,
    headers: { ...by.headers, 'content-type': 'text/csv' },
  });
const actionId = (name: string) => {
  const found = built.find(({ kind, exportName }) => kind === 'action' && exportName === name);
  if (!found) throw new Error(`there is no action ${name}`);
  return found.path;
};
const invites = (by: House, text: string) =>
  act(actionId('checkInvites'), { text, role: 'member' }, { ...by, path: '/members/invite' });

test('[I9] attack 4: three bodies that are slow to read are refused, and another organization is answered', async () => {
  const [hostile, other] = [await house('Hostile'), await house('Bystander')];
  const ask = () => send({ ...other, path: '/api/v1/context' });
  expect((await ask()).status).toBe(200);
  const attacks = Promise.all([
    upload(hostile, 'a\n'.repeat(999_000)),
    upload(hostile, `a\n${','.repeat(1_990_000)}`),
    invites(hostile, '\n'.repeat(199_000)),
  ]);
  const answers = await Promise.all(Array.from({ length: 20 }, ask));
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));

  const [lines, commas, list] = await attacks;
  expect(lines.status).toBe(413);
  expect(lines.body).toContain('The file has more than 10,000 rows. Split it into smaller files.');
  expect(commas.status).toBe(413);
  expect(commas.body).toContain('The file has more than 100 columns in line 2.');
  expect(list.result).toMatchObject({ ok: false, code: 'too_large' });
});

test('[I9] attack 4: the largest file that is taken has a small page', async () => {
  const by = await house('Wide');
  const row = `${Array(100).fill('x'.repeat(3900)).join(',')}\n`;
  const { status, body } = await upload(by, row.repeat(5));
  expect(status).toBe(200);
  const page = await send({ ...by, path: new URL(JSON.parse(body).href, 'http://x').pathname });
  expect(page.status).toBe(200);
  expect(page.body).toContain('4 rows');
  expect(page.body.length).toBeLessThan(500_000);
});

test('[I9] attack 18: deep JSON is refused by operations and actions, and is no failure', async () => {
  const by = await house('Deep');
  const deep = '['.repeat(500_000) + ']'.repeat(500_000);
  const operation = await send({
    ...by,
    method: 'POST',
    path: '/api/v1/sub-teams/main/contacts',
    body: `{"name":${deep}}`,
    headers: { ...by.headers, 'content-type': 'application/json' },
  });
  expect(operation.status).toBe(400);
  expect(JSON.parse(operation.body)).toMatchObject({ code: 'body_too_deep' });
  for (const path of ['/members/invite', '/nowhere']) {
    const action = await send({
      ...by,
      method: 'POST',
      path,
      body: `[{"text":${deep}}]`,
      headers: { ...by.headers, 'next-action': actionId('checkInvites'), 'content-type': 'text/plain' },
    });
    expect(action.status).toBe(400);
    expect(action.body).toContain('more than 32 levels deep');
  }
  const shallow = '['.repeat(25) + ']'.repeat(25);
  const taken = await send({
    ...by,
    method: 'POST',
    path: '/api/v1/sub-teams/main/contacts',
    body: `{"name":${shallow}}`,
    headers: { ...by.headers, 'content-type': 'application/json' },
  });
  expect(taken.status).toBe(400);
  expect(JSON.parse(taken.body)).toMatchObject({ code: 'invalid', fields: { name: expect.any(String) } });
});
