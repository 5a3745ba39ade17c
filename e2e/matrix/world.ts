import { v7 } from 'uuid';
import { DESCRIPTIONS } from '../../lib/resources/all';
import { RESOURCE_NAMES, RESOURCES, type ResourceName, scopeOf } from '../../lib/resources/names';
import { newOrgToken, newTokenUse } from '../support/tokens';
import {
  admin,
  cookieFor,
  hashOfOrg,
  newConversation,
  newDomain,
  newInvitation,
  newOrg,
  newRelay,
  newSubTeam,
  newTeam,
  newUser,
  type Org,
  RELAY_ID,
  type Someone,
} from '../support/world';
import { CREW_ID, OTHER_ID, RECORD_ID } from './resources';

/** Everybody who might ask, by what they are to the organization that is asked for. */
export const PRINCIPALS = [
  'owner',
  'admin',
  'member',
  'viewer',
  /** Owner of another organization, and nothing here. */
  'outsider',
  /** Was an admin here until a moment ago; the session still stands. */
  'removed',
  /** Signed in nowhere. */
  'anonymous',
] as const;
export type Principal = (typeof PRINCIPALS)[number];

/** Kinds of ids that a request may name. `neighbour`: of another sub-team of the same organization, where rows are in one. */
export const ID_CLASSES = ['own', 'foreign', 'guessed', 'deleted', 'neighbour'] as const;
export type IdClass = (typeof ID_CLASSES)[number];

/** Kinds of rows that an action takes by id. */
export type RowKind =
  | 'member'
  | 'invitation'
  | 'domain'
  | 'sub_team'
  | 'team'
  | 'team_member'
  | 'relay'
  | 'token'
  /** That a member's own token was used: by the token's id. */
  | 'token_use'
  | 'conversation'
  | ResourceName;

/** The sub-team of the organization that is asked for. */
export const SUB_TEAM_ID = v7();

/** A member of it who is nobody’s principal, in the team that the pages are asked for; both by these ids. */
export const MEMBER_ID = v7();
export const TEAM_ID = CREW_ID;

/** Text that stands in every field of the other organization. No answer may hold it. */
export const CANARY = 'CNRY-foreign';

export type World = {
  org: Org;
  foreign: Org;
  people: Record<Exclude<Principal, 'anonymous'>, Someone>;
  cookie(principal: Principal, hostKey?: string): Promise<string | undefined>;
  /** A uuid of this kind and class; `own` is a fresh row each time, so that what one try did spoils no other. */
  id(kind: RowKind, of: IdClass): Promise<string>;
  foreignHash(): Promise<Record<string, string>>;
  /** Without the logs: an attempt is written there, a moment later. */
  ownHash(): Promise<Record<string, string>>;
};

/** Two organizations with everybody in them, and rows of each kind. */
export async function makeWorld(): Promise<World> {
  const names = ['owner', 'admin', 'member', 'viewer', 'outsider', 'removed'] as const;
  const made = await Promise.all(names.map((name) => newUser(`Matrix ${name}`)));
  const people = Object.fromEntries(names.map((name, i) => [name, made[i]])) as World['people'];
  const org = await newOrg(
    [
      [people.owner, 'owner'],
      [people.admin, 'admin'],
      [people.member, 'member'],
      [people.viewer, 'viewer'],
      [people.removed, 'admin'],
    ],
    'Matrix organization',
  );
  // Everything is on: a surface that is off would answer 404 to all alike.
  await admin.query(`UPDATE org SET plan = 'business' WHERE id = $1`, [org.id]);
  const stranger = await newUser(`${CANARY}-name`, `${CANARY.toLowerCase()}-${v7()}@foreign.example`);
  const foreign = await newOrg(
    [
      [people.outsider, 'owner'],
      [stranger, 'member'],
    ],
    `${CANARY}-org`,
  );
  const foreignInvitation = await newInvitation(foreign, `${CANARY.toLowerCase()}-${v7()}@foreign.example`);
  await admin.query('DELETE FROM membership WHERE org_id = $1 AND user_id = $2', [org.id, people.removed.id]);
  const gone = await newInvitation(org, `gone-${v7()}@own.example`);
  await admin.query('DELETE FROM invitation WHERE id = $1', [gone.id]);

  const foreignDomain = await newDomain(foreign, `${CANARY.toLowerCase()}-${v7()}.test`);
  const goneDomain = await newDomain(org, `gone-${v7()}.matrix.test`);
  await admin.query('DELETE FROM org_host WHERE org_id = $1 AND host = $2', [org.id, goneDomain.host]);

  await newRelay(org, RELAY_ID);
  const foreignRelay = await newRelay(foreign, v7(), CANARY);

  // Everybody is in the one; in the other owners and admins alone, as in every sub-team.
  await newSubTeam(org, 'matrix-team', [people.member, people.viewer], SUB_TEAM_ID);
  const nextDoor = await newSubTeam(org, 'next-door', []);
  const foreignSubTeam = await newSubTeam(foreign, 'foreign-team', [stranger]);
  const goneSubTeam = await newSubTeam(org, 'gone-team', []);
  await admin.query('DELETE FROM workspace WHERE org_id = $1 AND id = $2', [org.id, goneSubTeam.id]);

  const member = await newUser('Matrix bystander', undefined, MEMBER_ID);
  await admin.query(`INSERT INTO membership (org_id, user_id, role) VALUES ($1, $2, 'viewer')`, [
    org.id,
    member.id,
  ]);
  await newTeam(org, 'matrix-crew', [member, people.member], TEAM_ID);
  const foreignTeam = await newTeam(foreign, 'matrix-crew', [stranger], undefined, `${CANARY}-team`);

  await fillSubTeam(org, SUB_TEAM_ID, people.owner);
  const records = Object.fromEntries(
    await Promise.all(
      RESOURCE_NAMES.map(async (name) => {
        const theirs = await newRecord(name, foreign, foreignSubTeam.id, `${CANARY}-record`);
        // What is the organization's as a whole has no neighbours.
        const neighbour =
          scopeOf(name) === 'org' ? v7() : await newRecord(name, org, nextDoor.id, 'Matrix neighbour');
        return [name, { foreign: theirs, deleted: v7(), neighbour }];
      }),
    ),
  ) as Record<ResourceName, { foreign: string; deleted: string; neighbour: string }>;
  const fixed: Record<RowKind, Record<'foreign' | 'deleted', string> & { neighbour?: string }> = {
    member: { foreign: stranger.id, deleted: people.removed.id },
    invitation: { foreign: foreignInvitation.id, deleted: gone.id },
    domain: { foreign: foreignDomain.id, deleted: goneDomain.id },
    ...records,
    sub_team: { foreign: foreignSubTeam.id, deleted: goneSubTeam.id },
    team: { foreign: foreignTeam, deleted: v7() },
    team_member: { foreign: stranger.id, deleted: people.removed.id },
    relay: { foreign: foreignRelay, deleted: v7() },
    token: { foreign: (await newOrgToken(foreign, people.outsider)).id, deleted: v7() },
    token_use: { foreign: await newTokenUse(foreign, people.outsider), deleted: v7() },
    conversation: {
      foreign: await newConversation(foreign, foreignSubTeam.id, CANARY),
      deleted: v7(),
      neighbour: await newConversation(org, nextDoor.id),
    },
  };
  // That a member was here is noted every five minutes, also in the middle of a test that compares all rows.
  await admin.query(`UPDATE membership SET last_seen_at = now() + interval '1 day' WHERE org_id = $1`, [
    org.id,
  ]);

  return {
    org,
    foreign,
    people,
    cookie: async (principal, hostKey) =>
      principal === 'anonymous' ? undefined : cookieFor(people[principal], hostKey),
    id: async (kind, of) => {
      if (of === 'guessed') return v7();
      if (of !== 'own') return fixed[kind][of] ?? v7();
      if (kind in RESOURCES) return newRecord(kind as ResourceName, org, SUB_TEAM_ID, `Matrix ${v7()}`);
      if (kind === 'sub_team') return (await newSubTeam(org, undefined, [])).id;
      if (kind === 'relay') return newRelay(org);
      if (kind === 'team') return newTeam(org, undefined, []);
      if (kind === 'team_member') {
        const id = await freshMember(org);
        await admin.query('INSERT INTO team_member (org_id, team_id, user_id) VALUES ($1, $2, $3)', [
          org.id,
          TEAM_ID,
          id,
        ]);
        return id;
      }
      if (kind === 'token') return (await newOrgToken(org, people.owner)).id;
      if (kind === 'token_use') return newTokenUse(org, people.owner);
      if (kind === 'conversation') return newConversation(org, SUB_TEAM_ID);
      if (kind === 'domain') return (await newDomain(org, `${v7()}.matrix.test`)).id;
      return kind === 'member' ? freshMember(org) : (await newInvitation(org, `${v7()}@own.example`)).id;
    },
    // Who knocked at its hosts stands in its own routing log, as it must.
    foreignHash: () => hashOfOrg(foreign.id, ['routing_decision']),
    ownHash: () => hashOfOrg(org.id, ['audit_event', 'audit_link', 'audit_mark', 'routing_decision']),
  };
}

/**
 * In a sub-team: a row of each resource by the id that the pages are asked for, one to tie it to, and an imported file.
 * Until it is started, an upload is its member's alone.
 */
export async function fillSubTeam(org: Org, subTeam: string, owner: Someone): Promise<void> {
  for (const name of RESOURCE_NAMES) {
    await newRecord(name, org, subTeam, 'Matrix record', RECORD_ID);
    await newRecord(name, org, subTeam, 'Matrix other', OTHER_ID);
  }
  await admin.query(
    `INSERT INTO csv_import (org_id, workspace_id, id, resource, file_name, source, total, sample, state, mapping, done, added, created_by_id, created_by)
      VALUES ($1, $2, $3, 'contact', 'matrix.csv', '', 1, '[["name"],["Ann"]]', 'done', '{"name":0}', 1, 1, $4, 'owner')`,
    [org.id, subTeam, RECORD_ID, owner.id],
  );
}

/** A row of a described resource in a workspace; in the main one, of what is the organization's as a whole. */
async function newRecord(name: ResourceName, org: Org, subTeam: string, called: string, id = v7()) {
  const { table } = DESCRIPTIONS[name];
  const workspace = scopeOf(name) === 'org' ? org.id : subTeam;
  await admin.query(`INSERT INTO ${table} (org_id, workspace_id, id, name) VALUES ($1, $2, $3, $4)`, [
    org.id,
    workspace,
    id,
    called,
  ]);
  return id;
}

async function freshMember(org: Org): Promise<string> {
  const user = await newUser('Matrix target');
  await admin.query(`INSERT INTO membership (org_id, user_id, role) VALUES ($1, $2, 'viewer')`, [
    org.id,
    user.id,
  ]);
  return user.id;
}

/** An answer's markup without what differs between any two: nonces, request ids, clocks, and the id asked for. */
export function plain(body: string, ids: string[] = []): string {
  let text = body
    // The same data once more, in whatever order its parts were ready. That nothing foreign is in it is asked apart.
    .replace(/<script[\s\S]*?<\/script>/g, '')
    .replace(/[A-Za-z0-9+/]{22}==/g, 'NONCE')
    .replace(/"(reference|requestId)":"[^"]*"/g, '"$1"')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME');
  for (const id of ids) text = text.replaceAll(id, 'ID');
  return text;
}
