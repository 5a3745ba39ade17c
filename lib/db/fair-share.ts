/** Of a pool's connections, how many one tenant may have at once. */
const SHARE = 0.4;
/** Questions of one tenant that may wait. */
const QUEUE = 200;
const PATIENCE_MS = 1500;
/** How fast what a tenant used is forgotten, and how much of it is heavy: as if three tenths of a connection, always. */
const MEMORY_MS = 10_000;
const HEAVY_MS = 3000;
/** Whoever asked so lately is company still. */
const COMPANY_MS = 1000;
/** Connections of a tenant that used much, in company. */
const IN_COMPANY = 1;
/** Tenants that are kept in mind, though some of them want nothing now. */
const REMEMBERED = 1000;

type Waiting = { since: number; start: () => void; refuse: (error: Error) => void };

class Tenant {
  taken = 0;
  waiting: Waiting[] = [];
  #used = 0;
  #at = 0;

  /** Milliseconds of connections that it has had lately; counts what it has now, so call it before `taken` changes. */
  used(now: number): number {
    const since = now - this.#at;
    this.#used = this.#used * Math.exp(-since / MEMORY_MS) + this.taken * Math.min(since, MEMORY_MS);
    this.#at = now;
    return this.#used;
  }
}

/**
 * Gives a pool's connections out fairly: a tenant never has more than two fifths of them, so that its slow questions
 * can't hold up anybody else's quick ones, and when all are taken, those who wait get the next ones by turns, tenant by
 * tenant. A tenant that used much lately has one at a time while others ask too: connections are many, but the
 * database's processors are few, and what it computes for one it doesn't for another. Who waits longer than a second and
 * a half, or behind too many, is refused: busy is said, not kept silent.
 */
export class FairShare {
  readonly cap: number;
  private readonly tenants = new Map<string, Tenant>();
  /** Tenants with somebody waiting, whose turn is next first. */
  private readonly queue = new Set<Tenant>();
  private free: number;
  private watch: NodeJS.Timeout | undefined;
  /** Who asked last, and when somebody else did. */
  private last: Tenant | undefined;
  private lastAt = Number.NEGATIVE_INFINITY;
  private otherAt = Number.NEGATIVE_INFINITY;

  /**
   * @param size connections of the pool
   * @param patienceMs how long somebody waits for one
   * @param now the time in milliseconds; for tests
   */
  constructor(
    size: number,
    private readonly patienceMs = PATIENCE_MS,
    private readonly now: () => number = () => performance.now(),
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
    const now = this.now();
    const tenant = this.tenant(name);
    if (this.last !== tenant) {
      this.otherAt = this.lastAt;
      this.last = tenant;
    }
    this.lastAt = now;
    // Who waits although some are free wants more than their share: nobody else waits behind them.
    if (this.free === 0 || tenant.taken >= this.most(tenant, now)) return false;
    this.start(tenant, now);
    return true;
  }

  private tenant(name: string): Tenant {
    let tenant = this.tenants.get(name);
    if (!tenant) {
      tenant = new Tenant();
      this.tenants.set(name, tenant);
    }
    return tenant;
  }

  /** How many the tenant may have now. */
  private most(tenant: Tenant, now: number): number {
    if (tenant.taken < IN_COMPANY) return this.cap; // asked most of the time, and then nothing has to be reckoned
    const otherAt = this.last === tenant ? this.otherAt : this.lastAt;
    const crowded = now - otherAt < COMPANY_MS && tenant.used(now) > HEAVY_MS;
    return crowded ? Math.min(IN_COMPANY, this.cap) : this.cap;
  }

  private start(tenant: Tenant, now: number) {
    tenant.used(now);
    tenant.taken++;
    this.free--;
  }

  private wait(name: string): Promise<void> {
    const tenant = this.tenant(name);
    if (tenant.waiting.length >= QUEUE) return Promise.reject(tooMany());
    this.queue.add(tenant);
    this.watch ??= setInterval(() => this.refuseLate(), 100);
    return new Promise((start, refuse) => tenant.waiting.push({ since: performance.now(), start, refuse }));
  }

  private give(name: string) {
    const tenant = this.tenants.get(name);
    if (!tenant) return;
    const now = this.now();
    tenant.used(now);
    tenant.taken--;
    this.free++;
    if (this.queue.size > 0) this.startNext(now);
    if (this.tenants.size > REMEMBERED) this.forgetIdle();
  }

  // Rarely and all at once: most who come, come again.
  private forgetIdle() {
    for (const [name, tenant] of this.tenants)
      if (tenant.taken === 0 && tenant.waiting.length === 0) this.tenants.delete(name);
  }

  private startNext(now: number) {
    for (const tenant of this.queue) {
      if (this.free === 0) return;
      if (tenant.taken >= this.most(tenant, now)) continue;
      this.queue.delete(tenant); // and to the end, when more of it wait
      const next = tenant.waiting.shift();
      if (tenant.waiting.length > 0) this.queue.add(tenant);
      if (!next) continue;
      this.start(tenant, now);
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
