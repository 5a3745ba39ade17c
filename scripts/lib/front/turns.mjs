// Who is served next when more is asked than one process can do. A limit counts requests; this is about their weight.

/** After this long a request is waiting for something else than this process's time, and holds up nobody. */
const TURN_MS = 200;
/** Requests of one party at once, when nobody else is there, and when somebody is. */
const ALONE = 4;
const IN_COMPANY = 1;
/** How fast what somebody used is forgotten. */
const MEMORY_MS = 10_000;
/** Whoever used this many times as much as somebody who is being served waits for them. */
const HEAVY = 2;
/** But not for longer than this: the quiet of many must not shut one out. */
const DEFERENCE_MS = 250;
/** Less than this is nobody's burden. */
const LIGHT_MS = 250;
/** Requests of one party that may wait, and for how long. */
const QUEUE = 200;
const PATIENCE_MS = 4000;

/** @typedef {(go: (() => void) | null) => void} Waiting called with what gives the turn back; null: too many wait */

class Party {
  running = 0;
  startedAt = Number.NEGATIVE_INFINITY;
  /** @type {{ since: number, start: Waiting }[]} */
  waiting = [];
  #used = 0;
  #at = 0;

  /** Milliseconds of turns that this party has had lately. */
  used(now) {
    return this.#used * Math.exp((this.#at - now) / MEMORY_MS);
  }

  use(ms, now) {
    this.#used = this.used(now) + ms;
    this.#at = now;
  }

  idle(now) {
    return this.running === 0 && this.waiting.length === 0 && this.used(now) < 1;
  }
}

/**
 * Turns for requests by party (an organization's members, a stranger's address). One party alone has several at once;
 * in company each has one, and whoever used much lately waits while somebody who used little is being served. A turn
 * ends with its request, and for the others after a fifth of a second at the latest.
 */
export class Turns {
  /** @type {Map<string, Party>} */
  #parties = new Map();
  /** Parties that are being served now. @type {Set<Party>} */
  #served = new Set();
  /** Parties with somebody waiting. @type {Set<Party>} */
  #queues = new Set();
  #now;

  /** @param {{ now?: () => number }} [clock] for tests */
  constructor({ now = () => performance.now() } = {}) {
    this.#now = now;
    setInterval(() => this.#tidy(), 1000).unref();
  }

  /**
   * Waits for a turn. @returns {Promise<(() => void) | null>} what gives it back; null when too many wait already, or
   * when it took too long
   */
  take(name) {
    const now = this.#now();
    let party = this.#parties.get(name);
    if (!party) {
      party = new Party();
      this.#parties.set(name, party);
    }
    if (party.waiting.length === 0 && this.#may(party, now)) return Promise.resolve(this.#start(party, now));
    if (party.waiting.length >= QUEUE) return Promise.resolve(null);
    return new Promise((start) => {
      party.waiting.push({ since: now, start });
      this.#queues.add(party);
    });
  }

  #may(party, now) {
    const company = this.#served.size > (this.#served.has(party) ? 1 : 0) || this.#othersWait(party);
    if (party.running >= (company ? IN_COMPANY : ALONE)) return false;
    const used = party.used(now);
    if (used < LIGHT_MS || now - party.startedAt > DEFERENCE_MS) return true;
    for (const other of this.#served) if (other !== party && other.used(now) * HEAVY < used) return false;
    return true;
  }

  #othersWait(party) {
    return this.#queues.size > (this.#queues.has(party) ? 1 : 0);
  }

  #start(party, now) {
    let held = true;
    party.running++;
    party.startedAt = now;
    this.#served.add(party);
    const end = () => {
      if (!held) return;
      held = false;
      clearTimeout(timer);
      const then = this.#now();
      party.use(Math.min(then - now, TURN_MS), then);
      party.running--;
      if (party.running === 0) this.#served.delete(party);
      this.#next(then);
    };
    const timer = setTimeout(end, TURN_MS);
    return end;
  }

  /** Starts whoever may, those who used least first. */
  #next(now) {
    const queues = [...this.#queues].sort((a, b) => a.used(now) - b.used(now));
    for (const party of queues) {
      while (party.waiting.length > 0 && this.#may(party, now)) {
        party.waiting.shift()?.start(this.#start(party, now));
      }
      if (party.waiting.length === 0) this.#queues.delete(party);
    }
  }

  #tidy() {
    const now = this.#now();
    for (const party of this.#queues) {
      while (party.waiting[0] && now - party.waiting[0].since > PATIENCE_MS)
        party.waiting.shift()?.start(null);
      if (party.waiting.length === 0) this.#queues.delete(party);
    }
    for (const [name, party] of this.#parties) if (party.idle(now)) this.#parties.delete(name);
    this.#next(now);
  }
}
