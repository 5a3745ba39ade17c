/** Calls under way at the same time. */
const LIMITS = {
  all: 256,
  /** Of one organization. */
  org: 4,
  /** Of all organizations that one person founded together. */
  founder: 16,
  /** Of all relays together that are slow or failing, however many organizations they belong to. */
  slow: 128,
  /** Kept free for founders with nothing under way. */
  reserved: 64,
} as const;

/** A call that takes longer makes its relay a slow one, for so long. */
const SLOW_MS = 2000;
const SLOW_FOR_MS = 10 * 60_000;
const MOST_SLOW = 10_000;

/** A relay with something to send, as the worker's gate lists it. */
export type Due = { org_id: string; relay_id: string; founder: string; failing: boolean };

type Call = { due: Due; at: number };

/**
 * THE RULE of the fair queue: who may begin how many calls now. An organization has a few places and never more, a founder
 * a few for all their organizations, and slow and failing relays have half of all places between them, one each. The last
 * places go only to founders with nothing under way. So neither one organization that hangs, nor a crowd of them, nor the
 * many organizations of one person keep another's event waiting. Times are in milliseconds.
 */
export class Places {
  private readonly calls = new Set<Call>();
  /** Founders of this round who have nothing under way: each may begin one call before others begin more. */
  private waiting = new Set<string>();
  private readonly slowUntil = new Map<string, number>();

  get busy(): number {
    return this.calls.size;
  }

  /** Begins a call. @returns what ends it */
  begin(due: Due, now: number): (now: number) => void {
    const call = { due, at: now };
    this.waiting.delete(due.founder);
    this.calls.add(call);
    return (end) => {
      this.calls.delete(call);
      if (end - call.at >= SLOW_MS) this.noteSlow(due.relay_id, end);
      else this.slowUntil.delete(due.relay_id);
    };
  }

  /** Sorts what is due in one round: founders with the fewest calls under way come first, others keep their order. */
  inOrder<D extends Due>(due: readonly D[]): D[] {
    const busy = this.count(({ founder }) => founder);
    this.waiting = new Set(due.map(({ founder }) => founder).filter((founder) => !busy.has(founder)));
    return due.toSorted((a, b) => (busy.get(a.founder) ?? 0) - (busy.get(b.founder) ?? 0));
  }

  /** Returns how many calls may begin for this relay now. */
  free(due: Due, now: number): number {
    for (const call of this.calls) if (now - call.at >= SLOW_MS) this.noteSlow(call.due.relay_id, now);
    const slow = this.isSlow(due, now);
    const org = this.count(({ org_id }) => org_id).get(due.org_id) ?? 0;
    const founder = this.count((one) => one.founder).get(due.founder) ?? 0;
    const left = LIMITS.all - this.busy;
    const places = [
      (slow ? 1 : LIMITS.org) - org,
      LIMITS.founder - founder,
      Math.max(left - LIMITS.reserved - this.waiting.size, founder === 0 ? Math.min(left, 1) : 0),
    ];
    if (slow) places.push(LIMITS.slow - [...this.calls].filter((one) => this.isSlow(one.due, now)).length);
    return Math.max(0, Math.min(...places));
  }

  private isSlow({ relay_id, failing }: Due, now: number): boolean {
    return failing || (this.slowUntil.get(relay_id) ?? 0) > now;
  }

  private noteSlow(relayId: string, now: number) {
    if (this.slowUntil.size >= MOST_SLOW) this.slowUntil.clear();
    this.slowUntil.set(relayId, now + SLOW_FOR_MS);
  }

  private count(by: (due: Due) => string): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { due } of this.calls) counts.set(by(due), (counts.get(by(due)) ?? 0) + 1);
    return counts;
  }
}
