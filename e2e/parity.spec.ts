import { expect, test } from '@playwright/test';
import { v7 } from 'uuid';
import { PARITY } from '../guard/parity/rows';
import { OPERATIONS } from '../lib/api/operations/all';
import { toUlid } from '../lib/ids';
import { FEATURE_NAMES, FEATURE_OF } from '../lib/plans/features';
import { API } from './matrix/api';
import { ACTIONS } from './matrix/expectations';
import { built, clientPath, isOrgPath } from './matrix/surfaces';
import { makeWorld, type Principal, SUB_TEAM_ID, type World } from './matrix/world';
import { act, hostOf, send } from './support/http';
import { admin, newDomain } from './support/world';

// One door: every surface that reaches a mutation is refused with the same code for the same reason. Which surfaces
// reach it is read from the sources (guard/parity); the same person asks them all by the same cookie.

let world: World;
test.beforeAll(async () => {
  world = await makeWorld();
});

type Surface = {
  label: string;
  who: readonly string[];
  permission: string;
  workspace: boolean;
  byId: boolean;
  bulk: boolean;
  /**
   * Asks, with the matrix' own right input or another one, and returns the code of the answer; for a bulk action, that of
   * what became of its first row.
   */
  ask(principal: Principal, of?: 'own' | 'foreign', input?: unknown): Promise<string>;
};

/** All surfaces of each mutation that more than one reaches: the rows of the matrix know a right input for each. */
const SHARED = Object.entries(PARITY).flatMap(([mutation, names]) => {
  const surfaces = names.flatMap((name) => {
    const [kind, text = ''] = name.split(' ');
    if (kind === 'action') return actionsNamed(text);
    return kind === 'operation' ? operationsNamed(text) : [];
  });
  if (!names.some((name) => name.includes('*'))) return surfaces.length > 1 ? [{ mutation, surfaces }] : [];
  // What is written once for many kinds of rows asks for a permission of each kind's own.
  return [...new Set(surfaces.map(({ permission }) => permission))]
    .map((kind) => ({
      mutation: `${mutation} (${kind})`,
      surfaces: surfaces.filter(({ permission }) => permission === kind),
    }))
    .filter((group) => group.surfaces.length > 1);
});

function actionsNamed(name: string): Surface[] {
  return built
    .filter((one) => one.kind === 'action' && one.exportName.split(' ')[0] === name)
    .flatMap((one) => {
      const row = ACTIONS[one.exportName];
      if (!row || !Array.isArray(row.who)) return [];
      const page = one.pages?.find(isOrgPath) ?? '/t~/[org]';
      return {
        label: `action ${one.exportName}`,
        who: row.who as readonly string[],
        permission: one.permission ?? '',
        workspace: one.workspace ?? false,
        byId: row.kind !== undefined,
        bulk: row.bulk ?? false,
        ask: async (principal, of = 'own', given) => {
          const id = row.kind && !given ? toUlid(await world.id(row.kind, of)) : '';
          const cookie = await world.cookie(principal, world.org.slug);
          const host = hostOf(world.org.slug);
          const input = given ?? row.input(id);
          const { result } = await act(one.path, input, { host, path: clientPath(page), cookie });
          const answer = result as { ok: boolean; code?: string; data?: { done: boolean; code?: string }[] };
          if (answer.ok && row.bulk) return answer.data?.[0]?.code ?? 'ok';
          return answer.ok ? 'ok' : (answer.code ?? 'none');
        },
      };
    });
}

function operationsNamed(pattern: string): Surface[] {
  const named = new RegExp(`^${pattern.replaceAll('*', '[A-Z]\\w*?')}$`);
  const others = new Set(Object.values(PARITY).flat());
  return OPERATIONS.filter(
    ({ id }) => named.test(id) && (id === pattern || !others.has(`operation ${id}`)),
  ).flatMap((operation) => {
    const row = API[operation.id];
    if (!row) return [];
    const [parameter, kind] = row.by ?? [];
    return {
      label: `operation ${operation.id}`,
      who: row.who,
      permission: operation.permission,
      workspace: operation.workspace,
      byId: kind !== undefined,
      bulk: false,
      ask: async (principal, of = 'own', given) => {
        const { id: named, ...body } = (given ?? {}) as { id?: string };
        const id = named ?? (kind ? toUlid(await world.id(kind, of)) : '');
        const path = operation.path.replace(/\{(\w+)\}/g, (_, name) =>
          name === parameter ? id : name === 'subTeam' ? 'matrix-team' : (row.with?.[name] ?? ''),
        );
        const sent = given ? (Object.keys(body).length > 0 ? body : undefined) : row.body?.();
        const host = hostOf(world.org.slug);
        const cookie = await world.cookie(principal, world.org.slug);
        const answer = await send({
          host,
          path: `/api/v1${path}`,
          method: operation.method,
          ...(cookie && { cookie }),
          headers: { origin: `http://${host}`, ...(sent && { 'content-type': 'application/json' }) },
          ...(sent && { body: JSON.stringify(sent) }),
        });
        return answer.status < 300 ? 'ok' : (JSON.parse(answer.body) as { code: string }).code;
      },
    };
  });
}

/** Asks all surfaces and holds them to one code. */
async function alike(surfaces: Surface[], code: string, principal: Principal, of?: 'own' | 'foreign') {
  const answers = await Promise.all(
    surfaces.map(async (surface) => [surface.label, await surface.ask(principal, of)]),
  );
  expect(Object.fromEntries(answers), principal).toEqual(
    Object.fromEntries(surfaces.map(({ label }) => [label, code])),
  );
}

test('[I8] the mutations that actions and the API share are found', () => {
  const shared = SHARED.map(({ mutation }) => mutation);
  expect(shared).toContain('lib/data/member-changes#changeRoles');
  expect(shared).toContain('lib/resources/save#createRecord (contact.create)');
  expect(shared.length).toBeGreaterThan(20);
});

for (const { mutation, surfaces } of SHARED) {
  test(`[I8] ${mutation}: every surface refuses the same people with the same code`, async () => {
    const [first] = surfaces as [Surface];
    for (const { label, who } of surfaces) expect([...who].sort(), label).toEqual([...first.who].sort());
    await alike(surfaces, 'unauthenticated', 'anonymous');
    for (const stranger of ['outsider', 'removed'] as const)
      await alike(surfaces, 'tenant_forbidden', stranger);
    for (const role of ['admin', 'member', 'viewer'] as const)
      if (!first.who.includes(role)) await alike(surfaces, 'forbidden', role);
  });

  test(`[I8] ${mutation}: an id of another organization, a feature that is off, an archived sub-team`, async () => {
    // A bulk action answers for each row: its code is the row's (lib/data tests hold these).
    const byId = surfaces.filter((surface) => surface.byId && !surface.bulk);
    await alike(byId, 'not_found', 'owner', 'foreign');
    const features = surfaces.map(({ permission }) => FEATURE_OF[permission as keyof typeof FEATURE_OF]);
    expect(new Set(features).size, 'they belong to one feature').toBe(1);
    if (features[0]) {
      await admin.query('UPDATE org SET features_off = $2 WHERE id = $1', [world.org.id, FEATURE_NAMES]);
      await alike(surfaces, 'feature_off', 'owner').finally(() =>
        admin.query(`UPDATE org SET features_off = '{}' WHERE id = $1`, [world.org.id]),
      );
    }
    const inside = surfaces.filter(({ workspace }) => workspace);
    expect([0, surfaces.length], 'all in a workspace, or none').toContain(inside.length);
    if (inside.length === 0) return;
    const archive = (at: string) =>
      admin.query(`UPDATE sub_team SET archived_at = ${at} WHERE org_id = $1 AND id = $2`, [
        world.org.id,
        SUB_TEAM_ID,
      ]);
    await archive('now()');
    await alike(inside, 'sub_team_archived', 'owner').finally(() => archive('NULL'));
  });
}

// Rules about what is changed are in the data functions, so no surface can be without them.
type Rule = {
  reason: string;
  code: string;
  by: Principal;
  /** Makes what the rule is about, and says what each surface is asked, by its label. */
  asks(): Promise<Record<string, unknown>>;
  after?(): Promise<unknown>;
};

const limits = (most: object) =>
  admin.query('UPDATE org SET limits = $2 WHERE id = $1', [world.org.id, JSON.stringify(most)]);
const own = async (kind: 'member' | 'sub_team') => toUlid(await world.id(kind, 'own'));
const provedAgo = (ago: string) =>
  admin.query('UPDATE session SET proved_at = now() - $2::interval WHERE user_id = $1', [
    world.people.owner.id,
    ago,
  ]);
const name = () => `Parity ${v7()}`;

const RULES: Rule[] = [
  {
    reason: 'an admin makes an owner',
    code: 'forbidden',
    by: 'admin',
    asks: async () => {
      const member = await own('member');
      return {
        'action changeMemberRole': { member, role: 'owner' },
        'action changeMemberRoles': { members: [member], role: 'owner' },
        'operation changeMemberRole': { id: member, role: 'owner' },
      };
    },
  },
  {
    reason: 'an admin demotes an owner',
    code: 'forbidden',
    by: 'admin',
    asks: async () => {
      const member = toUlid(world.people.owner.id);
      return {
        'action changeMemberRole': { member, role: 'member' },
        'action changeMemberRoles': { members: [member], role: 'member' },
        'operation changeMemberRole': { id: member, role: 'member' },
      };
    },
  },
  {
    reason: 'the last owner steps down',
    code: 'last_owner',
    by: 'owner',
    asks: async () => {
      const member = toUlid(world.people.owner.id);
      return {
        'action changeMemberRole': { member, role: 'admin' },
        'operation changeMemberRole': { id: member, role: 'admin' },
      };
    },
  },
  {
    reason: 'an admin removes an owner',
    code: 'forbidden',
    by: 'admin',
    asks: async () => {
      const member = toUlid(world.people.owner.id);
      return {
        'action removeMember': { member },
        'action removeManyMembers': { members: [member] },
        'operation removeMember': { id: member },
      };
    },
  },
  {
    reason: 'an owner makes an owner without a fresh proof',
    code: 'sign_in_required',
    by: 'owner',
    asks: async () => {
      await provedAgo('1 hour');
      const member = await own('member');
      return {
        'action changeMemberRole': { member, role: 'owner' },
        'action changeMemberRoles': { members: [member], role: 'owner' },
        'operation changeMemberRole': { id: member, role: 'owner' },
      };
    },
    after: () => provedAgo('0'),
  },
  {
    reason: 'an owner invites an owner without a fresh proof',
    code: 'sign_in_required',
    by: 'owner',
    asks: async () => {
      await provedAgo('1 hour');
      return {
        'action sendInvites': { text: `${v7()}@own.example`, role: 'owner' },
        'operation createInvitation': { email: `${v7()}@own.example`, role: 'owner' },
      };
    },
    after: () => provedAgo('0'),
  },
  {
    reason: 'a team’s address is taken',
    code: 'slug_taken',
    by: 'owner',
    asks: async () => {
      const input = { name: name(), slug: 'matrix-crew' };
      return { 'action makeTeam': input, 'operation createTeam': input };
    },
  },
  {
    reason: 'a sub-team’s address is taken',
    code: 'slug_taken',
    by: 'owner',
    asks: async () => {
      const input = { name: name(), slug: 'matrix-team' };
      return { 'action makeSubTeam': input, 'operation createSubTeam': input };
    },
  },
  {
    reason: 'the plan has no room for a sub-team',
    code: 'quota_exceeded',
    by: 'owner',
    asks: async () => {
      await limits({ sub_teams: 1 });
      const input = () => ({ name: name(), slug: `p-${v7().slice(-12)}` });
      return { 'action makeSubTeam': input(), 'operation createSubTeam': input() };
    },
    after: () => limits({}),
  },
  {
    reason: 'the plan has no room for a contact',
    code: 'quota_exceeded',
    by: 'owner',
    asks: async () => {
      await limits({ contacts: 1 });
      return {
        'action addRecord contact': { resource: 'contact', values: { name: name() } },
        'operation createContact': { name: name() },
      };
    },
    after: () => limits({}),
  },
  {
    reason: 'a domain was added before',
    code: 'conflict',
    by: 'owner',
    asks: async () => {
      const { host } = await newDomain(world.org, `${v7()}.parity.test`);
      return { 'action addCustomDomain': { host }, 'operation addDomain': { host } };
    },
  },
];

for (const { reason, code, by, asks, after } of RULES)
  test(`[I8] ${reason}: ${code}, whichever way it is asked`, async () => {
    const inputs = await asks();
    const all = new Map(SHARED.flatMap((group) => group.surfaces.map((one) => [one.label, one])));
    const answers: Record<string, string> = {};
    for (const [label, input] of Object.entries(inputs))
      answers[label] = (await all.get(label)?.ask(by, 'own', input)) ?? 'no such surface';
    await after?.();
    expect(answers).toEqual(Object.fromEntries(Object.keys(inputs).map((label) => [label, code])));
  });
