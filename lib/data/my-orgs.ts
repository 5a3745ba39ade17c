import { isRole, ROLE_LABELS, type Role } from '../access/permissions';
import { brandUrls } from '../brand/urls';
import { asUser } from '../db/as-user';
import type { Caller } from '../db/enter';
import type { OrgId } from '../db/scope';
import { sql } from '../db/sql';
import { toUlid } from '../ids';
import { orgHostLabel, orgUrl } from '../tenancy/urls';

/** One of a person's organizations, as the database has it. */
export type MyOrg = {
  org_id: OrgId;
  slug: string;
  name: string;
  color: string;
  logo: string | null;
  icon: string | null;
  plan: string;
  features: unknown;
  features_off: string[];
  /** The host key that people are led to. */
  host: string;
  role: string;
  joined_at: Date;
  seen_at: Date;
};

/** An invitation that waits for a person's verified address. */
export type MyInvitation = {
  org_id: OrgId;
  invitation_id: string;
  org_name: string;
  org_slug: string;
  org_color: string;
  org_logo: string | null;
  org_icon: string | null;
  plan: string;
  features: unknown;
  features_off: string[];
  org_host: string;
  role: string;
  /** Names of the teams, then of the sub-teams, that it leads into. */
  places: string[];
  invited_by: string;
  expires_at: Date;
};

/** Reads for a flight in a person's own scope: my organizations (last seen first), and what waits for me. */
export const MY_ORGS = sql<MyOrg>`SELECT * FROM my_orgs()`;
export const MY_INVITATIONS = sql<MyInvitation>`SELECT * FROM my_invitations()`;

/** How many conversations of each wait for somebody to look, in the workspaces that I am in; to a hundred. */
const MY_UNREAD = sql<{ org_id: OrgId; unread: number }>`SELECT * FROM my_unread()`;

/** My organizations with what is unread there, by their ids. */
export async function myOrgsWithUnread(
  user: Caller,
): Promise<{ orgs: MyOrg[]; unread: ReadonlyMap<OrgId, number> }> {
  const [orgs, counts] = await asUser(user, (db) => Promise.all([db.rows(MY_ORGS), db.rows(MY_UNREAD)]));
  return { orgs, unread: new Map(counts.map((one) => [one.org_id, one.unread])) };
}

/** What a person owns by name in one of their organizations: how many things, and of how many they are the only owner. */
export type Owned = { owned: number; alone: number };

/** What I own by name, by the organization's id; nothing for those in which it is nothing. */
export async function myOwned(user: Caller): Promise<ReadonlyMap<OrgId, Owned>> {
  const rows = await asUser(user, (db) => db.rows(sql<Owned & { org_id: OrgId }>`SELECT * FROM my_owned()`));
  return new Map(rows.map(({ org_id, owned, alone }) => [org_id, { owned, alone }]));
}

/** All organizations of a person, last seen first. No organization is in scope, and none learns of another. */
export const myOrgs = (user: Caller): Promise<MyOrg[]> => asUser(user, (db) => db.rows(MY_ORGS));

/** One of my organizations as a page or a switcher shows it. */
export type OrgCard = {
  /** ULID. */
  id: string;
  name: string;
  color: string;
  /** Absolute, on the root host: every host's pages may show it. */
  iconUrl: string | null;
  /** My role there, as a word. */
  role: string;
  /** `acme.rowhouse.localhost:3000`. */
  host: string;
  /** Absolute, on its own host. */
  href: string;
  /** ISO 8601. */
  seenAt: string;
};

/** What of an organization of mine goes to the browser. */
export const orgCard = (org: MyOrg): OrgCard => ({
  id: toUlid(org.org_id),
  name: org.name,
  color: org.color,
  iconUrl: brandUrls(org).iconUrl,
  role: roleWord(org.role),
  host: orgHostLabel(org.host),
  href: orgUrl(org.host),
  seenAt: org.seen_at.toISOString(),
});

/** A role as a word for people. */
export const roleWord = (role: string): string =>
  isRole(role) ? ROLE_LABELS[role satisfies Role].label : role;
