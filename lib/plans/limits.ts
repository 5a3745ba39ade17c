type Terms = {
  label: string;
  sentence: string;
  unit: 'count' | 'bytes';
  /** held: so many at a time; monthly: so many in a calendar month (UTC); rate: so many in a time, see the rate limits. */
  kind: 'held' | 'monthly' | 'rate';
  /** What an organization does with it, in a sentence: "has 25 of 25 members". */
  holds: (used: string, most: string) => string;
  /** How to make room. */
  mend: string;
  /** What is refused once it is reached. */
  full: string;
};

/** What is limited for each organization by itself. A new limit is one entry here, and one number in each plan. */
export const LIMITS = {
  members: {
    label: 'Members',
    sentence: 'People in the organization.',
    unit: 'count',
    kind: 'held',
    holds: (used, most) => `has ${used} of ${most} members`,
    mend: 'Remove somebody or change the plan.',
    full: 'Nobody can be invited or join until somebody leaves or the plan changes.',
  },
  custom_domains: {
    label: 'Custom domains',
    sentence: 'Hosts of its own that lead to it.',
    unit: 'count',
    kind: 'held',
    holds: (used, most) => `has ${used} of ${most} custom domains`,
    mend: 'Remove one or change the plan.',
    full: 'No domain can be added until one is removed or the plan changes.',
  },
  sub_teams: {
    label: 'Sub-teams',
    sentence: 'Workspaces inside the organization.',
    unit: 'count',
    kind: 'held',
    holds: (used, most) => `has ${used} of ${most} sub-teams`,
    mend: 'Delete one or change the plan.',
    full: 'No sub-team can be made until one is deleted or the plan changes.',
  },
  contacts: {
    label: 'Contacts',
    sentence: 'Contacts of all sub-teams together.',
    unit: 'count',
    kind: 'held',
    holds: (used, most) => `has ${used} of ${most} contacts`,
    mend: 'Delete some or change the plan.',
    full: 'No contact can be added until some are deleted or the plan changes.',
  },
  storage: {
    label: 'Storage',
    sentence: 'Pictures and files that were uploaded.',
    unit: 'bytes',
    kind: 'held',
    holds: (used, most) => `stores ${used} of ${most}`,
    mend: 'Remove a file or change the plan.',
    full: 'Nothing can be uploaded until something is removed or the plan changes.',
  },
  api_requests: {
    label: 'API requests a month',
    sentence: 'Since the first of this month (UTC), by members and programs.',
    unit: 'count',
    kind: 'monthly',
    holds: (used, most) => `has made ${used} of ${most} API requests this month`,
    mend: 'Wait for the next month (UTC) or change the plan.',
    full: 'API requests are refused until the month is over (UTC) or the plan changes.',
  },
  requests_per_minute: {
    label: 'Requests a minute',
    sentence: 'Of all members and programs together.',
    unit: 'count',
    kind: 'rate',
    holds: (used, most) => `has made ${used} of ${most} requests this minute`,
    mend: 'Wait a minute or change the plan.',
    full: 'Requests are refused until the minute is over.',
  },
} as const satisfies Record<string, Terms>;

export type Limit = keyof typeof LIMITS;
export type Limits = Readonly<Record<Limit, number>>;

/** The limits that use is counted for today, in the order in which people see them. */
export const COUNTED = [
  'members',
  'sub_teams',
  'custom_domains',
  'storage',
  'api_requests',
] as const satisfies Limit[];
export type CountedLimit = (typeof COUNTED)[number];

/** The limits of what is held, of which room is reserved before a write. */
export type HeldLimit = { [L in Limit]: (typeof LIMITS)[L]['kind'] extends 'held' ? L : never }[Limit];

/** True for one of the limits above. */
export const isLimit = (text: string): text is Limit => Object.hasOwn(LIMITS, text);
