import { describe, expect, test } from 'vitest';
import type { Actor, WorkspaceActor } from '../access/actor';
import { ROLES, type Role } from '../access/permissions';
import { ALL_FEATURES } from '../plans/entitlements';
import { refusal } from './admit';

const ID = '0193b4a0-0000-7000-8000-000000000001';

type Case = {
  role: Role;
  featureOff: boolean;
  /** Null for a person; otherwise a token, with or without the scope. */
  scope: boolean | null;
  granted: boolean;
  archived: boolean;
  writes: boolean;
};

const CASES: Case[] = ROLES.flatMap((role) =>
  [true, false].flatMap((featureOff) =>
    [true, false, null].flatMap((scope) =>
      [true, false].flatMap((granted) =>
        [true, false].flatMap((archived) =>
          [true, false].map((writes) => ({ role, featureOff, scope, granted, archived, writes })),
        ),
      ),
    ),
  ),
);

/** An actor in a workspace, as far as the decision looks at one. */
const actorOf = ({ role, featureOff, scope, archived }: Case, permission: string) =>
  ({
    role,
    features: new Set(featureOff ? [] : ALL_FEATURES),
    workspace: { archived },
    ...(scope !== null && { token: { scopes: new Set(scope ? [permission] : []) } }),
  }) as unknown as Actor | WorkspaceActor;

describe('the order of the door', () => {
  test('[I8] role or grant before archived, and a token never beyond its scopes', () => {
    const permission = 'conversation.share';
    const may = { owner: true, admin: true, member: true, viewer: false };
    for (const one of CASES) {
      const wanted = (one.scope === false || !(may[one.role] || one.granted)) && 'forbidden';
      const archived = one.archived && one.writes && 'sub_team_archived';
      const on = { kind: 'conversation', ids: [ID] } as const;
      const roles = new Map(one.granted ? [[ID, 'owner' as const]] : []);
      const { writes } = one;
      expect(
        refusal({ actor: actorOf(one, permission), permission, roles, on, writes }),
        JSON.stringify(one),
      ).toBe(wanted || archived || null);
    }
  });

  test('[I8][L2] the feature comes first: off is off, whatever the role, the scope, or the workspace', () => {
    const permission = 'domain.add';
    const may = { owner: true, admin: true, member: false, viewer: false };
    for (const one of CASES) {
      const off = one.featureOff && 'feature_off';
      const wanted = (one.scope === false || !may[one.role]) && 'forbidden';
      const archived = one.archived && one.writes && 'sub_team_archived';
      const { writes } = one;
      expect(
        refusal({ actor: actorOf(one, permission), permission, roles: new Map(), writes }),
        JSON.stringify(one),
      ).toBe(off || wanted || archived || null);
    }
  });

  test('[G3] a grant on another resource, or of a weaker role, lets no one in', () => {
    const actor = { role: 'viewer', features: new Set(ALL_FEATURES) } as unknown as Actor;
    const asked = { actor, permission: 'conversation.share', writes: true } as const;
    const on = { kind: 'conversation', ids: [ID] } as const;
    expect(refusal({ ...asked, on, roles: new Map([['another', 'owner']]) })).toBe('forbidden');
    expect(refusal({ ...asked, on, roles: new Map([[ID, 'viewer']]) })).toBe('forbidden');
    expect(refusal({ ...asked, on: null, roles: new Map([[ID, 'owner']]) })).toBe('forbidden');
    expect(refusal({ ...asked, on, roles: new Map([[ID, 'admin']]) })).toBeNull();
  });
});
