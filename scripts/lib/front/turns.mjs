import { performance } from 'node:perf_hooks';

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
/** And so many more whose turn is over though they wait for their answer: what they wait for is the database's time. */
const UNANSWERED = 2;
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
/** How often it is looked for those, and how many of a party are told then: who came at once must not be told at once. */
const TIDY_MS = 100;
const TOLD_AT_ONCE = 15;

/** @typedef {{ party: Party | null, at: number }} Start */
/** @type {Start} */
const NOBODY = { party: null, at: Number.NEGATIVE_INFINITY };

/** @returns {() => boolean} whether this process's loop was busy since now */
function busyLoopSince() {
  const start = performance.eventLoopUtilization();
  return () => performance.eventLoopUtilization(start).utilization > BUSY;
}

/** @typedef {(go: (() => void) | null) => void} Waiting called with what gives the turn back; null: too many wait */

class Party {
  running = 0;
  /** Requests whose turn is over, and which are not answered yet. */
  unanswered = 0;
  startedAt = Number.NEGATIVE_INFINITY;
  /** @type {{ since: number, start: Waiting, isAnswered: () => boolean }[]} */
  waiting = [];
  #used = 0;
  #at = 0;

  /** Milliseconds of turns that this party has had lately. @param {number} now */
  used(now) {
    return this.#used * Math.exp((this.#at - now) / MEMORY_MS);
  }

  /** @param {number} ms @param {number} now */
  use(ms, now) {
    this.#used = this.used(now) + ms;
    this.#at = now;
  }

  /** @param {number} now */
  idle(now) {
    return this.running + this.unanswered === 0 && this.waiting.length === 0 && this.used(now) < 1;
  }
}

/**
 * Turns for requests by party (an organization's members, a stranger's address). One party alone has several at once;
 * in company whoever uses most has one, and waits while somebody who used little is being served. A turn
 * ends with its request; after a fifth of a second, if the process had time left in it: then the request waits for
 * something else, and must hold up nobody. Its own party's next ones go on then too, but two at most before it is
 * answered: else a flood would pile up behind the turns, where nobody can overtake it.
 */
export class Turns {
  /** @type {Map<string, Party>} */
  #parties = new Map();
  /** Parties that are being served now. @type {Set<Party>} */
  #served = new Set();
  /** Parties with somebody waiting. @type {Set<Party>} */
  #queues = new Set();
  /** Who was started last, and who before by somebody else. @type {[Start, Start]} */
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
    setInterval(() => this.#tidy(), TIDY_MS).unref();
  }

  /**
   * Waits for a turn.
   * @param {string} name of the party
   * @param {() => boolean} [isAnswered] whether the answer has begun: a stream goes on for hours after that
   * @returns {Promise<(() => void) | null>} what gives it back; null when too many wait already, or when it took too long
   */
  take(name, isAnswered = () => false) {
    const now = this.#now();
    let party = this.#parties.get(name);
    if (!party) {
      party = new Party();
      this.#parties.set(name, party);
    }
    if (party.waiting.length === 0 && this.#may(party, now))
      return Promise.resolve(this.#start(party, now, isAnswered));
    if (party.waiting.length >= QUEUE) return Promise.resolve(null);
    return new Promise((start) => {
      party.waiting.push({ since: now, start, isAnswered });
      this.#queues.add(party);
    });
  }

  /** @param {Party} party @param {number} now */
  #may(party, now) {
    const crowded = this.#inCompany(party, now) && !this.#isLight(party, now);
    const most = crowded ? IN_COMPANY : ALONE;
    if (party.running >= most || party.running + party.unanswered >= most + UNANSWERED) return false;
    const used = party.used(now);
    if (used < LIGHT_MS || now - party.startedAt > DEFERENCE_MS) return true;
    for (const other of this.#served) if (other !== party && other.used(now) * HEAVY < used) return false;
    return true;
  }

  /** Next to somebody who used much more, one is no burden: whoever asks little and often must not wait for themselves. @param {Party} party @param {number} now */
  #isLight(party, now) {
    return this.#heaviest !== party && this.#heaviest.used(now) > HEAVY * party.used(now);
  }

  /** @param {Party} party @param {number} now */
  #inCompany(party, now) {
    const others = (/** @type {Set<Party>} */ set) => set.size > (set.has(party) ? 1 : 0);
    const [last, before] = this.#latest;
    const other = last.party === party ? before : last;
    return others(this.#served) || others(this.#queues) || now - other.at < COMPANY_MS;
  }

  /** @param {Party} party @param {number} now @param {() => boolean} isAnswered */
  #start(party, now, isAnswered) {
    let held = true;
    let given = false;
    party.running++;
    party.startedAt = now;
    this.#served.add(party);
    if (this.#latest[0].party !== party) this.#latest[1] = this.#latest[0];
    this.#latest[0] = { party, at: now };
    const end = () => {
      if (!held) return;
      held = false;
      const then = this.#now();
      party.use(Math.min(then - now, LONGEST_MS), then);
      if (party.used(then) > this.#heaviest.used(then)) this.#heaviest = party;
      party.running--;
      if (party.running === 0) this.#served.delete(party);
    };
    const give = () => {
      if (given) return;
      given = true;
      clearInterval(timer);
      if (held) end();
      else party.unanswered--;
      this.#next(this.#now());
    };
    let busy = this.#busySince();
    const timer = setInterval(() => {
      if (this.#now() - now >= LONGEST_MS || isAnswered()) return give();
      if (!held) return;
      if (busy()) busy = this.#busySince();
      else {
        end();
        party.unanswered++;
        this.#next(this.#now());
      }
    }, TURN_MS);
    return give;
  }

  /** Starts whoever may, those who used least first. @param {number} now */
  #next(now) {
    const queues = [...this.#queues].sort((a, b) => a.used(now) - b.used(now));
    for (const party of queues) {
      while (party.waiting.length > 0 && this.#may(party, now)) {
        const next = party.waiting.shift();
        next?.start(this.#start(party, now, next.isAnswered));
      }
      if (party.waiting.length === 0) this.#queues.delete(party);
    }
  }

  #tidy() {
    const now = this.#now();
    for (const party of this.#queues) {
      for (let told = 0; told < TOLD_AT_ONCE && now - (party.waiting[0]?.since ?? now) > PATIENCE_MS; told++)
        party.waiting.shift()?.start(null);
      if (party.waiting.length === 0) this.#queues.delete(party);
    }
    for (const [name, party] of this.#parties) if (party.idle(now)) this.#parties.delete(name);
    this.#next(now);
  }
}
