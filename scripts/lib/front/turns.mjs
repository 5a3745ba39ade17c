// Who is served next when more is asked than one process can do. A limit counts requests; this is about their weight.

/** After this long a request waits for something else than this process's time, unless the process is busy. */
const TURN_MS = 200;
/** Of which it is busy: what is begun besides only makes all of it later. */
const BUSY = 0.6;
/** Then a turn goes on until its request is answered, or so long. */
const LONGEST_MS = 4000;
/** Whoever was served so lately is company still: who asks ten times a second is there between two requests, too. */
const COMPANY_MS = 1000;
/** Requests of one party at once: when nobody else is there, or somebody who uses far more; and when somebody is. */
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

const NOBODY = { party: null, at: Number.NEGATIVE_INFINITY };

/** @returns {() => boolean} whether this process's loop was busy since now */
function busyLoopSince() {
  const start = performance.eventLoopUtilization();
  return () => performance.eventLoopUtilization(start).utilization > BUSY;
}

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
 * in company whoever uses most has one, and waits while somebody who used little is being served. A turn
 * ends with its request; for the others after a fifth of a second, if the process had time left in it: then the request
 * waits for something else, and must hold up nobody.
 */
export class Turns {
  /** @type {Map<string, Party>} */
  #parties = new Map();
  /** Parties that are being served now. @type {Set<Party>} */
  #served = new Set();
  /** Parties with somebody waiting. @type {Set<Party>} */
  #queues = new Set();
  /** Who was started last, and who before by somebody else. @type {{ party: Party | null, at: number }[]} */
  #latest = [NOBODY, NOBODY];
  /** Who used most lately. */
  #heaviest = new Party();
  #now;
  #busySince;

  /**
   * @param {{ now?: () => number, busySince?: () => () => boolean }} [machine] for tests: the time, and whether the
   *   process was busy since it was called
   */
  constructor({ now = () => performance.now(), busySince = busyLoopSince } = {}) {
    this.#now = now;
    this.#busySince = busySince;
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
    const crowded = this.#inCompany(party, now) && !this.#isLight(party, now);
    if (party.running >= (crowded ? IN_COMPANY : ALONE)) return false;
    const used = party.used(now);
    if (used < LIGHT_MS || now - party.startedAt > DEFERENCE_MS) return true;
    for (const other of this.#served) if (other !== party && other.used(now) * HEAVY < used) return false;
    return true;
  }

  /** Next to somebody who used much more, one is no burden: whoever asks little and often must not wait for themselves. */
  #isLight(party, now) {
    return this.#heaviest !== party && this.#heaviest.used(now) > HEAVY * party.used(now);
  }

  #inCompany(party, now) {
    const others = (set) => set.size > (set.has(party) ? 1 : 0);
    const [last, before] = this.#latest;
    const other = last.party === party ? before : last;
    return others(this.#served) || others(this.#queues) || now - other.at < COMPANY_MS;
  }

  #start(party, now) {
    let held = true;
    party.running++;
    party.startedAt = now;
    this.#served.add(party);
    if (this.#latest[0].party !== party) this.#latest[1] = this.#latest[0];
    this.#latest[0] = { party, at: now };
    const end = () => {
      if (!held) return;
      held = false;
      clearInterval(timer);
      const then = this.#now();
      party.use(Math.min(then - now, LONGEST_MS), then);
      if (party.used(then) > this.#heaviest.used(then)) this.#heaviest = party;
      party.running--;
      if (party.running === 0) this.#served.delete(party);
      this.#next(then);
    };
    let busy = this.#busySince();
    const timer = setInterval(() => {
      if (this.#now() - now >= LONGEST_MS || !busy()) return end();
      busy = this.#busySince();
    }, TURN_MS);
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
