/** What is counted for each organization by itself, with its unit. A new limit is one entry here. */
export const LIMITS = {
  members: { label: 'Members', unit: 'count' },
  custom_domains: { label: 'Custom domains', unit: 'count' },
  sub_teams: { label: 'Sub-teams', unit: 'count' },
  contacts: { label: 'Contacts', unit: 'count' },
  storage: { label: 'Storage', unit: 'bytes' },
  /** In a calendar month, UTC. */
  api_requests: { label: 'API requests a month', unit: 'count' },
  /** Of all members and tokens together; see the rate limits. */
  requests_per_minute: { label: 'Requests a minute', unit: 'count' },
} as const satisfies Record<string, { label: string; unit: 'count' | 'bytes' }>;

export type Limit = keyof typeof LIMITS;
export type Limits = Readonly<Record<Limit, number>>;

/** True for one of the limits above. */
export const isLimit = (text: string): text is Limit => Object.hasOwn(LIMITS, text);
