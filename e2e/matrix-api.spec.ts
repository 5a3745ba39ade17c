import { expect, test } from '@playwright/test';
import { ROLES } from '../lib/access/permissions';
import { TOKEN_SCOPES } from '../lib/access/scopes';
import type { Operation } from '../lib/api/operation';
import { OPERATIONS } from '../lib/api/operations/all';
import { newApiToken } from '../lib/auth/api-token.mjs';
import { toUlid } from '../lib/ids';
import { API, type ApiRow } from './matrix/api';
import { CANARY, ID_CLASSES, makeWorld, plain, type World } from './matrix/world';
import { type Answer, hostOf, rootUrl, send } from './support/http';
import { newOrgToken, newUserToken } from './support/tokens';
import { hashOfOrg } from './support/world';

// The cross-tenant matrix of the API: every operation of its table × every role × every kind of token × ids of every class.

let world: World;
let foreignBefore: Record<string, string>;
const tokens: Record<string, string> = {};
test.beforeAll(async () => {
  world = await makeWorld();
  const { org, foreign, people } = world;
  const reading = TOKEN_SCOPES.filter((scope) => scope.endsWith('.read'));
  for (const role of ROLES) {
    tokens[`org ${role}`] = (await newOrgToken(org, people[role])).token;
    tokens[`user ${role}`] = (await newUserToken(people[role])).token;
  }
  tokens['read only'] = (await newOrgToken(org, people.owner, { scopes: reading })).token;
  for (const ended of ['revoked', 'expired'] as const) {
    tokens[`org ${ended}`] = (await newOrgToken(org, people.owner, { ended })).token;
    tokens[`user ${ended}`] = (await newUserToken(people.owner, { ended })).token;
  }
  tokens['other org'] = (await newOrgToken(foreign, people.outsider)).token;
  tokens.outsider = (await newUserToken(people.outsider)).token;
  tokens['maker removed'] = (await newOrgToken(org, people.removed)).token;
  tokens.unknown = newApiToken(toUlid(org.id));
  foreignBefore = await world.foreignHash();
  expect(Object.keys(foreignBefore)).toEqual(
    expect.arrayContaining(['contact', 'membership', 'org', 'relay']),
  );
});
test.afterEach(async () => {
  expect(await world.foreignHash(), "the other organization's rows").toEqual(foreignBefore);
});

test('[I6] every operation of the API has its row here, and every row its operation', () => {
  expect(Object.keys(API).sort()).toEqual(OPERATIONS.map(({ id }) => id).sort());
});

type Ask = {
  token?: string;
  cookie?: string;
  id?: string;
  host?: string;
  headers?: Record<string, string>;
  subTeam?: string;
};

function ask({ path, method }: Operation, row: ApiRow, given: Ask): Promise<Answer> {
  const {
    token,
    cookie,
    id = '',
    host = hostOf(world.org.slug),
    headers = {},
    subTeam = 'matrix-team',
  } = given;
  const [parameter] = row.by ?? [];
  const at = path.replace(/\{(\w+)\}/g, (_, name) =>
    name === parameter ? id : name === 'subTeam' ? subTeam : (row.with?.[name] ?? ''),
  );
  return send({
    host,
    path: `/api/v1${at}`,
    method,
    ...(cookie && { cookie }),
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(row.body && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(row.body && { body: JSON.stringify(row.body()) }),
  });
}

// Requests are counted, and a token's use is noted, whatever it was refused.
const ownHash = () =>
  hashOfOrg(world.org.id, [
    'audit_event',
    'audit_link',
    'audit_mark',
    'routing_decision',
    'usage_day',
    'usage_counter',
    'api_token',
    'user_token_use',
  ]);

const codeOf = (answer: Answer): string =>
  answer.status < 300 ? 'ok' : (JSON.parse(answer.body) as { code: string }).code;

for (const operation of OPERATIONS) {
  const row = API[operation.id];
  if (!row) continue; // told by the first test
  const { id: name, method, permission } = operation;
  const own = async () => {
    if (!row.by) return '';
    const id = await world.id(row.by[1], 'own');
    await row.first?.(world.org, id);
    return toUlid(id);
  };
  const code = async (given: Ask) => {
    const answer = await ask(operation, row, { id: await own(), ...given });
    expect(answer.body).not.toContain(CANARY);
    return codeOf(answer);
  };

  test(`[I6][K3][K4] ${name}: each role by each kind of token, and nobody else`, async () => {
    for (const role of ROLES) {
      const mine = row.who.includes(role);
      if (mine && row.provedIn) continue;
      const wanted = mine ? 'ok' : 'forbidden';
      expect(await code({ token: tokens[`org ${role}`] }), `org-bound, ${role}`).toBe(wanted);
      const header = { 'x-rowhouse-organization': toUlid(world.org.id) };
      expect(
        await code({ token: tokens[`user ${role}`], host: hostOf(), headers: header }),
        `own, ${role}`,
      ).toBe(wanted);
    }
    if (!row.provedIn || !permission.endsWith('.read'))
      expect(await code({ token: tokens['read only'] })).toBe(
        permission.endsWith('.read') ? 'ok' : 'forbidden',
      );
    for (const none of ['org revoked', 'org expired', 'user revoked', 'user expired', 'unknown'])
      expect(await code({ token: tokens[none] }), none).toBe('unauthenticated');
    for (const stranger of ['other org', 'outsider', 'maker removed'])
      expect(await code({ token: tokens[stranger] }), stranger).toBe('tenant_forbidden');
    expect(await code({})).toBe('unauthenticated');
    // On the root host with nothing that names an organization.
    expect(await code({ host: hostOf(), token: tokens['user owner'] })).toBe('organization_required');
    expect(await code({ host: hostOf() })).toBe('organization_required');
  });

  test(`[I6][T41] ${name}: by the cookie of each role, and for a write only from a page of this host`, async () => {
    const from = { origin: `http://${hostOf(world.org.slug)}` };
    for (const role of ['owner', 'viewer'] as const) {
      const cookie = await world.cookie(role, world.org.slug);
      const mine = row.who.includes(role);
      if (!(mine && row.provedIn))
        expect(await code({ cookie, headers: from }), role).toBe(mine ? 'ok' : 'forbidden');
      if (method === 'GET') continue;
      const others: Record<string, string>[] = [{}, { origin: 'null' }, { origin: rootUrl.origin }];
      for (const headers of others)
        expect(await code({ cookie, headers }), JSON.stringify(headers)).toBe('forbidden');
    }
    for (const stranger of ['outsider', 'removed'] as const)
      expect(await code({ cookie: await world.cookie(stranger, world.org.slug), headers: from })).toBe(
        'tenant_forbidden',
      );
  });

  if (row.by) {
    const [, kind] = row.by;
    test(`[I6][T5] ${name}: a foreign id, a guessed and a deleted one answer alike, and nothing changes`, async () => {
      const before = await ownHash();
      const answers: Record<string, string> = {};
      for (const of of ID_CLASSES) {
        if (of === 'own' || (of === 'neighbour' && !operation.workspace)) continue;
        const id = toUlid(await world.id(kind, of));
        const answer = await ask(operation, row, { token: tokens['org owner'], id });
        expect(answer.body).not.toContain(CANARY);
        expect(codeOf(answer), of).toBe('not_found');
        answers[of] = `${answer.status}\n${plain(answer.body, [id])}`;
      }
      const nonsense = await ask(operation, row, { token: tokens['org owner'], id: 'no-id' });
      expect(codeOf(nonsense)).toBe('not_found');
      expect(answers.foreign).toBe(answers.guessed);
      expect(answers.deleted).toBe(answers.guessed);
      if (operation.workspace) expect(answers.neighbour).toBe(answers.guessed);
      expect(await ownHash()).toEqual(before);
    });
  }

  if (operation.path.includes('{subTeam}'))
    test(`[I6][S1][S2] ${name}: in a sub-team next door, of another organization, or none`, async () => {
      const at = async (token: string, subTeam: string) => code({ token: tokens[token], subTeam });
      if (operation.workspace)
        for (const role of ['member', 'viewer'])
          expect(await at(`org ${role}`, 'next-door'), role).toBe('sub_team_forbidden');
      for (const nowhere of ['foreign-team', 'no-such-team', 'gone-team'])
        expect(await at('org owner', nowhere), nowhere).toBe('not_found');
    });
}
