import { type ChainRow, faultOf, hexOf } from '../data/audit-chain';
import { askWorkerGate } from '../db/as-job';
import { sql } from '../db/sql';

type Ask = {
  /** One organization; without it all. */
  slug?: string;
  /** The head of its chain as it was noted before: "number:hash". */
  noted?: string;
};

/**
 * Walks the chains of audit logs and tells of each.
 * @returns 0 when all hold, 1 when one is broken
 * @throws Error when there is no such organization, or `noted` is none
 */
export async function verifyAudits({ slug, noted }: Ask, tell: (text: string) => void): Promise<number> {
  const place = noted === undefined ? null : placeOf(noted);
  const rows = await askWorkerGate(
    sql<ChainRow & { slug: string; noted_hash: Uint8Array | null }>`
      SELECT * FROM verify_audits(${slug ?? null}::text, ${place?.seq ?? null}::bigint)`,
  );
  if (slug !== undefined && rows.length === 0) throw new Error(`there is no organization ${slug}`);
  let broken = 0;
  for (const row of rows) {
    const fault = faultOf(row) ?? (place && otherThanNoted(row, place));
    if (fault) broken++;
    tell(fault ? `${row.slug}: BROKEN: ${fault}\n` : `${row.slug}: ${whole(row)}\n`);
  }
  if (slug === undefined)
    tell(
      broken ? `${broken} of ${rows.length} chains are broken.\n` : `${rows.length} chains, all unbroken.\n`,
    );
  return broken ? 1 : 0;
}

const whole = ({ events, since, seq, hash, removed }: ChainRow) =>
  Number(events) === 0
    ? 'no event'
    : `${events} events, unbroken since ${since?.toISOString()}${removed === '0' ? '' : ` (${removed} went for their age)`}, head ${seq}:${hexOf(hash)}`;

type Place = { seq: string; hash: string };

function placeOf(noted: string): Place {
  const [, seq, hash] = /^(\d{1,18}):([0-9a-f]{64})$/i.exec(noted) ?? [];
  if (!seq || !hash) throw new Error('what was noted is a number, a colon and a hash of 64 digits');
  return { seq, hash: hash.toLowerCase() };
}

function otherThanNoted(
  row: { noted_hash: Uint8Array | null; removed: string },
  { seq, hash }: Place,
): string | null {
  if (row.noted_hash)
    return hexOf(row.noted_hash) === hash
      ? null
      : `the event with number ${seq} has another hash than was noted`;
  return BigInt(seq) < BigInt(row.removed)
    ? `the event with number ${seq} went for its age: nothing to compare with`
    : `there is no event with number ${seq}`;
}
