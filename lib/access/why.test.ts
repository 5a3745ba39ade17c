import fc from 'fast-check';
import { expect, test } from 'vitest';
import { standing } from './compose';
import { RESOURCE_KINDS, RESOURCE_ROLES } from './grants';
import { ROLES } from './permissions';
import { type Ways, whatIfs, why } from './why';

const platform = { id: 'p', name: 'Platform', slug: 'platform', lead: false, role: 'editor' as const };
const ops = { id: 'o', name: 'Ops', slug: 'ops', lead: true, role: 'reviewer' as const };
const ada: Ways = { orgRole: 'member', direct: 'viewer', teams: [ops, platform], letIn: true };

test('[G5] every path that gives access, and the one that decides', () => {
  const { role, composed, paths } = why('relay', ada);
  expect(role).toBe('editor');
  expect(composed.by).toMatchObject({ via: 'team', team: { name: 'Platform' } });
  expect(paths.map((path) => (path.via === 'team' ? path.team.name : path.via))).toEqual([
    'Platform',
    'Ops',
    'member',
    'org',
  ]);
});

test('[G5] what if: without a team, without the own grant, in another role', () => {
  const told = whatIfs('relay', ada).map((one) => [
    'orgRole' in one.if ? one.if.orgRole : one.if.without === 'team' ? one.if.team.name : 'grant',
    one.role,
    one.lost.length,
    one.gained.length,
  ]);
  expect(told).toEqual([
    ['Ops', 'editor', 0, 0],
    ['Platform', 'reviewer', 2, 0],
    ['grant', 'editor', 0, 0],
    ['owner', 'owner', 0, 4],
    ['admin', 'owner', 0, 4],
    ['viewer', 'editor', 0, 0],
  ]);
});

test('[S2][G4] a grant opens no sub-team that one isn’t in; as admin one would come in', () => {
  const outside: Ways = { ...ada, letIn: false };
  expect(why('contact_group', outside)).toMatchObject({
    role: null,
    comesIn: false,
    composed: { role: 'admin' },
  });
  expect(why('contact_group', { ...outside, orgRole: 'admin' }).role).toBe('owner');
  expect(
    whatIfs('contact_group', outside).find(({ if: it }) => 'orgRole' in it && it.orgRole === 'admin'),
  ).toMatchObject({
    role: 'owner',
  });
});

test('[G5] what is said of a change is what comes of it: tried and told agree', () => {
  const role = fc.constantFrom(...RESOURCE_ROLES);
  const team = fc.record({
    id: fc.uuid(),
    name: fc.constantFrom('A', 'B'),
    slug: fc.constant('x'),
    lead: fc.boolean(),
    role,
  });
  const ways = fc.record({
    orgRole: fc.constantFrom(...ROLES),
    direct: fc.option(role),
    teams: fc.uniqueArray(team, { maxLength: 4, selector: ({ id }) => id }),
    letIn: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.constantFrom(...RESOURCE_KINDS), ways, (kind, given) => {
      for (const one of whatIfs(kind, given)) {
        const then =
          'orgRole' in one.if
            ? { ...given, orgRole: one.if.orgRole }
            : one.if.without === 'grant'
              ? { ...given, direct: null }
              : {
                  ...given,
                  teams: given.teams.filter(({ id }) => 'team' in one.if && id !== one.if.team.id),
                };
        // By another way: the strongest of all grants, then the org role, then the wall.
        const granted = [then.direct, ...then.teams.map((t) => t.role)]
          .flatMap((r) => r ?? [])
          .sort((a, b) => RESOURCE_ROLES.indexOf(a) - RESOURCE_ROLES.indexOf(b))[0];
        const inside = kind === 'relay' || then.letIn || ['owner', 'admin'].includes(then.orgRole);
        expect(one.role).toBe(inside ? standing(kind, then.orgRole, granted ?? null) : null);
        if (!('orgRole' in one.if)) expect(one.gained).toEqual([]);
      }
    }),
    { numRuns: 2000 },
  );
});
