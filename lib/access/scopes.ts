import { GRANTED, PERMISSIONS, type Permission, ROLES, type Role } from './permissions';

// Pure: the token dialogs read it, too.

/**
 * What a token can be allowed: exactly what operations of the API ask for (a test holds the two together). What is not
 * here no token may, whoever created it: creating tokens, transferring or deleting the organization, and its plan are for
 * people.
 */
export const TOKEN_SCOPES = [
  'org.read',
  'org.update',
  'member.read',
  'member.change_role',
  'member.remove',
  'member.manage_owners',
  'invitation.read',
  'invitation.create',
  'invitation.resend',
  'invitation.revoke',
  'sub_team.read',
  'sub_team.create',
  'sub_team.rename',
  'sub_team.archive',
  'sub_team.assign',
  'sub_team.delete',
  'team.read',
  'team.create',
  'team.rename',
  'team.delete',
  'team.manage_members',
  'domain.read',
  'domain.add',
  'domain.check',
  'domain.remove',
  'audit.read',
  'contact.read',
  'contact.create',
  'contact.update',
  'contact.delete',
  'group.read',
  'group.create',
  'group.update',
  'group.delete',
  'group.review',
  'group.share',
  'group.hand_on',
  'desktop.read',
  'desktop.create',
  'desktop.update',
  'desktop.delete',
  'conversation.read',
  'conversation.start',
  'conversation.close',
  'conversation.review',
  'conversation.share',
  'conversation.hand_on',
  'message.send',
  'relay.read',
  'relay.review',
  'relay.share',
  'relay.hand_on',
] as const satisfies readonly Permission[];
export type TokenScope = (typeof TOKEN_SCOPES)[number];

/** True for what a token can be allowed. */
export const isTokenScope = (text: string): text is TokenScope =>
  (TOKEN_SCOPES as readonly string[]).includes(text);

/** The scopes that a holder of this role can give to a token: what they may themselves. */
export const scopesOf = (role: Role): TokenScope[] =>
  TOKEN_SCOPES.filter((scope) => GRANTED[role].has(scope));

/** Scopes that only look: what "read only" chooses. */
export const readScopesOf = (role: Role): TokenScope[] =>
  scopesOf(role).filter((scope) => scope.endsWith('.read'));

/** What scopes say to a person; a word that is none any more is left out. */
export const saidScopes = (scopes: readonly string[]) =>
  scopes.filter(isTokenScope).map((scope) => ({ scope, says: PERMISSIONS[scope] }));

const LABELS: Record<string, string> = {
  org: 'Organization',
  member: 'Members',
  invitation: 'Invitations',
  sub_team: 'Sub-teams',
  team: 'Teams',
  domain: 'Domains',
  audit: 'Audit log',
  contact: 'Contacts',
  group: 'Groups',
  desktop: 'Desktops',
  conversation: 'Conversations',
  message: 'Messages',
  relay: 'Relays',
};

export type ScopeGroup = { label: string; scopes: { scope: TokenScope; says: string }[] };

/** Scopes by what they are about, with what each says to a person. */
export function scopeGroups(scopes: readonly TokenScope[]): ScopeGroup[] {
  const groups = new Map<string, ScopeGroup>();
  for (const scope of scopes) {
    const [about = ''] = scope.split('.');
    const group = groups.get(about) ?? { label: LABELS[about] ?? about, scopes: [] };
    group.scopes.push({ scope, says: PERMISSIONS[scope] });
    groups.set(about, group);
  }
  return [...groups.values()];
}

/** The strongest role there is: whose scopes a person's own token can have, for whichever organization. */
export const EVERY_SCOPE = scopesOf(ROLES[0]);
