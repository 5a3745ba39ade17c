import { z } from 'zod';
import { KINDS, RESOURCE_KINDS, RESOURCE_ROLES, type ResourceKind } from '../../access/grants';
import { type GrantRow, grantsOn, thingOf } from '../../data/access-of';
import { nextFrom } from '../../data/grantee';
import { MOST_GRANTS, type Next, resourceRoleSchema, share, unshare } from '../../data/grants';
import { toUuid } from '../../data/picked';
import { type TeamRow, teamBySlug } from '../../data/team-list';
import { AppError } from '../../errors';
import { fromUlid, NO_ID, toUlid } from '../../ids';
import { ORG_PARTS, titled } from '../../resources/names';
import { AT, ID, type Operation, orgOperation, pageOf, TIME, workspaceOperation } from '../operation';

// The operations on grants of every kind that can be shared: a new kind has its own the day it has its entry in KINDS.

const SLUG = z.string().max(60).meta({ description: 'A team’s slug.', example: 'platform' });

const grant = z.strictObject({
  role: z.enum(RESOURCE_ROLES),
  member: z
    .strictObject({
      id: ID,
      name: z.string(),
      email: z.string(),
      waits: z.boolean().meta({ description: 'Isn’t in the sub-team: the grant counts once they are.' }),
    })
    .nullable()
    .meta({ description: 'Whom it is for; null when it is for a team.' }),
  team: z.strictObject({ id: ID, slug: z.string(), name: z.string(), members: z.number().int() }).nullable(),
  granted_by: z.string(),
  granted_at: TIME,
});

const shown = (row: GrantRow): z.input<typeof grant> => ({
  role: row.role,
  member: row.user_id
    ? { id: toUlid(row.user_id), name: row.name, email: row.email, waits: !row.enters }
    : null,
  team: row.team_id
    ? { id: toUlid(row.team_id), slug: row.slug, name: row.name, members: row.members }
    : null,
  granted_by: row.granted_by,
  granted_at: row.granted_at.toISOString(),
});

// In the query for both methods, so that it can be looked up in the round trip that lets the caller in.
const query = z.strictObject({
  next: z
    .string()
    .regex(/^(org|member\.\w{1,26}|team\.[a-z0-9-]{1,60})$/, 'Send member.<id>, team.<slug> or org.')
    .optional()
    .meta({
      description:
        'Who owns it next, when its only owner goes: `member.<id>`, `team.<slug>`, or `org` for nobody by name.',
      example: 'org',
    }),
});
const LAST = 'Its only owner goes with `next` alone, else it is `last_owner`.';

/** Which team `next` names travels with the entry. */
const nextTeam = (next = '') => teamBySlug(/^team\.(.+)$/.exec(next)?.[1] ?? '');

const nextOf = (next: string | undefined, found: TeamRow[]): Next | undefined =>
  next?.startsWith('team.') ? { team: there(found).id } : nextFrom(next);

function there<Row>([row]: Row[]): Row {
  if (!row) throw new AppError('not_found');
  return row;
}

function operationsOf(kind: ResourceKind): Operation[] {
  const { one, many, inWorkspace, review, share: sharing, handOn } = KINDS[kind];
  // Both take the same descriptions here: nothing below asks for a workspace.
  const operation = inWorkspace ? (workspaceOperation as typeof orgOperation) : orgOperation;
  const { base, params: place } = AT[inWorkspace && !ORG_PARTS.has(many) ? 'workspace' : 'org'];
  const path = `${base}/${many}/{id}/grants`;
  const params = z.strictObject({ ...(place.shape as object), id: ID });
  const [tag, name] = [titled(many), titled(one)];
  const target = (id: string) => ({ kind, id: fromUlid(id) ?? NO_ID });
  const on = ({ params: { id } }: { params: { id: string } }) => target(id);

  const list = operation({
    id: `list${name}Grants`,
    method: 'GET',
    path,
    tag,
    summary: `With whom a ${one} is shared`,
    about: `By name, the strongest role first: at most ${MOST_GRANTS}. What roles in the organization give comes on top.`,
    permission: review,
    params,
    answer: pageOf(grant),
    on,
    reads: ({ params: { id } }) => [thingOf(target(id)), grantsOn(target(id))],
    run: async ({ actor, rows: [[thing], grants] }) => {
      // Grants are the organization's, what they are on is a workspace's: of another one it isn't found.
      const home = 'workspaceId' in actor ? actor.workspaceId : null;
      if (thing?.home_id !== home) throw new AppError('not_found');
      return { data: grants.map(shown), next: null };
    },
  });

  const ofMember = { path: `${path}/members/{member}`, params: params.extend({ member: ID }) };
  const ofTeam = { path: `${path}/teams/{team}`, params: params.extend({ team: SLUG }) };
  const owners = `A token makes, changes and removes owners only with the scope \`${handOn}\` besides.`;
  const giving = {
    method: 'PUT',
    tag,
    about: `Gives a role on it, or another one than they have. Nobody gives more than they hold. ${owners} ${LAST}`,
    permission: sharing,
    besides: [handOn],
    query,
    body: z.strictObject({ role: resourceRoleSchema }),
    example: { role: 'editor' },
    answer: null,
    on,
  } as const;
  const taking = {
    method: 'DELETE',
    tag,
    about: `What they have by other ways stays. ${owners} ${LAST}`,
    permission: sharing,
    besides: [handOn],
    query,
    answer: null,
    on,
  } as const;

  return [
    list,
    operation({
      ...giving,
      ...ofMember,
      id: `share${name}WithMember`,
      summary: `Share a ${one} with a member`,
      reads: ({ query: { next } }) => [nextTeam(next)],
      run: async ({ params: { id, member }, query: { next }, body: { role }, rows: [found], ...by }) => {
        await share(by, target(id), { member: toUuid(member) }, role, nextOf(next, found));
      },
    }),
    operation({
      ...giving,
      ...ofTeam,
      id: `share${name}WithTeam`,
      summary: `Share a ${one} with a team`,
      reads: ({ params: { team }, query: { next } }) => [teamBySlug(team), nextTeam(next)],
      run: async ({ params: { id }, query: { next }, body: { role }, rows: [team, found], ...by }) => {
        await share(by, target(id), { team: there(team).id }, role, nextOf(next, found));
      },
    }),
    operation({
      ...taking,
      ...ofMember,
      id: `unshare${name}WithMember`,
      summary: `Take a member’s access to a ${one} back`,
      reads: ({ query: { next } }) => [nextTeam(next)],
      run: async ({ params: { id, member }, query: { next }, rows: [found], ...by }) => {
        await unshare(by, target(id), { member: toUuid(member) }, nextOf(next, found));
      },
    }),
    operation({
      ...taking,
      ...ofTeam,
      id: `unshare${name}WithTeam`,
      summary: `Take a team’s access to a ${one} back`,
      reads: ({ params: { team }, query: { next } }) => [teamBySlug(team), nextTeam(next)],
      run: async ({ params: { id }, query: { next }, rows: [team, found], ...by }) => {
        await unshare(by, target(id), { team: there(team).id }, nextOf(next, found));
      },
    }),
  ];
}

export const GRANTS: Operation[] = RESOURCE_KINDS.flatMap(operationsOf);
