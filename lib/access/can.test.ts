import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ALL_FEATURES } from '../plans/entitlements';
import { FEATURE_OF } from '../plans/features';
import { can, canGrant, grantable, may, rolesThatMay } from './can';
import { isRole, PERMISSIONS, type Permission, ROLES, type Role } from './permissions';

const EVERY = Object.keys(PERMISSIONS) as Permission[];
const role = fc.constantFrom(...ROLES);
const roleOrNone = fc.constantFrom(null, ...ROLES);

describe('[M1] what a role may do', () => {
  // The requirement, written out a second time: who besides the owner may do each act.
  const OTHERS: Record<Permission, readonly Role[]> = {
    'org.read': ['admin', 'member', 'viewer'],
    'org.leave': ['admin', 'member', 'viewer'],
    'org.update': ['admin'],
    'org.rename': ['admin'],
    'org.transfer': [],
    'member.read': ['admin', 'member', 'viewer'],
    'member.export': ['admin'],
    'member.change_role': ['admin'],
    'member.remove': ['admin'],
    'member.manage_owners': [],
    'workspace.read': ['admin', 'member', 'viewer'],
    'sub_team.read': ['admin', 'member', 'viewer'],
    'sub_team.create': ['admin'],
    'sub_team.rename': ['admin'],
    'sub_team.assign': ['admin'],
    'sub_team.archive': ['admin'],
    'sub_team.delete': ['admin'],
    'team.read': ['admin', 'member', 'viewer'],
    'team.create': ['admin'],
    'team.rename': ['admin'],
    'team.delete': ['admin'],
    'team.manage_members': ['admin'],
    'access.read': ['admin'],
    'invitation.read': ['admin'],
    'invitation.create': ['admin'],
    'invitation.resend': ['admin'],
    'invitation.revoke': ['admin'],
    'role.read': ['admin', 'member', 'viewer'],
    'audit.read': ['admin'],
    'org.delete': [],
    'domain.read': ['admin'],
    'domain.add': ['admin'],
    'domain.check': ['admin'],
    'domain.remove': ['admin'],
    'domain.set_primary': ['admin'],
    'brand.update': ['admin'],
    'routing.read': ['admin'],
    'feature.read': ['admin'],
    'feature.switch': ['admin'],
    'conversation.read': ['admin', 'member', 'viewer'],
    'conversation.start': ['admin', 'member'],
    'conversation.assign': ['admin', 'member'],
    'conversation.close': ['admin', 'member'],
    'conversation.review': ['admin', 'member'],
    'conversation.share': ['admin', 'member'],
    'conversation.hand_on': ['admin'],
    'desktop.assign': ['admin', 'member'],
    'message.send': ['admin', 'member'],
    'audit.stream': ['admin'],
    'relay.read': ['admin'],
    'relay.create': ['admin'],
    'relay.change': ['admin'],
    'relay.rotate': ['admin'],
    'relay.test': ['admin'],
    'relay.resend': ['admin'],
    'relay.remove': ['admin'],
    'relay.review': ['admin'],
    'relay.share': ['admin'],
    'relay.hand_on': ['admin'],
    'token.read': ['admin'],
    'token.create': ['admin'],
    'token.rotate': ['admin'],
    'token.revoke': ['admin'],
    'usage.read': ['admin'],
    'billing.read': [],
    'billing.change_plan': [],
    'contact.read': ['admin', 'member', 'viewer'],
    'contact.create': ['admin', 'member'],
    'contact.update': ['admin', 'member'],
    'contact.delete': ['admin', 'member'],
    'contact.import': ['admin', 'member'],
    'contact.export': ['admin', 'member'],
    'group.read': ['admin', 'member', 'viewer'],
    'group.create': ['admin', 'member'],
    'group.update': ['admin', 'member'],
    'group.delete': ['admin', 'member'],
    'group.import': ['admin', 'member'],
    'group.export': ['admin', 'member'],
    'desktop.read': ['admin', 'member', 'viewer'],
    'desktop.create': ['admin', 'member'],
    'desktop.update': ['admin', 'member'],
    'desktop.delete': ['admin', 'member'],
    'desktop.import': ['admin', 'member'],
    'desktop.export': ['admin', 'member'],
    'group.review': ['admin', 'member'],
    'group.share': ['admin', 'member'],
    'group.hand_on': ['admin'],
  };

  test.each(EVERY)('%s', (permission) => {
    for (const one of ROLES) {
      expect([one, can(one, permission)]).toEqual([one, one === 'owner' || OTHERS[permission].includes(one)]);
    }
    expect(rolesThatMay(permission)).toEqual(ROLES.filter((one) => can(one, permission)));
  });

  test('[L2] while its feature is off, nobody may; while it is on, whoever the role allows', () => {
    for (const permission of EVERY) {
      const feature = FEATURE_OF[permission];
      for (const role of ROLES) {
        const others = new Set(ALL_FEATURES.filter((one) => one !== feature));
        expect(may({ role, features: others }, permission)).toBe(!feature && can(role, permission));
        expect(may({ role, features: new Set(ALL_FEATURES) }, permission)).toBe(can(role, permission));
      }
    }
  });

  test('a stronger role may do all that a weaker one may', () => {
    fc.assert(
      fc.property(role, role, fc.constantFrom(...EVERY), (a, b, permission) => {
        const [strong, weak] = ROLES.indexOf(a) <= ROLES.indexOf(b) ? [a, b] : [b, a];
        if (can(weak, permission)) expect(can(strong, permission)).toBe(true);
      }),
    );
  });

  test('[M4] whoever may invite may put people into teams and sub-teams too', () => {
    for (const role of ROLES.filter((one) => can(one, 'invitation.create')))
      expect([can(role, 'team.manage_members'), can(role, 'sub_team.assign')]).toEqual([true, true]);
  });

  test('what is not named is denied', () => {
    for (const unknown of ['', 'org', 'org.', 'org.*', '*', 'member.promote', 'constructor', '__proto__'])
      for (const one of ROLES) expect(can(one, unknown as Permission)).toBe(false);
    for (const text of ['', 'Owner', 'root', 'owner ', 'constructor']) expect(isRole(text)).toBe(false);
  });
});

describe('[M3] nobody hands out or takes away more than they hold', () => {
  // Another way to say it: an owner may do any change; an admin any that has no owner on either side; others none.
  const model = (mine: Role, from: Role | null, to: Role | null) =>
    (from === null && to === null) ||
    mine === 'owner' ||
    (mine === 'admin' && from !== 'owner' && to !== 'owner');

  test('every change by every role, and what may be given', () => {
    fc.assert(
      fc.property(role, roleOrNone, roleOrNone, (mine, from, to) => {
        expect(canGrant(mine, from, to)).toBe(model(mine, from, to));
        if (to) expect(grantable(mine, from).includes(to)).toBe(model(mine, from, to));
      }),
      { numRuns: 1000 },
    );
  });

  test('whatever non-owners do, one after another, the owners stay the same', () => {
    const change = fc.record({ actor: fc.nat(5), target: fc.nat(5), to: roleOrNone });
    fc.assert(
      fc.property(
        fc.array(role, { minLength: 6, maxLength: 6 }),
        fc.array(change, { maxLength: 40 }),
        (start, changes) => {
          const members: (Role | null)[] = [...start];
          const owners = () => members.map((one) => one === 'owner');
          const before = owners();
          for (const { actor, target, to } of changes) {
            const mine = members[actor];
            if (!mine || mine === 'owner') continue;
            if (canGrant(mine, members[target] ?? null, to)) members[target] = to;
          }
          expect(owners()).toEqual(before);
        },
      ),
    );
  });
});
