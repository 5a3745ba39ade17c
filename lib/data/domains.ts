import { ORG, sql } from '../db/sql';
import type { Found } from '../domains/dns';
import type { Claim, DomainState } from '../domains/state';

/** A custom domain of the org, as the database has it. */
export type DomainRow = {
  id: string;
  host: string;
  state: DomainState;
  state_since: Date;
  proof: string;
  taken: boolean;
  lapses_at: Date | null;
  verified_at: Date | null;
  missed: number;
  missed_since: Date | null;
  points: Claim['points'];
  live_at: Date | null;
  found: Found | null;
  checked_at: Date | null;
  created_at: Date;
  created_by: string;
};

const OF_THE_ORG = sql<DomainRow>`
  SELECT d.id, d.host, d.state, d.state_since, d.proof, d.taken, d.lapses_at, d.verified_at, d.missed, d.missed_since,
    d.points, d.live_at, d.found, d.checked_at, d.created_at, d.created_by
  FROM domain d WHERE d.org_id = ${ORG}`;

/** Every custom domain of the org, the newest first. */
export const DOMAINS = sql<DomainRow>`${OF_THE_ORG} ORDER BY d.created_at DESC, d.id DESC`;

/** One of them, locked against everybody else who would change it. */
export const domainLocked = (id: string) => sql<DomainRow>`${OF_THE_ORG} AND d.id = ${id}::uuid FOR UPDATE`;

/** What the rule for states needs of a row. */
export const claimOf = (row: DomainRow): Claim => ({
  state: row.state,
  taken: row.taken,
  lapsesAt: row.lapses_at,
  verifiedAt: row.verified_at,
  missed: row.missed,
  missedSince: row.missed_since,
  points: row.points,
  liveAt: row.live_at,
});
