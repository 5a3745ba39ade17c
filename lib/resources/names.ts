// Pure: navigation, permissions and the browser read it too.

/** What may be done with a kind of row. A resource has `import` and `export` when its description has `csv`. */
export const VERBS = {
  read: 'See',
  create: 'Add',
  update: 'Change',
  delete: 'Delete',
  import: 'Import',
  export: 'Export',
  review: 'See who has access to',
  share: 'Share',
  hand_on: 'Make owners of',
} as const;
export type Verb = keyof typeof VERBS;

/** Whose the rows of a resource are: each workspace's own, or the organization's as a whole. */
export type ResourceScope = 'workspace' | 'org';

type Name = {
  /** The last part of its pages' address: /s/<sub-team>/<path>, or /<path> for what is the organization's. */
  path: string;
  /**
   * `org`: its rows are the organization's as a whole, the same whichever sub-team is open. They live in the main
   * workspace, where every member is, and in no other. Not said: each workspace has its own.
   */
  scope?: ResourceScope;
  one: string;
  many: string;
  /** "g c": g, then c. */
  shortcut: string;
  verbs: readonly Verb[];
};

/**
 * THE line of navigation of each described resource, in the order of the sidebar. Its permissions (`contact.read`),
 * who holds them, its links and its rows of the matrix follow from it.
 */
export const RESOURCES = {
  contact: {
    path: 'contacts',
    one: 'contact',
    many: 'contacts',
    shortcut: 'g c',
    verbs: ['read', 'create', 'update', 'delete', 'import', 'export'],
  },
  group: {
    path: 'groups',
    one: 'group',
    many: 'groups',
    shortcut: 'g k',
    verbs: ['read', 'create', 'update', 'delete', 'import', 'export', 'review', 'share', 'hand_on'],
  },
  desktop: {
    path: 'desktops',
    one: 'desktop',
    many: 'desktops',
    shortcut: 'g j',
    verbs: ['read', 'create', 'update', 'delete', 'import', 'export'],
  },
} as const satisfies Record<string, Name>;

export type ResourceName = keyof typeof RESOURCES;
export const RESOURCE_NAMES = Object.keys(RESOURCES) as ResourceName[];

/** Whose the rows of a resource are. */
export const scopeOf = (name: ResourceName): ResourceScope => (RESOURCES[name] as Name).scope ?? 'workspace';

/** The resources of a scope, in the order of the sidebar. */
export const namesOf = (scope: ResourceScope): ResourceName[] =>
  RESOURCE_NAMES.filter((name) => scopeOf(name) === scope);

/** First parts of addresses that are those of the organization's own resources. */
export const ORG_PARTS: ReadonlySet<string> = new Set(namesOf('org').map((name) => RESOURCES[name].path));

/** `contact.read`, `contact.create` …: an entry of the vocabulary for each verb of each resource. */
export type ResourcePermission = {
  [N in ResourceName]: `${N}.${(typeof RESOURCES)[N]['verbs'][number]}`;
}[ResourceName];

const each = RESOURCE_NAMES.flatMap((name) =>
  RESOURCES[name].verbs.map((verb) => ({
    verb: verb as Verb,
    permission: `${name}.${verb}` as ResourcePermission,
    says: `${VERBS[verb]} ${RESOURCES[name].many}`,
  })),
);

/** What each permission of a resource says to a person. */
export const RESOURCE_PERMISSIONS = Object.fromEntries(
  each.map(({ permission, says }) => [permission, says]),
) as Record<ResourcePermission, string>;

/** Whoever reads may read every resource; whoever works with resources may do all with them, but make others their owners. */
export const READING = each.filter(({ verb }) => verb === 'read').map(({ permission }) => permission);
export const WORKING = each.filter(({ verb }) => verb !== 'hand_on').map(({ permission }) => permission);
export const HANDING = each.filter(({ verb }) => verb === 'hand_on').map(({ permission }) => permission);

/** "Contacts": a resource's name at the beginning of a sentence. */
export const titled = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
