// Every path of the product. Pure: components and tests use it too. Absolute addresses: lib/tenancy/urls.ts.
import { RESOURCE_NAMES, type ResourceName } from './resources/names';
import { recordPaths } from './resources/paths';
import { readTarget } from './tenancy/target.mjs';

const query = (params: Record<string, string | number | undefined>): string => {
  const set = Object.entries(params).filter(([, v]) => v !== undefined && v !== '');
  return set.length ? `?${new URLSearchParams(set.map(([k, v]) => [k, String(v)]))}` : '';
};

/** Paths on an org's host. */
export const orgPaths = {
  overview: '/',
  members: (params: Record<string, string | undefined> = {}) => `/members${query(params)}`,
  membersExport: (params: Record<string, string | undefined> = {}) => `/members/export${query(params)}`,
  invite: '/members/invite',
  invitations: (params: Record<string, string | undefined> = {}) => `/invitations${query(params)}`,
  roles: '/roles',
  audit: (params: Record<string, string | undefined> = {}) => `/audit${query(params)}`,
  auditExport: (params: Record<string, string | undefined> = {}) => `/audit/export${query(params)}`,
  auditTail: (params: Record<string, string | undefined> = {}) => `/audit/tail${query(params)}`,
  settings: '/settings',
  domains: '/domains',
  branding: '/branding',
  /** A stored picture of the org, by its name. */
  brandImage: (name: string) => `/brand/${name}`,
  brandUpload: (kind: string) => `/branding/images${query({ kind })}`,
  routing: (params: Record<string, string | undefined> = {}) => `/routing${query(params)}`,
  routingTail: (params: Record<string, string | undefined> = {}) => `/routing/tail${query(params)}`,
  routingReplay: (params: Record<string, string | undefined> = {}) => `/routing/replay${query(params)}`,
  tokens: '/tokens',
  developers: '/developers',
  relays: '/relays',
  relay: (id: string, params: Record<string, string | undefined> = {}) => `/relays/${id}${query(params)}`,
  /** Where a relay's signed events come in: on every host of the org, and on the root host. */
  relayIncoming: (id: string) => `/api/relays/${id}/incoming`,
  /** The inbox of a workspace: `main`, or a sub-team's slug. */
  conversations: (slug: string, params: Record<string, string | undefined> = {}) =>
    `${workspacePaths(slug).conversations}${query(params)}`,
  conversationsLive: (slug: string) => `${workspacePaths(slug).conversations}/live`,
  subTeams: '/sub-teams',
  /** Who is assigned to a sub-team. */
  subTeam: (slug: string) => `/sub-teams/${slug}`,
  teams: (params: Record<string, string | undefined> = {}) => `/teams${query(params)}`,
  team: (slug: string) => `/teams/${slug}`,
  /** A member, and what they have. */
  member: (id: string) => `/members/${id}`,
  /** Who has access to what, and why: of a member, of a resource (`relay.<id>`), or of the two together. */
  access: (params: { member?: string; on?: string; q?: string } = {}) => `/access${query(params)}`,
  features: '/features',
  usage: '/usage',
  plan: '/plan',
  icon: '/mark.svg',
  /** What the shell asks for as JSON: my organizations, members by name. */
  switcher: '/shell/organizations',
  findMembers: (q: string) => `/shell/members${query({ q })}`,
  findTeams: (q: string) => `/shell/teams${query({ q })}`,
  findThings: (q: string) => `/shell/things${query({ q })}`,
  start: (next: string) => `/auth/start${query({ next })}`,
  finish: (code: string, next: string) => `/auth/finish${query({ code, next })}`,
  renew: (next: string) => `/auth/renew${query({ next })}`,
  signOut: '/auth/sign-out',
} as const;

/** Paths of a workspace on its org's host: `main`, or a sub-team's slug. */
export const workspacePaths = (
  slug: string,
): Record<'overview' | 'conversations' | ResourceName, string> => ({
  overview: `/s/${slug}`,
  conversations: `/s/${slug}/conversations`,
  ...(Object.fromEntries(RESOURCE_NAMES.map((name) => [name, recordPaths(slug, name).list])) as Record<
    ResourceName,
    string
  >),
});

/** Paths on the root host. */
export const rootPaths = {
  home: '/',
  signIn: (params: { next?: string; email?: string } = {}) => `/sign-in${query(params)}`,
  signInLink: '/sign-in/link',
  /** After a provider signed in with an address that a mailed link has to confirm. */
  signInMailed: (params: { next?: string } = {}) => `/sign-in/mailed${query(params)}`,
  signInConfirm: '/sign-in/confirm',
  signUp: (params: { next?: string; email?: string } = {}) => `/sign-up${query(params)}`,
  verify: '/verify',
  reset: (params: { next?: string } = {}) => `/reset${query(params)}`,
  resetConfirm: '/reset/confirm',
  organizations: '/organizations',
  newOrganization: '/organizations/new',
  invitations: '/invitations',
  /** The secret stands in the fragment: it reaches no log and no Referer. */
  invitation: '/invitation',
  account: '/account',
  /** Everything that can sign in or act as the person. */
  access: '/account#access',
  /** After a password reset: the tokens that outlive it. */
  reviewAccess: '/account/review',
  accountAfter: (params: { error: string }) => `/account${query(params)}`,
  /** A stored picture of any org, by its name. */
  brandImage: (name: string) => `/brand/${name}`,
  mailbox: '/mailbox',
  handover: (params: { host: string; challenge: string; next: string }) => `/handover${query(params)}`,
  /** Where a person ends who isn't a member of the organization at `host`. */
  noAccess: (host: string) => `/no-access${query({ host })}`,
  /** Where a custom domain sends people to confirm that it's them, and from where they return to its path `next`. */
  prove: (params: { host: string; next?: string }) => `/prove${query(params)}`,
  /** Where a custom domain sends people who sign out there. */
  signOutPage: '/sign-out',
  renew: (next: string) => `/auth/renew${query({ next })}`,
  signOut: '/auth/sign-out',
} as const;

/** The fragment by which a page knows that the person just came back from confirming who they are. */
export const CONFIRMED = '#confirmed';

/**
 * A path to go to after signing in: on this host only, and one that the front server takes. Anything that a browser could
 * read as another host, or as a script, becomes the fallback.
 */
export function safeNext(next: string | null | undefined, fallback = '/'): string {
  if (!next?.startsWith('/') || next.length > 2000 || /[\\\s\p{Cc}\p{Cs}]/u.test(next)) return fallback;
  const base = 'http://here.invalid';
  try {
    const url = new URL(next, base);
    if (url.origin !== base || !readTarget(url.pathname + url.search)) return fallback;
    return url.pathname + url.search;
  } catch {
    return fallback;
  }
}
