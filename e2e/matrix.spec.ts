import { isDeepStrictEqual } from 'node:util';
import { expect, test } from '@playwright/test';
import { toUlid } from '../lib/ids';
import { ACTIONS, type ActionRow, PAGES, type Who, WRITES } from './matrix/expectations';
import { built, clientPath, isOrgPath, isWorkspacePath } from './matrix/surfaces';
import { CANARY, ID_CLASSES, makeWorld, PRINCIPALS, type Principal, plain, type World } from './matrix/world';
import { type ActionAnswer, type Answer, act, hostOf, rootUrl, send } from './support/http';

// The cross-tenant matrix: every page, handler and action that the build has, found in its manifests, asked by
// everybody, for ids of every class. Two organizations; nothing of the foreign one may show, or change.

let world: World;
let foreignBefore: Record<string, string>;
test.beforeAll(async () => {
  world = await makeWorld();
  foreignBefore = await world.foreignHash();
  expect(Object.keys(foreignBefore)).toEqual(
    expect.arrayContaining(['contact', 'membership', 'org', 'relay']),
  );
});
test.afterEach(async () => {
  expect(await world.foreignHash(), "the other organization's rows").toEqual(foreignBefore);
});

const may = (who: Who, principal: Principal): boolean =>
  who === 'public' || (who === 'user' ? principal !== 'anonymous' : (who as string[]).includes(principal));

/** The organization's rows once nothing that an earlier test did is still being written. */
async function settled(): Promise<Record<string, string>> {
  for (let last = await world.ownHash(); ; ) {
    await new Promise((resolve) => setTimeout(resolve, 150));
    const now = await world.ownHash();
    if (isDeepStrictEqual(now, last)) return now;
    last = now;
  }
}

const leaks = (answer: Answer, principal: Principal): boolean =>
  principal !== 'outsider' && answer.body.includes(CANARY);

test('[I6] every surface of the build has its row here, and every row its surface', () => {
  const pages = built.filter((s) => s.kind !== 'action' && (s.kind === 'page' || s.exportName === 'GET'));
  const writes = built.filter((s) => s.kind === 'route' && s.exportName !== 'GET');
  const actions = built.filter((s) => s.kind === 'action');
  expect([...new Set(pages.map((s) => s.path))].sort()).toEqual(Object.keys(PAGES).sort());
  expect(writes.map((s) => `${s.exportName} ${s.path}`).sort()).toEqual(Object.keys(WRITES).sort());
  expect(actions.map((s) => s.exportName).sort()).toEqual(Object.keys(ACTIONS).sort());
});

for (const [path, row] of Object.entries(PAGES)) {
  const key = () => (isOrgPath(path) || path === '/api/v1' ? world.org.slug : undefined);
  const ask = async (principal: Principal, query = row.query ?? '') =>
    send({
      host: hostOf(key()),
      path: clientPath(path) + query,
      cookie: await world.cookie(principal, key()),
      headers: { accept: 'text/html' },
    });

  test(`[I6][T5] ${path}: each role gets what is its own, everybody else nothing`, async () => {
    for (const principal of PRINCIPALS) {
      const answer = await ask(principal);
      const label = `${principal} ${answer.status}`;
      expect(leaks(answer, principal), label).toBe(false);
      if (may(row.who, principal)) {
        expect([row.status ?? 200].flat(), label).toContain(answer.status);
      } else if (principal === 'anonymous') {
        expect([303, 307, 401], label).toContain(answer.status);
      } else {
        expect(answer.status, label).toBe(403);
      }
    }
  });

  if (isWorkspacePath(path) && Array.isArray(row.who))
    test(`[I6][S1][S2] ${path}: in a sub-team next door, of another organization, or none`, async () => {
      const at = async (principal: Principal, subTeam: string) => {
        const answer = await send({
          host: hostOf(key()),
          path: clientPath(path, subTeam) + (row.query ?? ''),
          cookie: await world.cookie(principal, key()),
          headers: { accept: 'text/html' },
        });
        expect(leaks(answer, principal), `${principal} ${subTeam}`).toBe(false);
        return answer.status;
      };
      for (const principal of ['owner', 'admin'] as const) {
        const mine = may(row.who, principal) ? [row.there ? 404 : (row.status ?? 200)].flat() : [403];
        expect(mine, principal).toContain(await at(principal, 'next-door'));
      }
      for (const principal of ['member', 'viewer', 'outsider', 'removed'] as const)
        expect(await at(principal, 'next-door'), principal).toBe(403);
      for (const nowhere of ['foreign-team', 'no-such-team', 'gone-team', 'Matrix-Team'])
        for (const principal of ['owner', 'member'] as const)
          expect(await at(principal, nowhere), `${principal} ${nowhere}`).toBe(
            may(row.who, principal) ? 404 : await at(principal, 'no-such-team'),
          );
    });

  for (const [parameter, kind] of Object.entries(row.by ?? {})) {
    test(`[I6][T5] ${path}?${parameter}=: a foreign id, a guessed and a deleted one answer alike`, async () => {
      const answers: Record<string, string> = {};
      for (const of of ['foreign', 'guessed'] as const) {
        const ulid = toUlid(await world.id(kind, of));
        const answer = await ask('owner', `?${parameter}=${ulid}`);
        expect(leaks(answer, 'owner')).toBe(false);
        answers[of] = `${answer.status}\n${plain(answer.body, [ulid])}`;
      }
      expect(difference(answers.foreign, answers.guessed)).toBeNull();
    });
  }
}

const actions = built.filter((surface) => surface.kind === 'action');

for (const surface of actions) {
  const { exportName: name, path: id, pages = [], workspace = false } = surface;
  const row = ACTIONS[name];
  if (!row) continue; // told by the first test
  const inOrg = Array.isArray(row.who);
  const page = pages.find((path) => isOrgPath(path) === inOrg) ?? pages[0] ?? '/';
  const run = async (principal: Principal, ulid: string, at: { key?: string; path?: string } = {}) => {
    const key = 'key' in at ? at.key : isOrgPath(page) ? world.org.slug : undefined;
    return act(id, row.input(ulid), {
      host: hostOf(key),
      path: at.path ?? clientPath(page),
      cookie: await world.cookie(principal, key),
    });
  };
  const own = async (r: ActionRow) => (r.kind ? toUlid(await world.id(r.kind, 'own')) : '');

  test(`[I6][R3] ${name}: who may and who may not, asked directly`, async () => {
    // Strangers come first, then others who may not: a member's visit is noted, and what one may do goes on for a
    // moment after the answer (mail goes out).
    const turn = (p: Principal) => (may(row.who, p) ? 2 : isStranger(p) ? 0 : 1);
    const inTurn = [...PRINCIPALS].sort((a, b) => turn(a) - turn(b));
    await settled();
    for (const principal of inTurn) {
      if (may(row.who, principal) && row.provedIn) continue;
      const ulid = await own(row);
      const before = turn(principal) === 0 && (await world.ownHash());
      const answer = await run(principal, ulid);
      expect(leaks(answer, principal)).toBe(false);
      const code = codeOf(answer);
      if (may(row.who, principal)) expect(code, principal).toBe(row.who === 'public' ? code : 'ok');
      else if (principal === 'anonymous') expect(code).toBe('unauthenticated');
      else expect(code, principal).toBe(inOrg && isStranger(principal) ? 'tenant_forbidden' : 'forbidden');
      if (before) expect(await world.ownHash(), principal).toEqual(before);
    }
  });

  if (row.kind) {
    const { kind } = row;
    test(`[I6][T5] ${name}: a foreign id, a guessed and a deleted one answer alike, and nothing changes`, async () => {
      const before = await settled();
      const answers: Record<string, string> = {};
      for (const of of ID_CLASSES) {
        // Only a workspace's rows have neighbours.
        if (of === 'own' || (of === 'neighbour' && !workspace)) continue;
        const ulid = toUlid(await world.id(kind, of));
        const answer = await run('owner', ulid);
        expect(leaks(answer, 'owner')).toBe(false);
        answers[of] = `${answer.status}\n${plain(JSON.stringify(answer.result), [ulid])}`;
        if (row.bulk) expect(answer.result).toMatchObject({ ok: true, data: [{ done: false }] });
        else expect(codeOf(answer)).toBe('not_found');
      }
      expect(answers.foreign).toBe(answers.guessed);
      expect(answers.deleted).toBe(answers.guessed);
      if (workspace) expect(answers.neighbour).toBe(answers.guessed);
      expect(await world.ownHash()).toEqual(before);
    });
  }

  if (inOrg) {
    test(`[R4] ${name}: the organization is that of the host, whatever path or host it is sent to`, async () => {
      // As a member of nothing but this organization: on another host the same act is refused.
      const ulid = await own(row);
      expect(codeOf(await run('owner', ulid, { key: world.foreign.slug }))).toBe('tenant_forbidden');
      expect(codeOf(await run('owner', ulid, { key: undefined }))).toBe('organization_required');
      const cookie = await world.cookie('owner', world.org.slug);
      for (const host of ['localhost', `127.0.0.1:${rootUrl.port}`, 'no-such.example']) {
        const answer = await act(id, row.input(ulid), { host, path: '/members', cookie });
        expect(['none', 'unauthenticated'], host).toContain(codeOf(answer));
      }
      // A path that doesn't bundle it, and one that is nothing: Next re-sends it to itself, for the same organization.
      // Membership comes first, on any path. An action of a workspace takes the workspace from the path: without one,
      // it finds nothing.
      for (const path of ['/roles', '/no/such/page']) {
        const refused = await run('outsider', ulid, { path });
        expect(codeOf(refused), path).toBe('tenant_forbidden');
        if (row.provedIn) continue;
        const answer = await run('owner', await own(row), { path });
        const done = workspace ? 'not_found' : 'ok';
        expect([done, 'none'], path).toContain(codeOf(answer));
        if (path === '/roles') expect(codeOf(answer)).toBe(done);
      }
    });
  }
}

/** Where two answers part, with a little around it; null when they are the same. */
function difference(a = '', b = ''): string | null {
  if (a === b) return null;
  let at = 0;
  while (a[at] === b[at]) at++;
  return `${a.slice(at - 80, at + 120)}\n--- and ---\n${b.slice(at - 80, at + 120)}`;
}

const isStranger = (principal: Principal) => principal === 'outsider' || principal === 'removed';

/** `ok`, or the code of the refusal; `none` when no action answered. */
function codeOf(answer: ActionAnswer): string {
  const result = answer.result as { ok: boolean; code?: string } | undefined;
  if (!result) return 'none';
  return result.ok ? 'ok' : (result.code ?? 'none');
}
