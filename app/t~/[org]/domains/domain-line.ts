import type { DomainRow } from '@/lib/data/domains';
import type { DnsSettings } from '@/lib/domains/dns';
import { type DnsRecord, recordsOf } from '@/lib/domains/records';
import { type DomainState, isHeld, LAPSE_DAYS } from '@/lib/domains/state';
import { toUlid } from '@/lib/ids';
import { readableHost } from '@/lib/tenancy/custom-host';
import { orgUrl } from '@/lib/tenancy/urls';

/** What the cards say of the organization: its subdomain, and where people are led to, as a person reads them. */
export type ShownOrg = { name: string; address: string; leadsTo: string };

/** A custom domain as the page shows it. Times are milliseconds since 1970. */
export type DomainLine = {
  id: string;
  host: string;
  /** The host in letters beyond a to z, where it has any. */
  readable: string | null;
  /** Where it opens, once it is this organization's. */
  href: string | null;
  state: DomainState;
  /** Whether the organization has it: it is served, and nobody else can have it. */
  held: boolean;
  primary: boolean;
  taken: boolean;
  /** Why it fails: its proof is gone, or it leads elsewhere. */
  proofGone: boolean;
  everHeld: boolean;
  since: number;
  checked: number | null;
  /** Until when a pending claim waits, or when a host without its proof is released at the earliest. */
  ends: number | null;
  records: DnsRecord[];
};

const DAY_MS = 24 * 60 * 60_000;

/** What one row becomes on the page. */
export function domainLine(row: DomainRow, primaryHost: string, settings: DnsSettings): DomainLine {
  const readable = readableHost(row.host);
  const held = isHeld(row);
  const release = row.missed_since && row.missed_since.getTime() + LAPSE_DAYS * DAY_MS;
  return {
    id: toUlid(row.id),
    host: row.host,
    readable: readable === row.host ? null : readable,
    href: held ? orgUrl(row.host) : null,
    state: row.state,
    held,
    primary: row.host === primaryHost,
    taken: row.taken,
    proofGone: row.missed > 0,
    everHeld: row.verified_at !== null,
    since: row.state_since.getTime(),
    checked: row.checked_at?.getTime() ?? null,
    ends: row.lapses_at ? row.lapses_at.getTime() : release,
    records: recordsOf(row, settings),
  };
}
