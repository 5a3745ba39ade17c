import type { Decision } from './decision';

type Options = {
  /** Decisions that wait at most; what comes then is counted and dropped. */
  room: number;
  /** How long a decision waits for a second one of its request. */
  settleMs: number;
};

/** Request ids that are remembered after their decision left. */
const REMEMBERED = 2000;

/**
 * Decisions on their way to the database. One a request: a page and its frame both enter, and a refusal wins over
 * having been let in, the one that knows who was refused over the one that doesn't. Bounded, whatever comes.
 */
export class DecisionBuffer {
  private readonly waiting = new Map<string, { decision: Decision; since: number }>();
  private readonly left = new Map<string, Decision['outcome']>();
  private dropped = 0;

  constructor(private readonly options: Options = { room: 5000, settleMs: 250 }) {}

  get size(): number {
    return this.waiting.size;
  }

  /** Takes a decision in; never waits and never throws. */
  put(decision: Decision, now = Date.now()): void {
    const { request_id: id, outcome } = decision;
    const before = this.waiting.get(id);
    if (before) {
      const { outcome: had, actor_label: knew } = before.decision;
      if (outcome === 'refused' && (had === 'allowed' || knew === '')) before.decision = decision;
      return;
    }
    // Its row stands already. A refusal that comes after it is not lost: it gets a row of its own.
    if (this.left.get(id) === outcome || this.left.get(id) === 'refused') return;
    if (this.waiting.size >= this.options.room) this.dropped++;
    else this.waiting.set(id, { decision, since: now });
  }

  /** Takes out the oldest decisions that have settled; `all` doesn't wait for that. */
  take(most: number, { all = false, now = Date.now() } = {}): Decision[] {
    const taken: Decision[] = [];
    for (const [id, { decision, since }] of this.waiting) {
      if (taken.length >= most || (!all && now - since < this.options.settleMs)) break;
      taken.push(decision);
      this.waiting.delete(id);
      this.remember(id, decision.outcome);
    }
    return taken;
  }

  /** Puts back what could not be stored, in front; as much of it as there is room for. */
  giveBack(decisions: readonly Decision[]): void {
    const newer = [...this.waiting];
    const room = this.options.room - newer.length;
    this.dropped += Math.max(0, decisions.length - room);
    this.waiting.clear();
    for (const decision of decisions.slice(0, Math.max(0, room)))
      this.waiting.set(decision.request_id, { decision, since: 0 });
    for (const [id, one] of newer) this.waiting.set(id, one);
  }

  /** How many were dropped since this was asked last. */
  takeDropped(): number {
    const { dropped } = this;
    this.dropped = 0;
    return dropped;
  }

  private remember(id: string, outcome: Decision['outcome']) {
    this.left.set(id, outcome);
    if (this.left.size <= REMEMBERED) return;
    const [oldest = ''] = this.left.keys();
    this.left.delete(oldest);
  }
}
