/** Of a pool's connections, how many one tenant may have at once. */
const SHARE = 0.4;
/** Questions of one tenant that may wait. */
const QUEUE = 200;
const PATIENCE_MS = 1500;
/** Tenants that are kept in mind, though some of them want nothing now. */
const REMEMBERED = 1000;

type Waiting = { since: number; start: () => void; refuse: (error: Error) => void };
type Tenant = { taken: number; waiting: Waiting[] };

/**
 * Gives a pool's connections out fairly: a tenant never has more than two fifths of them, so that its slow questions
 * can't hold up anybody else's quick ones, and when all are taken, those who wait get the next ones by turns, tenant by
 * tenant. Who waits longer than a second and a half, or behind too many, is refused: busy is said, not kept silent.
 */
export class FairShare {
  readonly cap: number;
  private readonly tenants = new Map<string, Tenant>();
  /** Tenants with somebody waiting, whose turn is next first. */
  private readonly queue = new Set<Tenant>();
  private free: number;
  private watch: NodeJS.Timeout | undefined;

  /**
   * @param size connections of the pool
   * @param patienceMs how long somebody waits for one
   */
  constructor(
    size: number,
    private readonly patienceMs = PATIENCE_MS,
  ) {
    this.free = size;
    this.cap = Math.max(1, Math.floor(size * SHARE));
  }

  /**
   * Does `work`, which takes one connection, when the tenant may have one. No wait while there is enough.
   * @throws `tooMany()`, which lib/db/refusal.ts makes `busy` of
   */
  run<T>(tenant: string, work: () => Promise<T>): Promise<T> {
    if (this.take(tenant)) return this.during(tenant, work);
    return this.wait(tenant).then(() => this.during(tenant, work));
  }

  // Without `await`: it is on every question's way, and each promise that an async function makes costs it.
  private during<T>(tenant: string, work: () => Promise<T>): Promise<T> {
    const give = () => this.give(tenant);
    try {
      const done = work();
      done.then(give, give);
      return done;
    } catch (error) {
      give(); // it failed before it was a promise
      return Promise.reject(error);
    }
  }

  /** The same for a connection that is given back later. @returns how */
  async hold(tenant: string): Promise<() => void> {
    if (!this.take(tenant)) await this.wait(tenant);
    let held = true;
    return () => {
      if (held) this.give(tenant);
      held = false;
    };
  }

  private take(name: string): boolean {
    const tenant = this.tenants.get(name);
    // Who waits although some are free wants more than their share: nobody else waits behind them.
    if (this.free === 0 || (tenant && tenant.taken >= this.cap)) return false;
    if (tenant) tenant.taken++;
    else this.tenants.set(name, { taken: 1, waiting: [] });
    this.free--;
    return true;
  }

  private wait(name: string): Promise<void> {
    const tenant = this.tenants.get(name) ?? { taken: 0, waiting: [] };
    this.tenants.set(name, tenant);
    if (tenant.waiting.length >= QUEUE) return Promise.reject(tooMany());
    this.queue.add(tenant);
    this.watch ??= setInterval(() => this.refuseLate(), 100);
    return new Promise((start, refuse) => tenant.waiting.push({ since: performance.now(), start, refuse }));
  }

  private give(name: string) {
    const tenant = this.tenants.get(name);
    if (!tenant) return;
    tenant.taken--;
    this.free++;
    if (this.queue.size > 0) this.startNext();
    if (this.tenants.size > REMEMBERED) this.forgetIdle();
  }

  // Rarely and all at once: most who come, come again.
  private forgetIdle() {
    for (const [name, tenant] of this.tenants)
      if (tenant.taken === 0 && tenant.waiting.length === 0) this.tenants.delete(name);
  }

  private startNext() {
    for (const tenant of this.queue) {
      if (this.free === 0) return;
      if (tenant.taken >= this.cap) continue;
      this.queue.delete(tenant); // and to the end, when more of it wait
      const next = tenant.waiting.shift();
      if (tenant.waiting.length > 0) this.queue.add(tenant);
      if (!next) continue;
      tenant.taken++;
      this.free--;
      next.start();
    }
    this.rest();
  }

  private refuseLate() {
    const oldest = performance.now() - this.patienceMs;
    for (const tenant of this.tenants.values()) {
      while (tenant.waiting[0] && tenant.waiting[0].since < oldest) tenant.waiting.shift()?.refuse(tooMany());
      if (tenant.waiting.length > 0) continue;
      this.queue.delete(tenant);
    }
    this.rest();
  }

  /** A timer runs only while somebody waits. */
  private rest() {
    if (this.queue.size > 0) return;
    clearInterval(this.watch);
    this.watch = undefined;
  }
}

// No AppError: this lives on globalThis with the engine, and whoever asks may be of another bundle, where that class is
// another one. A code in the database's manner is the same everywhere.
const tooMany = () => Object.assign(new Error('no connection came free in time'), { code: 'RH503' });
