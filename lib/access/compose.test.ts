import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ALL_FEATURES } from '../plans/entitlements';
import { can } from './can';
import { canShare, compose, mayWith, type Path, roleOf, standing, worthOf } from './compose';
import {
  heldBy,
  KINDS,
  RESOURCE_KINDS,
  RESOURCE_ROLES,
  type ResourceKind,
  type ResourceRole,
} from './grants';
import { PERMISSIONS, type Permission, ROLES, type Role } from './permissions';

const EVERY = Object.keys(PERMISSIONS) as Permission[];
const kind = fc.constantFrom(...RESOURCE_KINDS);
const role = fc.constantFrom(...RESOURCE_ROLES);
const roleOrNone = fc.constantFrom(null, ...RESOURCE_ROLES);
const orgRole = fc.constantFrom(...ROLES);
const path: fc.Arbitrary<Path> = fc.oneof(
  fc.record({ via: fc.constant('org' as const), orgRole }),
  fc.record({ via: fc.constant('member' as const), role }),
  fc.record({
    via: fc.constant('team' as const),
    team: fc.nat(5).map((n) => ({ id: `t${n}`, name: `Team ${n % 3}`, slug: `t-${n}` })),
    lead: fc.boolean(),
    role,
  }),
);
// A member has one org role: more than one would be two people.
const paths = fc
  .array(path, { maxLength: 12 })
  .map((all) => all.filter((one, i) => one.via !== 'org' || all.findIndex(({ via }) => via === 'org') === i));

describe('[G3] what a role on a resource allows', () => {
  // The requirement, written out a second time.
  const WRITTEN: Record<ResourceKind, Record<ResourceRole, string[]>> = {
    relay: {
      viewer: ['relay.read'],
      reviewer: ['relay.read', 'relay.review', 'relay.test'],
      editor: ['relay.change', 'relay.read', 'relay.resend', 'relay.review', 'relay.test'],
      admin: [
        'relay.change',
        'relay.read',
        'relay.remove',
        'relay.resend',
        'relay.review',
        'relay.rotate',
        'relay.share',
        'relay.test',
      ],
      owner: [
        'relay.change',
        'relay.hand_on',
        'relay.read',
        'relay.remove',
        'relay.resend',
        'relay.review',
        'relay.rotate',
        'relay.share',
        'relay.test',
      ],
    },
    contact_group: {
      viewer: ['group.read'],
      reviewer: ['group.read', 'group.review'],
      editor: ['group.read', 'group.review', 'group.update'],
      admin: ['group.delete', 'group.read', 'group.review', 'group.share', 'group.update'],
      owner: ['group.delete', 'group.hand_on', 'group.read', 'group.review', 'group.share', 'group.update'],
    },
    conversation: {
      viewer: ['conversation.read'],
      reviewer: ['conversation.read', 'conversation.review'],
      editor: ['conversation.close', 'conversation.read', 'conversation.review', 'message.send'],
      admin: [
        'conversation.assign',
        'conversation.close',
        'conversation.read',
        'conversation.review',
        'conversation.share',
        'message.send',
      ],
      owner: [
        'conversation.assign',
        'conversation.close',
        'conversation.hand_on',
        'conversation.read',
        'conversation.review',
        'conversation.share',
        'message.send',
      ],
    },
  };
  test.each(RESOURCE_KINDS)('%s', (one) => {
    for (const r of RESOURCE_ROLES) expect([...heldBy(one, r)].sort()).toEqual(WRITTEN[one][r]);
  });

  test('nothing about making one, or about any other kind of thing', () => {
    for (const one of RESOURCE_KINDS)
      for (const permission of heldBy(one, 'owner')) {
        expect(permission).not.toMatch(/\.create$/);
        // A message has no page of its own: it is the conversation's.
        expect(permission.replace(/^message\./, 'conversation.').split('.')[0]).toBe(KINDS[one].one);
      }
  });

  test('what an org role is worth, written out', () => {
    const worth = (one: ResourceKind) => ROLES.map((r) => worthOf(one, r));
    expect(worth('relay')).toEqual(['owner', 'owner', null, null]);
    expect(worth('contact_group')).toEqual(['owner', 'owner', 'admin', 'viewer']);
    expect(worth('conversation')).toEqual(['owner', 'owner', 'admin', 'viewer']);
  });

  test('an org role allows with one resource what its worth does, no less and no more', () => {
    for (const one of RESOURCE_KINDS)
      for (const r of ROLES)
        for (const permission of heldBy(one, 'owner')) {
          const worth = worthOf(one, r);
          expect([one, r, permission, can(r, permission)]).toEqual([
            one,
            r,
            permission,
            worth !== null && heldBy(one, worth).has(permission),
          ]);
        }
  });
});

describe('[G4] roles compose', () => {
  const ACTS = Object.fromEntries(
    RESOURCE_KINDS.map((one) => [
      one,
      EVERY.filter((act) => act.replace(/^message\./, 'conversation.').startsWith(`${KINDS[one].one}.`)),
    ]),
  ) as Record<ResourceKind, Permission[]>;
  /** Slow, and by another way: the union of everything that every path allows, act by act. */
  function slowly(one: ResourceKind, all: Path[]): Set<Permission> {
    const allowed = new Set<Permission>();
    for (const permission of ACTS[one])
      for (const p of all) {
        if (p.via === 'org' ? can(p.orgRole, permission) : heldBy(one, p.role).has(permission))
          allowed.add(permission);
      }
    return allowed;
  }

  test('the most permissive of all paths is what one may: as an independent model has it', () => {
    fc.assert(
      fc.property(kind, paths, (one, all) => {
        const { role: found, by } = compose(one, all);
        const allowed = slowly(one, all);
        const owned = [...heldBy(one, 'owner')];
        const held = found ? heldBy(one, found) : new Set<Permission>();
        expect(owned.filter((act) => held.has(act))).toEqual(owned.filter((act) => allowed.has(act)));
        if (found === null) expect(by).toBeNull();
        else {
          expect(all).toContain(by);
          expect(roleOf(one, by as Path)).toBe(found);
        }
      }),
      { numRuns: 10_000 },
    );
  });

  test('a path more never takes anything away', () => {
    fc.assert(
      fc.property(kind, paths, path, (one, all, more) => {
        const [before, after] = [compose(one, all).role, compose(one, [...all, more]).role];
        const held = after ? heldBy(one, after) : new Set<Permission>();
        expect([...(before ? heldBy(one, before) : [])].filter((act) => !held.has(act))).toEqual([]);
      }),
      { numRuns: 10_000 },
    );
  });

  test('the order of paths says nothing: not of the role, and not of which one decides', () => {
    const shuffled = paths.chain((all) =>
      fc.shuffledSubarray(all, { minLength: all.length }).map((mixed) => ({ all, mixed })),
    );
    fc.assert(
      fc.property(kind, shuffled, (one, { all, mixed }) => {
        expect(JSON.stringify(compose(one, mixed))).toBe(JSON.stringify(compose(one, all)));
      }),
      { numRuns: 10_000 },
    );
  });

  test('an admin of the organization who is in a team has both: with the team’s grant, no less than without', () => {
    const admin: Path = { via: 'org', orgRole: 'admin' };
    const team: Path = { via: 'team', team: { id: 't', name: 'T', slug: 't' }, lead: false, role: 'viewer' };
    expect(compose('relay', [team, admin])).toEqual({ role: 'owner', by: admin });
    expect(compose('relay', [team])).toEqual({ role: 'viewer', by: team });
    expect(compose('relay', [])).toEqual({ role: null, by: null });
  });

  test('a grant on a relay allows nothing else, of any kind', () => {
    for (const permission of EVERY)
      expect(mayWith({ role: 'viewer', features: new Set(ALL_FEATURES) }, 'relay', 'owner', permission)).toBe(
        can('viewer', permission) ||
          (permission.startsWith('relay.') === true && permission !== 'relay.create'),
      );
  });
});

describe('[G4][M3] nobody gives or takes more than they hold', () => {
  const model = (mine: ResourceRole | null, from: ResourceRole | null, to: ResourceRole | null) =>
    mine === 'owner' || (mine === 'admin' && from !== 'owner' && to !== 'owner');

  test('every change of a grant by everybody', () => {
    fc.assert(
      fc.property(roleOrNone, roleOrNone, roleOrNone, (mine, from, to) => {
        expect(canShare(mine, from, to)).toBe(model(mine, from, to));
      }),
      { numRuns: 2000 },
    );
  });

  test('whatever non-owners do, one after another, the owners of a resource stay the same', () => {
    const act = fc.record({ by: fc.nat(4), on: fc.nat(4), to: roleOrNone });
    const people = fc.array(fc.record({ org: orgRole, grant: roleOrNone }), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(kind, people, fc.array(act, { maxLength: 40 }), (one, start, acts) => {
        const grants = start.map(({ grant }) => grant);
        const is = (i: number) => standing(one, start[i]?.org as Role, grants[i] ?? null);
        const owners = () => start.map((_, i) => is(i) === 'owner');
        const before = owners();
        for (const { by, on, to } of acts)
          if (is(by) !== 'owner' && canShare(is(by), grants[on] ?? null, to)) grants[on] = to;
        expect(owners()).toEqual(before);
      }),
    );
  });
});
