// Pure tables, shared by server and interface: what a grant on one resource allows.
import type { Permission } from './permissions';

/** Roles on one resource, strongest first. */
export const RESOURCE_ROLES = ['owner', 'admin', 'editor', 'reviewer', 'viewer'] as const;
export type ResourceRole = (typeof RESOURCE_ROLES)[number];

/** True for one of the five. */
export const isResourceRole = (text: string): text is ResourceRole =>
  (RESOURCE_ROLES as readonly string[]).includes(text);

export const RESOURCE_ROLE_LABELS: Record<ResourceRole, { label: string; sentence: string }> = {
  owner: { label: 'Owner', sentence: 'Everything, making other owners included.' },
  admin: { label: 'Admin', sentence: 'Also removes it and shares it with others.' },
  editor: { label: 'Editor', sentence: 'Also changes it.' },
  reviewer: { label: 'Reviewer', sentence: 'Also sees who has access to it.' },
  viewer: { label: 'Viewer', sentence: 'Sees it.' },
};

type Kind = {
  one: string;
  /** Also where its things stand in the API: /relays, or /groups in a workspace. */
  many: string;
  /** It lies in a workspace: a grant on it opens no workspace that one isn't in. */
  inWorkspace: boolean;
  /** What each role adds to the weaker ones below it. */
  adds: Record<ResourceRole, readonly Permission[]>;
  /** Who has access, sharing, ownership: the permissions for acts on its grants. */
  review: Permission;
  share: Permission;
  handOn: Permission;
};

/**
 * THE kinds of resources that can be shared, by their table. A new one is `SELECT grantable('thing')` in its migration
 * and an entry here; its permissions stand in the vocabulary like all others. Its operations in the API follow from it.
 */
export const KINDS = {
  relay: {
    one: 'relay',
    many: 'relays',
    inWorkspace: false,
    adds: {
      viewer: ['relay.read'],
      reviewer: ['relay.review', 'relay.test'],
      editor: ['relay.change', 'relay.resend'],
      admin: ['relay.rotate', 'relay.remove', 'relay.share'],
      owner: ['relay.hand_on'],
    },
    review: 'relay.review',
    share: 'relay.share',
    handOn: 'relay.hand_on',
  },
  contact_group: {
    one: 'group',
    many: 'groups',
    inWorkspace: true,
    adds: {
      viewer: ['group.read'],
      reviewer: ['group.review'],
      editor: ['group.update'],
      admin: ['group.delete', 'group.share'],
      owner: ['group.hand_on'],
    },
    review: 'group.review',
    share: 'group.share',
    handOn: 'group.hand_on',
  },
  conversation: {
    one: 'conversation',
    many: 'conversations',
    inWorkspace: true,
    adds: {
      viewer: ['conversation.read'],
      reviewer: ['conversation.review'],
      editor: ['message.send', 'conversation.close'],
      admin: ['conversation.assign', 'conversation.share'],
      owner: ['conversation.hand_on'],
    },
    review: 'conversation.review',
    share: 'conversation.share',
    handOn: 'conversation.hand_on',
  },
} as const satisfies Record<string, Kind>;

export type ResourceKind = keyof typeof KINDS;
export const RESOURCE_KINDS = Object.keys(KINDS) as ResourceKind[];

/** True for a kind that can be shared. */
export const isResourceKind = (text: string): text is ResourceKind => Object.hasOwn(KINDS, text);

/** What a role on a resource of this kind allows with it: its own acts, and those of every weaker role. */
export function heldBy(kind: ResourceKind, role: ResourceRole): ReadonlySet<Permission> {
  const weaker = RESOURCE_ROLES.slice(RESOURCE_ROLES.indexOf(role));
  return new Set(weaker.flatMap((one) => KINDS[kind].adds[one] as readonly Permission[]));
}
