import type { RoutingRow } from '../data/routing-list';
import { toUlid } from '../ids';
import { MALFORMED, type Reason, type ResolvedBy } from '../routing/decision';
import { ROOT_KEY } from '../tenancy/seal';
import { orgHostLabel, rootUrl } from '../tenancy/urls';

/** One decision as a page shows it. Ids are ULIDs, times ISO 8601. */
export type RoutingLine = {
  id: string;
  at: string;
  method: string;
  /** The host as a browser shows it, and its key. */
  host: string;
  hostKey: string;
  path: string;
  surface: string;
  by: ResolvedBy;
  header: { said: string; lost: boolean } | null;
  token: { org: string; lost: boolean } | null;
  /** What disagreed, as a sentence; null when nothing did. */
  disagreed: string | null;
  actor: { id: string | null; name: string; email: string };
  refused: boolean;
  /** Why it was refused: the code, and its sentence. */
  reason: { code: string; sentence: string } | null;
  requestId: string;
  ip: string;
};

/** What of a decision goes to the browser. */
export function routingLine(row: RoutingRow, orgId: string): RoutingLine {
  const org = toUlid(orgId);
  const header = row.header === null ? null : { said: row.header, lost: row.header !== org };
  const token = row.token_org && { org: toUlid(row.token_org), lost: row.token_org !== orgId };
  return {
    id: toUlid(row.id),
    at: row.at.toISOString(),
    method: row.method,
    host: hostLabel(row.host),
    hostKey: row.host,
    path: row.path,
    surface: row.surface,
    by: row.resolved_by,
    header,
    token: token || null,
    disagreed: row.disagreed ? disagreement(row.resolved_by, header, token || null) : null,
    actor: {
      id: row.actor_id && toUlid(row.actor_id),
      name: row.actor_name ?? (row.actor_label || (row.actor_id ? 'Not a member' : 'Nobody')),
      email: row.actor_label,
    },
    refused: row.outcome === 'refused',
    reason: row.reason === null ? null : { code: row.reason, sentence: sentenceOf(row.reason) },
    requestId: row.request_id,
    ip: row.ip,
  };
}

/** A host by its key, as a browser shows it. */
export const hostLabel = (key: string): string =>
  key === ROOT_KEY ? new URL(rootUrl()).host : orgHostLabel(key);

const WINNER: Record<ResolvedBy, string> = { route: 'the route', header: 'the header', token: 'the token' };

function disagreement(by: ResolvedBy, header: RoutingLine['header'], token: RoutingLine['token']): string {
  const said = [
    header?.lost && (header.said === MALFORMED ? 'The header was no id' : `The header said ${header.said}`),
    token?.lost && `The token is bound to ${token.org}`,
  ].filter(Boolean);
  return `${said.join(', ')}; ${WINNER[by]} decided`;
}

// Shorter than the sentences that a refused person reads: here somebody looks at many.
const SENTENCES: Record<Reason, string> = {
  tenant_forbidden: 'Not a member of the organization',
  forbidden: 'The role does not allow it',
  sub_team_forbidden: 'Not in this sub-team',
  feature_off: 'The feature is switched off',
  unauthenticated: 'Nobody was signed in',
  not_found: 'No organization, or no sub-team, lives there',
  moved: 'A former or secondary address: led on to the main one',
  organization_required: 'No organization was named',
  bad_host: 'The host could not be read',
};

const sentenceOf = (code: string): string => SENTENCES[code as Reason] ?? code;
