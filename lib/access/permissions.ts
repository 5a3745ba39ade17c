// Pure tables, shared by server and interface. What is not named here is denied.
import { READING, RESOURCE_PERMISSIONS, WORKING } from '../resources/names';

/** The vocabulary: every act that can be permitted in an org, with what it says to a person. */
export const PERMISSIONS = {
  'org.read': 'See the organization',
  'org.leave': 'Leave the organization',
  'org.update': 'Change name and colour',
  'org.rename': 'Change the address (slug)',
  'org.transfer': 'Transfer ownership',
  'org.delete': 'Delete the organization',
  'member.read': 'See members',
  'member.export': 'Export members as CSV',
  'member.change_role': 'Change a member’s role',
  'member.remove': 'Remove a member',
  'workspace.read': 'Open the workspaces one is in',
  'sub_team.read': 'See the sub-teams one is in',
  'sub_team.create': 'Make a sub-team',
  'sub_team.rename': 'Change a sub-team’s name or address',
  'sub_team.assign': 'Assign members to sub-teams',
  'sub_team.archive': 'Archive a sub-team, or bring it back',
  'sub_team.delete': 'Delete and restore a sub-team',
  'invitation.read': 'See invitations',
  'invitation.create': 'Invite people',
  'invitation.resend': 'Resend an invitation',
  'invitation.revoke': 'Withdraw an invitation',
  'role.read': 'See roles and what they may do',
  'audit.read': 'See the audit log',
  'domain.read': 'See domains',
  'domain.add': 'Add a custom domain',
  'domain.check': 'Check a domain’s records',
  'domain.remove': 'Remove a custom domain',
  'domain.set_primary': 'Choose the primary domain',
  'brand.update': 'Change logo, icon and sign-in message',
  'routing.read': 'See the routing log',
  'feature.read': 'See which features are on',
  'feature.switch': 'Switch features on and off',
  'conversation.read': 'Read conversations',
  'conversation.start': 'Start a conversation',
  'conversation.assign': 'Assign a conversation',
  'conversation.close': 'Close and reopen conversations',
  'message.send': 'Send messages',
  'relay.read': 'See relays and their logs',
  'relay.create': 'Add a relay',
  'relay.change': 'Change or pause a relay',
  'relay.rotate': 'Replace a relay’s secret',
  'relay.test': 'Send a test through a relay',
  'relay.resend': 'Send dead deliveries again',
  'relay.remove': 'Remove a relay',
  'token.read': 'See API tokens',
  'token.create': 'Make API tokens',
  'token.rotate': 'Replace API tokens',
  'token.revoke': 'Revoke and block API tokens',
  'usage.read': 'See usage and limits',
  'billing.read': 'See the plan',
  'billing.change_plan': 'Change the plan',
  ...RESOURCE_PERMISSIONS,
} as const satisfies Record<string, string>;

export type Permission = keyof typeof PERMISSIONS;

/** Org roles, strongest first. Roles apply to the whole organization. */
export const ROLES = ['owner', 'admin', 'member', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

export const ROLE_LABELS: Record<Role, { label: string; sentence: string }> = {
  owner: { label: 'Owner', sentence: 'Everything, giving the organization to somebody else included.' },
  admin: {
    label: 'Admin',
    sentence: 'Runs the organization: members, sub-teams, settings, the audit log.',
  },
  member: { label: 'Member', sentence: 'Works with the organization’s resources and sees its members.' },
  viewer: { label: 'Viewer', sentence: 'Reads, and changes nothing.' },
};

const VIEWER: readonly Permission[] = [
  'org.read',
  'org.leave',
  'member.read',
  'role.read',
  'workspace.read',
  'sub_team.read',
  'conversation.read',
  ...READING,
];
const MEMBER: readonly Permission[] = [
  ...VIEWER,
  ...WORKING,
  'conversation.start',
  'conversation.assign',
  'conversation.close',
  'message.send',
];
const ADMIN: readonly Permission[] = [
  ...MEMBER,
  'org.update',
  'org.rename',
  'member.export',
  'member.change_role',
  'member.remove',
  'sub_team.create',
  'sub_team.rename',
  'sub_team.assign',
  'sub_team.archive',
  'sub_team.delete',
  'invitation.read',
  'invitation.create',
  'invitation.resend',
  'invitation.revoke',
  'audit.read',
  'domain.read',
  'domain.add',
  'domain.check',
  'domain.remove',
  'domain.set_primary',
  'brand.update',
  'routing.read',
  'feature.read',
  'feature.switch',
  'relay.read',
  'relay.create',
  'relay.change',
  'relay.rotate',
  'relay.test',
  'relay.resend',
  'relay.remove',
  'token.read',
  'token.create',
  'token.rotate',
  'token.revoke',
  'usage.read',
];

/** What each role may do. An owner may do everything, now and when the vocabulary grows. */
export const GRANTED: Record<Role, ReadonlySet<Permission>> = {
  owner: new Set(Object.keys(PERMISSIONS) as Permission[]),
  admin: new Set(ADMIN),
  member: new Set(MEMBER),
  viewer: new Set(VIEWER),
};

/** True for one of the four org roles. */
export const isRole = (text: string): text is Role => (ROLES as readonly string[]).includes(text);
