// Pure: what a custom domain is, from what look-ups have found. The table of it stands in docs/domains.md.

export const DOMAIN_STATES = ['pending', 'verified', 'live', 'failing', 'lapsed'] as const;
export type DomainState = (typeof DOMAIN_STATES)[number];

/** What one look-up says. `silent`: no name server answered, which says nothing. */
export type Seen = { proof: 'found' | 'missing' | 'silent'; points: 'here' | 'away' | 'silent' };

/** What is known of a claim. */
export type Claim = {
  state: DomainState;
  /** Another organization holds the host: a proof was found and is worth nothing until they let go of it. */
  taken: boolean;
  /** Until when a pending claim waits for its proof. */
  lapsesAt: Date | null;
  verifiedAt: Date | null;
  /** Look-ups in a row that found no proof, and when the first of them was. */
  missed: number;
  missedSince: Date | null;
  /** Where the host led when a name server last said so. */
  points: 'here' | 'away' | null;
  /** When it led here first. */
  liveAt: Date | null;
};

const DAY_MS = 24 * 60 * 60_000;

/** How long a claim waits for its proof. */
export const PENDING_DAYS = 14;
/** A host is released when its proof was missing at so many look-ups, over so many days at least. */
export const LAPSE_LOOKS = 3;
export const LAPSE_DAYS = 3;

/** A new claim. */
export const newClaim = (now: Date): Claim => ({
  state: 'pending',
  taken: false,
  lapsesAt: new Date(now.getTime() + PENDING_DAYS * DAY_MS),
  verifiedAt: null,
  missed: 0,
  missedSince: null,
  points: null,
  liveAt: null,
});

/** True in the states in which the host is this organization's alone, and served. */
export const isHeld = ({ state }: Pick<Claim, 'state'>): boolean =>
  state === 'verified' || state === 'live' || state === 'failing';

/**
 * THE RULE. A claim is pending until its proof is found, and lapses after 14 days without. From then on the host is
 * held, exclusively: verified while it never led here, live while it does, failing once it does no more or the proof
 * is gone. It is released only when the proof was missing at three look-ups over three days. Leading elsewhere
 * releases nothing: nothing arrives here then. A name server that is silent changes nothing at all.
 *
 * @param takenElsewhere whether another organization holds the host; asked only of a claim that has its proof
 */
export function nextClaim(claim: Claim, seen: Seen, now: Date, takenElsewhere = false): Claim {
  if (claim.state === 'lapsed') return claim;
  if (!isHeld(claim)) return fromPending(claim, seen, now, takenElsewhere);
  const next = led(proved(claim, seen, now), seen, now);
  return { ...next, state: isLost(next, seen, now) ? 'lapsed' : heldState(next) };
}

function fromPending(claim: Claim, seen: Seen, now: Date, takenElsewhere: boolean): Claim {
  const points = seen.points === 'silent' ? claim.points : seen.points;
  const { lapsesAt } = claim;
  if (lapsesAt && now >= lapsesAt) return { ...claim, points, state: 'lapsed', lapsesAt: null, taken: false };
  if (seen.proof === 'silent') return { ...claim, points };
  if (seen.proof === 'missing') return { ...claim, points, taken: false };
  if (takenElsewhere) return { ...claim, points, taken: true };
  const next = led({ ...claim, taken: false, lapsesAt: null, verifiedAt: now }, seen, now);
  return { ...next, state: heldState(next) };
}

function proved(claim: Claim, { proof }: Seen, now: Date): Claim {
  if (proof === 'silent') return claim;
  if (proof === 'found') return { ...claim, missed: 0, missedSince: null };
  return { ...claim, missed: claim.missed + 1, missedSince: claim.missedSince ?? now };
}

/** Where it leads, as far as a name server says; what it did before it was held counts for nothing. */
function led(claim: Claim, { points }: Seen, now: Date): Claim {
  const known = points === 'silent' ? claim.points : points;
  return { ...claim, points: known, liveAt: known === 'here' ? (claim.liveAt ?? now) : claim.liveAt };
}

const isLost = ({ missed, missedSince }: Claim, { proof }: Seen, now: Date): boolean =>
  proof === 'missing' &&
  missedSince !== null &&
  missed >= LAPSE_LOOKS &&
  now.getTime() - missedSince.getTime() >= LAPSE_DAYS * DAY_MS;

function heldState({ missed, points, liveAt }: Claim): DomainState {
  if (missed > 0) return 'failing';
  if (points === 'here') return 'live';
  return liveAt ? 'failing' : 'verified';
}

const MINUTE_MS = 60_000;

/**
 * When to look again: a new claim every ten minutes for a day and then hourly, what holds once a day, what waits for
 * its host to lead here or fails every hour. Null: not any more.
 */
export function nextLook(claim: Pick<Claim, 'state' | 'lapsesAt'>, addedAt: Date, now: Date): Date | null {
  const after = (ms: number) => new Date(now.getTime() + ms);
  switch (claim.state) {
    case 'lapsed':
      return null;
    case 'live':
      return after(DAY_MS);
    case 'verified':
    case 'failing':
      return after(60 * MINUTE_MS);
    case 'pending': {
      const young = now.getTime() - addedAt.getTime() < DAY_MS;
      const next = after((young ? 10 : 60) * MINUTE_MS);
      return claim.lapsesAt && claim.lapsesAt < next ? claim.lapsesAt : next;
    }
  }
}
