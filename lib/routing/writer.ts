import { log } from '../log';
import { turnedAway } from '../tenancy/turned-away';
import { DecisionBuffer } from './buffer';
import type { Decision } from './decision';

/** Stores decisions in one round trip. Answers with the ids of those that name no organization. */
export type Store = (decisions: readonly Decision[]) => Promise<string[]>;

const EVERY_MS = 500;
const MOST = 200;
const SLOWEST_MS = 30_000;

/**
 * Brings decisions to the database, off every request's way: a request only puts one into a buffer. A database that
 * is away or slow holds up nobody; when the buffer is full, what comes is counted and told to the operator.
 */
export class RoutingWriter {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private failures = 0;

  constructor(
    private readonly store: Store,
    private readonly buffer = new DecisionBuffer(),
  ) {}

  /** Notes a decision. Costs a look into a map. */
  note(decision: Decision): void {
    this.buffer.put(decision);
    if (this.buffer.size >= MOST && this.failures === 0 && !this.running) this.begin();
    else this.arm();
  }

  /** Stores all that waits; for the end of the process. Gives up at the first failure. */
  async flush(): Promise<void> {
    await this.running;
    clearTimeout(this.timer);
    this.timer = undefined;
    for (let batch = this.take(true); batch.length > 0; batch = this.take(true))
      if (!(await this.send(batch))) return;
  }

  private take = (all: boolean) => this.buffer.take(MOST, { all });

  private arm() {
    const ms = Math.min(EVERY_MS * 2 ** this.failures, SLOWEST_MS);
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.begin();
    }, ms).unref();
  }

  private begin() {
    if (this.running) return;
    this.running = this.run().finally(() => {
      this.running = undefined;
      if (this.buffer.size > 0) this.arm();
    });
  }

  private async run() {
    const lost = this.buffer.takeDropped();
    if (lost > 0) log.error('routing log overflowed', { lost });
    // What is as many as a flight takes goes at once; a rest waits until it has settled.
    for (let all = this.buffer.size >= MOST; ; all = this.buffer.size >= MOST) {
      const batch = this.take(all);
      if (batch.length === 0 || !(await this.send(batch))) return;
    }
  }

  private async send(batch: readonly Decision[]): Promise<boolean> {
    try {
      const unplaced = new Set(await this.store(batch));
      for (const decision of batch) if (unplaced.has(decision.id)) tellOperator(decision);
      this.failures = 0;
      return true;
    } catch (error) {
      // Told once an outage, not once a try.
      if (this.failures++ === 0) log.error('routing log not written', { error, waiting: batch.length });
      if (isRefused(error)) this.failures = 0;
      else this.buffer.giveBack(batch);
      return isRefused(error);
    }
  }
}

/** The server's own No to what was sent: the same again would be refused again. */
const isRefused = (error: unknown): boolean => /^(22|23)/.test((error as { code?: string }).code ?? '');

/** A decision that names no organization: a host or an id that leads nowhere. */
export function tellOperator(decision: Decision): void {
  turnedAway({
    requestId: decision.request_id,
    reason: decision.reason ?? 'not_found',
    method: decision.method,
    host: decision.host,
    path: decision.path,
    resolvedBy: decision.resolved_by,
    header: decision.header,
    actorId: decision.actor_id,
    ip: decision.ip,
  });
}
