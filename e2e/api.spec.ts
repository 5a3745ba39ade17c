import { expect, test } from '@playwright/test';
import { v7 } from 'uuid';
import { TOKEN_SCOPES } from '../lib/access/scopes';
import { newApiToken } from '../lib/auth/api-token.mjs';
import { fromUlid, toUlid } from '../lib/ids';
import { hostOf, send } from './support/http';
import { orgUrl, signedInAs } from './support/sign-in';
import { newOrgToken, newUserToken } from './support/tokens';
import { admin, newOrg, newSubTeam, newTeam, newUser, type Org, type Someone } from './support/world';

// The API as its clients meet it: which organization, pages, keys for repetition, refusals; and the pages of tokens.

let me: Someone;
let org: Org;
let other: Org;
let stranger: Someone;
let token: string;
test.beforeAll(async () => {
  me = await newUser('Api Owner');
  org = await newOrg([[me, 'owner']], 'Machines');
  stranger = await newUser('Somebody Else');
  other = await newOrg([[stranger, 'owner']], 'Others');
  token = (await newOrgToken(org, me)).token;
});

type Call = { host?: string; method?: string; body?: unknown; headers?: Record<string, string>; as?: string };
async function call(
  path: string,
  { host = hostOf(org.slug), method = 'GET', body, headers = {}, as = token }: Call = {},
) {
  const answer = await send({
    host,
    path: `/api/v1${path}`,
    method,
    headers: {
      authorization: `Bearer ${as}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { ...answer, json: answer.body ? JSON.parse(answer.body) : undefined };
}
const header = (value: string) => ({ 'x-rowhouse-organization': value });

test('[R1][R2][R3] path, host, header and claim name the organization; a token never leaves its own', async () => {
  const root = { host: hostOf() };
  const [own, theirs] = [toUlid(org.id), toUlid(other.id)];
  const mine = (await newUserToken(me)).token;
  for (const [label, answer] of [
    ['host', await call('/context')],
    ['path', await call(`/orgs/${own}/context`, root)],
    ['header', await call('/context', { ...root, headers: header(own) })],
    ['claim', await call('/context', root)],
    ['host over header', await call('/context', { headers: header(theirs) })],
    ['path over header', await call(`/orgs/${own}/context`, { ...root, headers: header(theirs) })],
    ['own token, header', await call('/context', { ...root, as: mine, headers: header(own) })],
  ] as const) {
    expect(answer.status, label).toBe(200);
    expect(fromUlid(answer.json.organization.id), label).toBe(org.id);
  }
  const refused = [
    await call('/context', { host: hostOf(other.slug) }),
    await call('/context', { host: hostOf('no-such-org-at-all') }),
    await call('/context', { ...root, headers: header(theirs) }),
    await call('/context', { ...root, headers: header('nonsense') }),
    await call(`/orgs/${theirs}/context`, root),
    await call(`/orgs/${toUlid(v7())}/context`, root),
    await call('/orgs/nonsense/context', root),
    await call('/context', { ...root, as: mine, headers: header(theirs) }),
  ];
  for (const answer of refused) {
    expect(answer.status).toBe(403);
    expect(answer.body).toBe(refused[0]?.body);
    expect(answer.json.code).toBe('tenant_forbidden');
  }
  expect((await call('/context', { ...root, as: mine })).json.code).toBe('organization_required');
  // What a token is not: in the query, or beside a good cookie.
  expect((await call(`/context?token=${token}`, { as: newApiToken(own) })).json.code).toBe('unauthenticated');
  for (const authorization of ['Bearer nonsense', `Basic ${token}`, ''])
    expect((await call('/context', { headers: { authorization } })).json.code).toBe('unauthenticated');
});

test('[R6] the routing log has the token, how the organization was found, and what disagreed', async () => {
  const request = { host: hostOf(), headers: header(toUlid(org.id)) };
  await call('/context', request);
  await call('/context', { headers: header(toUlid(other.id)) });
  await expect
    .poll(async () => {
      const { rows } = await admin.query(
        `SELECT DISTINCT resolved_by, disagreed, actor_kind FROM routing_decision WHERE org_id = $1 AND actor_kind = 'token' AND outcome = 'allowed'`,
        [org.id],
      );
      return rows.map((row) => `${row.resolved_by} ${row.disagreed}`);
    })
    .toEqual(expect.arrayContaining(['header false', 'route true']));
});

test('[K4] refusals are problem+json with a stable code, also where nothing is', async () => {
  for (const [path, how, status, code] of [
    ['/nothing', {}, 404, 'not_found'],
    ['/members', { method: 'DELETE' }, 405, 'method_not_allowed'],
    ['/members?unknown=1', {}, 400, 'invalid'],
    ['/organization', { method: 'PATCH', body: { color: 'blue' } }, 400, 'invalid'],
    [
      '/organization',
      { method: 'PATCH', headers: { 'content-type': 'text/plain' } },
      415,
      'unsupported_media',
    ],
    ['/members?after=nonsense', {}, 400, 'invalid'],
    ['/sub-teams/main/conversations?after=nonsense', {}, 400, 'invalid'],
    ['/audit-events?actor=nonsense', {}, 400, 'invalid'],
    ['/audit-events?target=nonsense', {}, 400, 'invalid'],
    ['/audit-events?action=MemberRemoved', {}, 400, 'invalid'],
    ['/sub-teams/main/contacts?group=nonsense', {}, 400, 'invalid'],
    ['/members?q=%00', {}, 400, 'target_malformed'],
    ['/teams', { method: 'POST', body: { name: 'T\0x', slug: 'tx' } }, 400, 'invalid'],
    ['/teams', { method: 'POST', body: { name: 'T\ud83dx', slug: 'tx' } }, 400, 'invalid'],
  ] as const) {
    const answer = await call(path, how);
    expect(answer.headers['content-type'], path).toBe('application/problem+json');
    expect(answer.json, path).toMatchObject({ type: 'about:blank', title: expect.any(String), status, code });
    expect(answer.status).toBe(status);
  }
  const anonymous = await send({ host: hostOf(org.slug), path: '/api/v1/members' });
  expect([anonymous.status, anonymous.headers['www-authenticate']]).toEqual([401, 'Bearer realm="rowhouse"']);
});

test('[K4] a list is walked page by page, by its cursor and its Link, and meets each row once', async () => {
  const names = Array.from({ length: 120 }, (_, i) => `Contact ${String(i).padStart(3, '0')}`);
  await admin.query(
    `INSERT INTO contact (org_id, workspace_id, id, name) SELECT $1, $1, gen_random_uuid(), n FROM unnest($2::text[]) n`,
    [org.id, names],
  );
  const met: string[] = [];
  let path: string | undefined = '/sub-teams/main/contacts';
  for (let pages = 0; path && pages < 9; pages++) {
    const page: Awaited<ReturnType<typeof call>> = await call(path);
    met.push(...page.json.data.map((row: { name: string }) => row.name));
    const link = /<\/api\/v1([^>]+)>; rel="next"/.exec(String(page.headers.link ?? ''))?.[1];
    expect(link === undefined).toBe(page.json.next === null);
    path = link;
  }
  expect(met).toEqual(names);
  // A cursor of another organization is refused.
  const { next } = (await call('/sub-teams/main/contacts')).json;
  const theirs = (await newOrgToken(other, stranger)).token;
  const crossed = await call(`/sub-teams/main/contacts?after=${encodeURIComponent(next)}`, {
    host: hostOf(other.slug),
    as: theirs,
  });
  expect([crossed.status, crossed.json.code]).toEqual([400, 'invalid']);
  const found = await call('/sub-teams/main/contacts?q=Contact%20007');
  expect(found.json.data).toHaveLength(1);
});

test('[K4] a write with an Idempotency-Key is done once: replayed, refused for another, and once of many at once', async () => {
  const path = '/sub-teams/main/contacts';
  const count = async () =>
    (
      await admin.query(`SELECT count(*)::int AS n FROM contact WHERE org_id = $1 AND name = 'Once'`, [
        org.id,
      ])
    ).rows[0].n;
  const post = (key: string, body: unknown = { name: 'Once' }, as = token) =>
    call(path, { method: 'POST', body, as, headers: { 'idempotency-key': key } });
  const [key, crowd] = [v7(), v7()];
  const first = await post(key);
  const second = await post(key);
  expect(first.status).toBe(201);
  expect(first.headers['idempotency-replayed']).toBeUndefined();
  expect([second.status, second.headers['idempotency-replayed'], second.body]).toEqual([
    201,
    'true',
    first.body,
  ]);
  expect(second.headers.location).toBe(first.headers.location);
  expect(await count()).toBe(1);
  expect((await post(key, { name: 'Another' })).json.code).toBe('idempotency_mismatch');
  // Another token's key is another key.
  expect(
    (await post(key, { name: 'Once' }, (await newOrgToken(org, me)).token)).headers['idempotency-replayed'],
  ).toBeUndefined();
  expect(await count()).toBe(2);

  const many = await Promise.all(Array.from({ length: 40 }, () => post(crowd)));
  expect(await count()).toBe(3);
  const done = many.filter(({ status }) => status === 201);
  expect(new Set(done.map(({ body }) => body)).size).toBe(1);
  for (const { status, json } of many) if (status !== 201) expect(json.code).toBe('idempotency_unsettled');

  // A refusal is an answer, too.
  const twin = v7();
  const email = `${v7()}@people.example`;
  await post(v7(), { name: 'Has it', email });
  const [refused, again] = [
    await post(twin, { name: 'Twin', email }),
    await post(twin, { name: 'Twin', email }),
  ];
  expect(refused.status).toBeGreaterThanOrEqual(400);
  expect([again.status, again.body]).toEqual([refused.status, refused.body]);
});

test('[S5][K4] a sub-team is made, archived, deleted and restored by machine', async () => {
  expect((await call('/sub-teams', { method: 'POST', body: { name: 'West', slug: 'west' } })).status).toBe(
    201,
  );
  const contact = await call('/sub-teams/west/contacts', { method: 'POST', body: { name: 'Ann' } });
  expect(contact.status).toBe(201);
  expect((await call(contact.headers.location?.replace('/api/v1', '') ?? '')).json).toEqual(contact.json);
  expect((await call('/sub-teams/west/archive', { method: 'POST' })).status).toBe(204);
  const late = await call('/sub-teams/west/contacts', { method: 'POST', body: { name: 'Late' } });
  expect(late.json.code).toBe('sub_team_archived');
  expect((await call('/sub-teams/west/unarchive', { method: 'POST' })).status).toBe(204);
  expect((await call('/sub-teams/west', { method: 'DELETE' })).status).toBe(204);
  expect((await call('/sub-teams/west/contacts')).status).toBe(404);
  const [gone] = (await call('/deleted-sub-teams')).json.data;
  expect((await call(`/deleted-sub-teams/${gone.id}/restore`, { method: 'POST' })).status).toBe(204);
  expect((await call('/sub-teams/west/contacts')).json.data).toHaveLength(1);
});

test('[G1][G2][K4] a team is made, manned, renamed and deleted by machine; nobody comes in who is no member', async () => {
  const member = await newUser('Team Member');
  await admin.query(`INSERT INTO membership (org_id, user_id, role) VALUES ($1, $2, 'member')`, [
    org.id,
    member.id,
  ]);
  const post = (path: string, body: unknown) => call(path, { method: 'POST', body });
  expect((await post('/teams', { name: 'Platform', slug: 'platform' })).status).toBe(201);
  expect((await post('/teams', { name: 'Again', slug: 'platform' })).json.code).toBe('slug_taken');
  const add = (id: string, role = 'lead') => post('/teams/platform/members', { member: toUlid(id), role });
  expect((await add(member.id)).status).toBe(204);
  expect((await add(member.id)).json.code).toBe('already_member');
  expect((await add(stranger.id)).json.code).toBe('not_found');
  const [lead] = (await call('/teams/platform/members')).json.data;
  expect(lead).toMatchObject({ id: toUlid(member.id), role: 'lead', name: 'Team Member' });
  const to = { method: 'PATCH', body: { role: 'member' } };
  expect((await call(`/teams/platform/members/${toUlid(member.id)}`, to)).status).toBe(204);
  const renamed = await call('/teams/platform', { method: 'PATCH', body: { slug: 'tools' } });
  expect(renamed.status).toBe(204);
  expect((await call('/teams/tools')).json).toMatchObject({ name: 'Platform', members: 1, grants: 0 });
  // The former address is held: it still leads to this team, and no other team can have it.
  expect((await call('/teams/platform')).json).toMatchObject({ name: 'Platform', slug: 'tools' });
  expect((await post('/teams', { name: 'Another', slug: 'platform' })).json.code).toBe('slug_taken');
  expect((await call('/teams/tools', { method: 'DELETE' })).status).toBe(204);
  expect((await call('/teams/platform')).status).toBe(404);
  expect((await call('/teams')).json.data).toEqual([]);
});

test('[M4][K4] an invitation by machine names teams and sub-teams, of its own organization and within its scopes', async () => {
  const [team, { id: subTeam }] = [await newTeam(org, undefined, []), await newSubTeam(org, undefined, [])];
  const foreign = await newTeam(other, undefined, []);
  const body = (more: object) => ({ email: `${v7()}@guest.example`, role: 'viewer', ...more });
  const invite = (more: object, as = token) => call('/invitations', { method: 'POST', body: body(more), as });
  const places = { teams: [toUlid(team)], sub_teams: [toUlid(subTeam)] };
  const made = await invite(places);
  expect(made.status).toBe(201);
  const { json } = await call('/invitations');
  expect(json.data.find(({ id }: { id: string }) => id === made.json.id)).toMatchObject({
    teams: [expect.any(String)],
    sub_teams: [expect.any(String)],
  });
  const [theirs, nobodys] = [
    await invite({ teams: [toUlid(foreign)] }),
    await invite({ teams: [toUlid(v7())] }),
  ];
  expect(theirs.status).toBe(400);
  expect(theirs.body).toBe(nobodys.body);
  const bare = (await newOrgToken(org, me, { scopes: ['invitation.create'] })).token;
  expect((await invite({}, bare)).status).toBe(201);
  for (const more of [{ teams: places.teams }, { sub_teams: places.sub_teams }]) {
    const refused = await invite(more, bare);
    expect([refused.status, refused.json.code]).toEqual([403, 'forbidden']);
  }
});

test('[D1][K3] what a token does stands in the audit log under the token, refused attempts too', async () => {
  const { id, token: reader } = await newOrgToken(org, me, { scopes: ['member.read'] });
  const { id: writer, token: writing } = await newOrgToken(org, me);
  await newSubTeam(org, undefined, []);
  await call('/organization', { as: writing, method: 'PATCH', body: { name: 'Machines renamed' } });
  expect((await call('/organization', { as: reader, method: 'PATCH', body: { name: 'No' } })).status).toBe(
    403,
  );
  await expect
    .poll(async () => {
      const { rows } = await admin.query(
        `SELECT actor_kind, actor_id, action, outcome FROM audit_event WHERE org_id = $1 AND actor_id = ANY ($2)`,
        [org.id, [id, writer]],
      );
      return rows
        .map(
          (row) =>
            `${row.actor_kind} ${row.actor_id === id ? 'reader' : 'writer'} ${row.action} ${row.outcome}`,
        )
        .toSorted();
    })
    .toEqual(['token reader org.update refused', 'token writer org.updated allowed']);
});

test('[L4] a token has a bucket of its own within its organization’s, and one that is none draws from none of them', async () => {
  const small = await newOrg([[me, 'owner']], 'Small', 40);
  const mine = (await newOrgToken(small, me)).token;
  const host = hostOf(small.slug);
  await call('/context', { host, as: mine });
  const told = await call('/context', { host, as: mine });
  expect(told.headers['ratelimit-policy']).toBe('"token";q=20;w=60, "organization";q=40;w=60');
  for (let i = 0; i < 60; i++) await call('/context', { host, as: newApiToken(toUlid(small.id)) });
  expect((await call('/context', { host, as: mine })).status).toBe(200);
  const answers = await Promise.all(Array.from({ length: 30 }, () => call('/context', { host, as: mine })));
  const over = answers.find(({ status }) => status === 429);
  expect(over?.json).toMatchObject({ code: 'rate_limited', 'violated-policies': ['token'] });
  expect(over?.headers['retry-after']).toMatch(/^\d+$/);
});

test('[K3] a token is made on its page, shown once, works as far as its scopes go, and is revoked', async ({
  page,
  context,
}) => {
  test.slow();
  const boss = await newUser('Token Boss');
  const firm = await newOrg([[boss, 'owner']], 'Token firm');
  await signedInAs(context, boss, firm.slug);
  await page.goto(orgUrl(firm.slug, '/tokens'), { waitUntil: 'networkidle' });
  await page.getByRole('button', { name: 'New token' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Nightly import');
  await page.getByRole('button', { name: 'Read only' }).click();
  await page.getByRole('button', { name: 'Create token' }).click();
  const dialog = page.getByRole('dialog', { name: 'The new token' });
  await expect(dialog).toBeVisible();
  const made =
    /rwh_org_\w+/.exec(
      await dialog.innerText().then(
        async (text) =>
          text +
          (await dialog
            .locator('input')
            .first()
            .inputValue()
            .catch(() => '')),
      ),
    )?.[0] ?? '';
  await page.getByLabel('I have stored it').check();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(page.getByText('Nightly import')).toBeVisible();
  expect(await page.content()).not.toContain(made);
  const host = hostOf(firm.slug);
  expect((await call('/members', { host, as: made })).status).toBe(200);
  expect((await call('/organization', { host, as: made, method: 'PATCH', body: { name: 'x' } })).status).toBe(
    403,
  );
  await page.getByRole('button', { name: 'Acts on Nightly import' }).click();
  await page.getByRole('menuitem', { name: 'Revoke…' }).click();
  await page.getByRole('button', { name: 'Revoke Nightly import' }).click();
  await expect(page.getByText('Revoked', { exact: true })).toBeVisible();
  expect((await call('/members', { host, as: made })).status).toBe(401);
});

test('[K4] the reference has every operation, finds one by a word, and is a document for machines', async ({
  page,
  context,
}) => {
  await signedInAs(context, me, org.slug);
  await page.goto(orgUrl(org.slug, '/developers'), { waitUntil: 'networkidle' });
  const document = await send({ path: '/api/v1/openapi.json' }).then(({ body }) => JSON.parse(body));
  const count = Object.values(document.paths as Record<string, object>).flatMap((one) =>
    Object.keys(one),
  ).length;
  await expect(page.locator('[data-operation]')).toHaveCount(count);
  await page.getByLabel('Search operations').fill('domain.check');
  await expect(page.locator('[data-operation]:visible')).toHaveCount(1);
  await expect(page.getByText('Look a domain’s records up now')).toBeVisible();
  expect(TOKEN_SCOPES.length).toBeGreaterThan(20);
});
