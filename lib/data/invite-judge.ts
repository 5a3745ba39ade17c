import { canGrant } from '../access/can';
import { ROLE_LABELS, type Role } from '../access/permissions';
import type { OrgDb } from '../db/handle';
import { ORG, sql } from '../db/sql';
import type { Limits } from '../plans/limits';
import type { InviteLine } from './invite-lines';
import { type Places, readPlaces } from './invite-places';

/** What an address of a paste would lead to. `again` replaces an invitation that lapsed. */
export type Verdict =
  | 'ready'
  | 'again'
  | 'duplicate'
  | 'malformed'
  | 'unknown_role'
  | 'unknown_place'
  | 'role_not_allowed'
  | 'member'
  | 'invited'
  | 'no_room';

export type JudgedLine = {
  line: number;
  /** The address, or what stands where it should be. */
  text: string;
  role: Role | null;
  places: Places;
  verdict: Verdict;
  /** What is in the way and how to mend it; empty when nothing is. */
  why: string;
};

/** True when sending would invite this one. */
export const isReady = ({ verdict }: JudgedLine): boolean => verdict === 'ready' || verdict === 'again';

/** What lines get that say nothing of their own: a role, and the ids of teams and sub-teams. */
export type Fallback = { role: Role; teams: string[]; subTeams: string[] };

/**
 * Says of each line what inviting it would do, for an actor of role `mine`. As many are ready as there is room for:
 * whoever is invited has a place kept.
 * @throws AppError invalid: a team or sub-team of the fallback isn't there
 */
export async function judgeLines(
  db: OrgDb,
  mine: Role,
  fallback: Fallback,
  limits: Limits,
  lines: InviteLine[],
): Promise<JudgedLine[]> {
  const emails = [...new Set(lines.flatMap(({ email }) => email ?? []))];
  const members = await db.rows(sql<{ email: string }>`
    SELECT email FROM membership WHERE org_id = ${ORG} AND email = ANY (${emails}::text[])`);
  const open = await db.rows(sql<{ email: string; lapsed: boolean }>`
    SELECT email, expires_at <= now() AS lapsed FROM invitation
    WHERE org_id = ${ORG} AND pending_email = ANY (${emails}::text[])`);
  const isMember = new Set(members.map(({ email }) => email));
  const lapsed = new Map(open.map(({ email, lapsed }) => [email, lapsed]));
  const firstAt = new Map<string, number>();
  const placesOf = await readPlaces(db, fallback, lines);
  const taken = await takenPlaces(db);
  let room = limits.members - taken.members - taken.invited;

  return lines.map((given) => {
    const { line, text, email } = given;
    const role = given.role === undefined ? fallback.role : given.role;
    const read = placesOf(given);
    const places = 'why' in read ? { teams: [], subTeams: [] } : read.places;
    const judged = (verdict: Verdict, why = ''): JudgedLine => ({
      line,
      text: email ?? text,
      role,
      places,
      verdict,
      why,
    });
    if (!email) return judged('malformed', 'This is not an e-mail address.');
    if (!role) return judged('unknown_role', 'There is no such role. Write owner, admin, member or viewer.');
    if ('why' in read) return judged('unknown_place', read.why);
    if (!canGrant(mine, null, role)) return judged('role_not_allowed', notYours(role));
    const first = firstAt.get(email);
    if (first) return judged('duplicate', `This address stands in line ${first} already.`);
    firstAt.set(email, line);
    if (isMember.has(email)) return judged('member', 'Is a member already.');
    if (lapsed.get(email) === false)
      return judged('invited', 'Has a pending invitation already. Resend it instead.');
    if (room <= 0) return judged('no_room', noRoom(taken, limits.members));
    room--;
    if (lapsed.get(email)) return judged('again', 'Replaces an invitation that expired.');
    return judged('ready');
  });
}

const notYours = (role: Role) =>
  role === 'owner'
    ? 'Only an owner can invite owners.'
    : `Your role can’t invite anybody as ${ROLE_LABELS[role].label.toLowerCase()}.`;

type Taken = { members: number; invited: number };

/** The places that are taken, and those that are kept for people who were invited. */
async function takenPlaces(db: OrgDb): Promise<Taken> {
  const [taken] = await db.rows(sql<Taken>`SELECT
    coalesce((SELECT c.used FROM usage_counter c WHERE c.org_id = ${ORG} AND c.limit_key = 'members'), 0)::float8 AS members,
    (SELECT count(*)::int FROM invitation i
      WHERE i.org_id = ${ORG} AND i.status = 'pending' AND i.expires_at > now()) AS invited`);
  return taken ?? { members: 0, invited: 0 };
}

function noRoom({ members, invited }: Taken, most: number): string {
  const open = invited
    ? ` and ${invited.toLocaleString('en')} open invitation${invited === 1 ? '' : 's'}`
    : '';
  return `${members.toLocaleString('en')} of ${most.toLocaleString('en')} members${open}: no place is left. Remove somebody or change the plan.`;
}
