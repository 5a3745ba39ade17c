import { z } from 'zod';
import type { Actor } from '../access/actor';
import { can, inScope } from '../access/can';
import type { Permission, Role } from '../access/permissions';
import type { OrgDb, OrgTx } from '../db/handle';
import { ORG, sql } from '../db/sql';
import { AppError } from '../errors';
import { lower } from '../text';
import { type AuditSource, type Happening, recordMany } from './audit';
import type { InviteLine } from './invite-lines';
import { ONE_ID } from './picked';

// Where an invitation leads besides the org itself: into teams, as a member, and into sub-teams.

/** At most so many teams, and so many sub-teams, in one invitation. */
export const MOST_PLACES = 20;

export type Place = { id: string; name: string; slug: string };
export type Places = { teams: Place[]; subTeams: Place[] };
/** Of each kind of place, something of it: ids, or words of a file. */
type OfEach<T> = Record<keyof Places, T>;

const KINDS = ['teams', 'subTeams'] as const satisfies (keyof Places)[];
const NO_PLACES: Places = { teams: [], subTeams: [] };
const one = { teams: 'team', subTeams: 'sub-team' } as const;
const PERMISSION = {
  teams: 'team.manage_members',
  subTeams: 'sub_team.assign',
} as const satisfies OfEach<Permission>;

const several = (what: string) =>
  z.array(ONE_ID).max(MOST_PLACES, `Choose at most ${MOST_PLACES} ${what}.`).optional();
/** The fields of an invitation that name its places, by their ids as they are known outside. */
export const placesSchema = { teams: several('teams'), subTeams: several('sub-teams') };

/** Every team and sub-team that somebody can be invited into, by name; archived sub-teams are left out. */
export const INVITABLE = sql<Place & { kind: keyof Places }>`
  SELECT 'teams' AS kind, t.id, t.name, t.slug FROM team t WHERE t.org_id = ${ORG}
  UNION ALL
  SELECT 'subTeams', s.id, s.name, s.slug FROM sub_team s
  WHERE s.org_id = ${ORG} AND s.deleted_at IS NULL AND s.archived_at IS NULL
  ORDER BY 1 DESC, 3, 2`;

/** What a line names, or the sentence why it can't be had. */
type Read = { places: Places } | { why: string };

/**
 * Looks up the places that an invitation names by id, and those that its lines name by slug or name.
 * @returns what each line leads to: its own places, and for a kind that it names none of, those by id
 * @throws AppError invalid: a place named by id isn't there
 */
export async function readPlaces(
  db: OrgDb,
  ids: OfEach<string[]>,
  lines: InviteLine[],
): Promise<(line: InviteLine) => Read> {
  const words = lines.flatMap((line) => KINDS.flatMap((kind) => line[kind] ?? []));
  const all = [...ids.teams, ...ids.subTeams];
  if (!all.length && !words.length) return () => ({ places: NO_PLACES });
  const rows = await db.rows(sql<Place & { kind: keyof Places }>`
    SELECT 'teams' AS kind, t.id, t.name, t.slug FROM team t
    WHERE t.org_id = ${ORG} AND (t.id = ANY (${all}::uuid[]) OR lower(t.name) = ANY (${words}::text[]) OR t.slug = ANY (${words}::text[]))
    UNION ALL
    SELECT 'subTeams', s.id, s.name, s.slug FROM sub_team s WHERE s.org_id = ${ORG} AND s.deleted_at IS NULL
      AND (s.id = ANY (${all}::uuid[]) OR lower(s.name) = ANY (${words}::text[]) OR s.slug = ANY (${words}::text[]))
    ORDER BY 3, 2`);
  const there = (kind: keyof Places): Place[] =>
    rows.filter((row) => row.kind === kind).map(({ id, name, slug }) => ({ id, name, slug }));
  const byKind = { teams: there('teams'), subTeams: there('subTeams') };
  const called = { teams: byWords(byKind.teams), subTeams: byWords(byKind.subTeams) };
  const given = { teams: byId(byKind, ids, 'teams'), subTeams: byId(byKind, ids, 'subTeams') };
  return (line) => {
    const places = { ...given };
    for (const kind of KINDS) {
      const named = line[kind];
      if (!named) continue;
      if (named.length > MOST_PLACES) return { why: `Name at most ${MOST_PLACES} ${one[kind]}s in a line.` };
      const read = named.map((word) => byWord(called[kind], one[kind], word));
      const wrong = read.find((place) => typeof place === 'string');
      if (typeof wrong === 'string') return { why: wrong };
      places[kind] = [...new Set(read as Place[])];
    }
    return { places };
  };
}

function byId(there: Places, ids: OfEach<string[]>, kind: keyof Places): Place[] {
  const wanted = new Set(ids[kind]);
  const found = there[kind].filter(({ id }) => wanted.has(id));
  if (found.length === wanted.size) return found;
  const message = `A ${one[kind]} that was chosen is not there any more. Choose again.`;
  throw new AppError('invalid', { message });
}

type Words = { slugs: Map<string, Place>; names: Map<string, Place[]> };

function byWords(there: Place[]): Words {
  const names = new Map<string, Place[]>();
  for (const place of there) {
    const name = lower(place.name);
    names.set(name, [...(names.get(name) ?? []), place]);
  }
  return { slugs: new Map(there.map((place) => [place.slug, place])), names };
}

/** The slug decides; a name does where only one has it. */
function byWord({ slugs, names }: Words, what: string, word: string): Place | string {
  const called = names.get(word) ?? [];
  const [only] = called.length === 1 ? called : [];
  const found = slugs.get(word) ?? only;
  if (found) return found;
  if (called.length)
    return `More than one ${what} is called “${word}”. Write the last part of its address instead.`;
  return `There is no ${what} called “${word}”.`;
}

/**
 * Makes sure that who invites may put people into these places too: a token needs the scopes for it.
 * @throws AppError forbidden
 */
export function mustBeAbleToPlace(actor: Actor, mine: Role, places: Places[]): void {
  for (const kind of KINDS)
    if (
      places.some((named) => named[kind].length) &&
      !(can(mine, PERMISSION[kind]) && inScope(actor, PERMISSION[kind]))
    )
      throw new AppError('forbidden', {
        message: `Inviting somebody into a ${one[kind]} needs the permission ${PERMISSION[kind]}.`,
      });
}

/** Keeps the places of new invitations. */
export async function keepPlaces(db: OrgTx, invitations: { id: string; places: Places }[]): Promise<void> {
  const { orgId } = db;
  const rows = <Row>(kind: keyof Places, row: (invitationId: string, id: string) => Row) =>
    invitations.flatMap(({ id, places }) => places[kind].map((place) => row(id, place.id)));
  const teams = rows('teams', (invitationId, teamId) => ({ orgId, invitationId, teamId }));
  const subTeams = rows('subTeams', (invitationId, subTeamId) => ({ orgId, invitationId, subTeamId }));
  if (teams.length) await db.invitationTeam.createMany({ data: teams });
  if (subTeams.length) await db.invitationSubTeam.createMany({ data: subTeams });
}

/** The places of these invitations that are still there, by invitation. */
export async function placesOf(db: OrgDb, invitations: string[]): Promise<Map<string, Places>> {
  const rows = await db.rows(sql<Place & { invitation: string; kind: keyof Places }>`
    SELECT i.invitation_id AS invitation, 'teams' AS kind, t.id, t.name, t.slug
    FROM invitation_team i JOIN team t ON t.org_id = ${ORG} AND t.id = i.team_id
    WHERE i.org_id = ${ORG} AND i.invitation_id = ANY (${invitations}::uuid[])
    UNION ALL
    SELECT i.invitation_id, 'subTeams', s.id, s.name, s.slug
    FROM invitation_sub_team i JOIN sub_team s ON s.org_id = ${ORG} AND s.id = i.sub_team_id AND s.deleted_at IS NULL
    WHERE i.org_id = ${ORG} AND i.invitation_id = ANY (${invitations}::uuid[])
    ORDER BY 4, 3`);
  const found = new Map<string, Places>(invitations.map((id) => [id, { teams: [], subTeams: [] }]));
  for (const { invitation, kind, id, name, slug } of rows)
    found.get(invitation)?.[kind].push({ id, name, slug });
  return found;
}

/**
 * Puts a member who has just come into the places of their invitation, each audited. Places that went in the meantime
 * are none. Call it behind the lock of `lockStandings`, which their deletion takes too.
 */
export async function takePlaces(
  db: OrgTx,
  source: AuditSource,
  invitationId: string,
  member: { userId: string; email: string },
): Promise<void> {
  const { teams, subTeams } = (await placesOf(db, [invitationId])).get(invitationId) ?? NO_PLACES;
  const { orgId } = db;
  const { userId, email: label } = member;
  const target = { kind: 'member', id: userId, label };
  if (teams.length)
    await db.teamMember.createMany({ data: teams.map(({ id }) => ({ orgId, teamId: id, userId })) });
  if (subTeams.length)
    await db.subTeamMember.createMany({ data: subTeams.map(({ id }) => ({ orgId, subTeamId: id, userId })) });
  const happened: Happening[] = [
    ...teams.map(({ name, slug }) => ({
      action: 'team.member_added',
      target,
      after: { team: name, slug, role: 'member' },
    })),
    ...subTeams.map(({ name, slug }) => ({
      action: 'sub_team.member_added',
      target,
      after: { sub_team: name, slug },
    })),
  ];
  await recordMany(db, source, happened);
}

/** The places as the audit log and the API name them: what is none is left out of the log. */
export const namesOf = (places: Places) => ({
  ...(places.teams.length && { teams: places.teams.map(({ name }) => name) }),
  ...(places.subTeams.length && { sub_teams: places.subTeams.map(({ name }) => name) }),
});
