import { ORG, type Sql, sql } from '../db/sql';

/** What of a chain is not as it was written: see audit_check in prisma/migrations. */
export type Fault = 'missing' | 'removed' | 'changed' | 'added' | 'end' | 'lost';

/** What a walk along an org's chain found. Counts are BigInt as text, `hash` is the head's. */
export type ChainRow = {
  /** Events that are there. */
  events: string;
  /** Events that went for their age: the chain begins after them. */
  removed: string;
  since: Date | null;
  /** The number of the newest event. */
  seq: string;
  hash: Uint8Array;
  fault: Fault | null;
  fault_seq: string | null;
  fault_event: string | null;
};

/** Walks the org's own chain, from the oldest event that is kept to the newest, in one snapshot. */
export const VERIFY_CHAIN: Sql<ChainRow> = sql`SELECT * FROM verify_audit(${ORG})`;

/** The hash of a chain's head as people compare it. */
export const hexOf = (hash: Uint8Array): string => Buffer.from(hash).toString('hex');

const WHAT: Record<Fault, (seq: string) => string> = {
  missing: (seq) => `number ${seq} is missing`,
  removed: (seq) => `the event with number ${seq} was removed`,
  changed: (seq) => `the event with number ${seq} is not as it was written`,
  added: () => 'an event was added past the chain',
  lost: () => 'an event was removed before it had its place in the chain',
  end: (seq) => `the newest events, from number ${seq} on, are missing, or the head was changed`,
};

/** What is wrong, as the end of a sentence; null when the chain is whole. */
export const faultOf = ({ fault, fault_seq: seq }: Pick<ChainRow, 'fault' | 'fault_seq'>): string | null =>
  fault && WHAT[fault](seq ?? '');
