import { ROLES, type Role } from '../access/permissions';
import { ORG, type Sql, sql } from '../db/sql';
import { beyond, inOrder, merged, type Placed, passed, type Walk } from './keyset';
import { showsInvitations, showsMembers, stillOpen } from './member-filters';
import type { MemberQuery, MemberStatus } from './member-query';
import { bothWays, withHits } from './member-search';

/** A line of the member list: a member, or an invitation that waits or has lapsed. */
export type MemberRow = Placed & {
  kind: 'member' | 'invitation';
  name: string;
  email: string;
  role: Role;
  status: MemberStatus;
  /** When the member joined, or the invitation was made. */
  since: Date;
  seen: Date | null;
  expires: Date | null;
  mail: 'queued' | 'sent' | 'failed' | null;
};

/**
 * One page of members and open invitations, sorted together. Each part of the list is a limited walk along one
 * index of the org, so that a page costs the same at ten members and at a hundred thousand.
 */
export function memberList(query: MemberQuery, walk: Walk): Sql<MemberRow> {
  const roles = query.role.length ? query.role : query.sort === 'role' ? ROLES : [null];
  const sources = [
    ...(showsMembers(query) ? roles.flatMap((role) => memberSources(query, walk, role)) : []),
    ...(showsInvitations(query) ? roles.flatMap((role) => invitationSource(query, walk, role)) : []),
  ];
  if (!sources.length) sources.push(sql`SELECT * FROM (${anyMember}) none WHERE false`);
  const list = merged<MemberRow>(walk, sources);
  return query.q ? sql<MemberRow>`${withHits(query.q)} ${list}` : list;
}

/** Where a row's part of the list stands: by role one role after another; by last seen, who never came is apart. */
function runOf({ sort }: MemberQuery, kind: MemberRow['kind'], role: Role | null): number {
  if (sort === 'role' && role) return ROLES.indexOf(role);
  return sort === 'seen' && kind === 'member' ? 1 : 0;
}

// As text in the statement, not as a parameter: then the planner knows how rare the role is.
const IS_ROLE: Record<Role, Sql> = {
  owner: sql` AND role = 'owner'`,
  admin: sql` AND role = 'admin'`,
  member: sql` AND role = 'member'`,
  viewer: sql` AND role = 'viewer'`,
};
const ofRole = (role: Role | null) => (role ? IS_ROLE[role] : sql``);

const MEMBER_KEYS = {
  name: { key: sql`m.name_key`, type: 'text' },
  role: { key: sql`m.name_key`, type: 'text' },
  joined: { key: sql`m.joined_at`, type: 'timestamptz' },
  seen: { key: sql`m.last_seen_at`, type: 'timestamptz' },
} as const;

const memberColumns = (key: Sql, run: number) => sql`'member' AS kind, ${run}::int AS run, ${key} AS key,
  m.user_id AS id, m.name, m.email, m.role, 'active' AS status, m.joined_at AS since, m.last_seen_at AS seen,
  NULL::timestamptz AS expires, NULL::text AS mail`;
const anyMember = sql`SELECT ${memberColumns(sql`m.name_key`, 0)} FROM membership m WHERE m.org_id = ${ORG}`;

/** The members of one role, or of all. */
function memberSources(query: MemberQuery, walk: Walk, role: Role | null): Sql[] {
  const run = runOf(query, 'member', role);
  if (passed(walk, run)) return [];
  const { key, type } = MEMBER_KEYS[query.sort];
  const id = sql`m.user_id`;
  const columns = memberColumns(key, run);
  const rest = sql`${ofRole(role)}${beyond(walk, run, key, id, type)}${inOrder(walk, key, id)}`;
  if (query.q) return bothWays(query.q, columns, rest);
  return [sql`SELECT ${columns} FROM membership m WHERE m.org_id = ${ORG}${rest}`];
}

const INVITATION_KEYS = {
  name: { key: sql`i.email`, type: 'text' },
  role: { key: sql`i.email`, type: 'text' },
  joined: { key: sql`i.created_at`, type: 'timestamptz' },
  seen: { key: sql`i.created_at`, type: 'timestamptz' },
} as const;

/** The open invitations of one role, or of all. */
function invitationSource(query: MemberQuery, walk: Walk, role: Role | null): Sql[] {
  const { key, type } = INVITATION_KEYS[query.sort];
  const run = runOf(query, 'invitation', role);
  if (passed(walk, run)) return [];
  const id = sql`i.id`;
  return [
    sql`SELECT 'invitation' AS kind, ${run}::int AS run, ${key} AS key, i.id, '' AS name, i.email, i.role,
        CASE WHEN i.expires_at > now() THEN 'invited' ELSE 'expired' END AS status,
        i.created_at AS since, NULL::timestamptz AS seen, i.expires_at AS expires, i.mail
      FROM invitation i WHERE i.org_id = ${ORG} AND ${stillOpen(query)}${ofRole(role)}${beyond(walk, run, key, id, type)}${inOrder(walk, key, id)}`,
  ];
}
