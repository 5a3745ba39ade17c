import type { ErrorCode } from '../errors';

// Pure: what a routing decision is, shared by the writer, the list and the page.

export const SURFACES = ['page', 'action', 'api'] as const;
export type Surface = (typeof SURFACES)[number];

export const RESOLVED_BY = ['route', 'header', 'token'] as const;
export type ResolvedBy = (typeof RESOLVED_BY)[number];

/** Where a page's refusal was. */
export const PAGE = { surface: 'page', by: 'route' } as const;

export const OUTCOMES = ['allowed', 'refused'] as const;

/** What stands for a header that is no ULID: what it was may be a secret that went astray. */
export const MALFORMED = 'malformed';

/** Codes that say where a request was not let in. What goes wrong once inside is no routing decision. */
export const REASONS = [
  'tenant_forbidden',
  'forbidden',
  'sub_team_forbidden',
  'feature_off',
  'unauthenticated',
  'not_found',
  'moved',
  'organization_required',
  'bad_host',
] as const satisfies readonly ErrorCode[];
export type Reason = (typeof REASONS)[number];

/** One decision, as it is buffered and sent: ids are uuids. */
export type Decision = {
  readonly id: string;
  readonly at: string;
  readonly request_id: string;
  readonly method: string;
  /** The key of the host it came to; '@root' for the console's own. */
  readonly host: string;
  readonly path: string;
  readonly surface: Surface;
  readonly resolved_by: ResolvedBy | 'none';
  /** The org, where it is known by id; else the gate finds it by the host. */
  readonly org_id: string | null;
  /** The header as a ULID, or MALFORMED; `header_org` is the uuid behind it. */
  readonly header: string | null;
  readonly header_org: string | null;
  readonly token_org: string | null;
  readonly actor_kind: 'user' | 'token' | 'nobody';
  readonly actor_id: string | null;
  readonly actor_label: string;
  readonly outcome: (typeof OUTCOMES)[number];
  readonly reason: Reason | null;
  readonly ip: string;
};
