import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Claim, type DomainState, newClaim, nextClaim, nextLook, type Seen } from './state';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = new Date('2026-03-01T08:00:00Z');
const at = (hours: number) => new Date(START.getTime() + hours * HOUR);

type Step = Seen & { hours: number; taken?: boolean };
const GOOD = { proof: 'found', points: 'here' } as const;
const AWAY = { proof: 'found', points: 'away' } as const;
const GONE = { proof: 'missing', points: 'here' } as const;
const NONE = { proof: 'missing', points: 'away' } as const;
const SILENT = { proof: 'silent', points: 'silent' } as const;

/** The claim after look-ups so many hours after one another. */
function play(steps: Step[]): Claim[] {
  let claim = newClaim(START);
  let now = START.getTime();
  return steps.map(({ hours, taken, ...seen }) => {
    now += hours * HOUR;
    claim = nextClaim(claim, seen, new Date(now), taken);
    return claim;
  });
}
const states = (steps: Step[]) => play(steps).map(({ state }) => state);
const step = (seen: Seen, hours = 1): Step => ({ ...seen, hours });

describe('[B2] the states of a domain', () => {
  test.each<[string, Step[], DomainState[]]>([
    ['nothing is set yet', [step(NONE)], ['pending']],
    ['the host leads here before it is proved', [step(GONE)], ['pending']],
    ['proof first, then the host', [step(AWAY), step(GOOD)], ['verified', 'live']],
    ['all at once', [step(GOOD)], ['live']],
    ['it led here, was proved only when it no longer did', [step(GONE), step(AWAY)], ['pending', 'verified']],
    [
      'a live host leads elsewhere, and back',
      [step(GOOD), step(AWAY), step(GOOD)],
      ['live', 'failing', 'live'],
    ],
    ['the proof goes and comes back', [step(GOOD), step(GONE), step(GOOD)], ['live', 'failing', 'live']],
    [
      'a verified host loses its proof',
      [step(AWAY), step(NONE), step(AWAY)],
      ['verified', 'failing', 'verified'],
    ],
    [
      'a silent name server changes nothing',
      [step(SILENT), step(GOOD), step(SILENT, 500)],
      ['pending', 'live', 'live'],
    ],
    [
      'silence on one question only',
      [step(GOOD), step({ proof: 'silent', points: 'away' })],
      ['live', 'failing'],
    ],
    [
      'three misses within three days',
      [step(GOOD), step(GONE), step(GONE), step(GONE, 69)],
      ['live', 'failing', 'failing', 'failing'],
    ],
    [
      'three misses over three days',
      [step(GOOD), step(GONE), step(GONE), step(GONE, 71)],
      ['live', 'failing', 'failing', 'lapsed'],
    ],
    ['two misses over a month', [step(GOOD), step(GONE), step(GONE, 720)], ['live', 'failing', 'failing']],
    [
      'misses, then silence for days',
      [step(GOOD), step(GONE), step(GONE), step(GONE), step(SILENT, 100)],
      ['live', 'failing', 'failing', 'failing', 'failing'],
    ],
    [
      'a miss forgiven starts over',
      [step(GOOD), step(GONE), step(GONE), step(GOOD), step(GONE, 100), step(GONE)],
      ['live', 'failing', 'failing', 'live', 'failing', 'failing'],
    ],
    [
      'leading elsewhere for a year releases nothing',
      [step(GOOD), ...Array.from({ length: 12 }, () => step(AWAY, 730))],
      ['live', ...Array<DomainState>(12).fill('failing')],
    ],
    ['a lapsed one stays lapsed', [step(NONE, 14 * 24), step(GOOD)], ['lapsed', 'lapsed']],
  ])('%s', (_, steps, expected) => {
    expect(states(steps)).toEqual(expected);
  });

  test('[B3] a claim without proof lapses after 14 days, to the second', () => {
    expect(states([step(NONE, 14 * 24 - 0.001)])).toEqual(['pending']);
    expect(states([step(NONE, 14 * 24)])).toEqual(['lapsed']);
    expect(states([step(SILENT, 14 * 24)])).toEqual(['lapsed']);
    expect(states([step(GOOD, 14 * 24)])).toEqual(['lapsed']);
  });

  test('[B3] the proof of a host that another organization holds is worth nothing until they let go', () => {
    const taken = { ...GOOD, hours: 1, taken: true };
    const seen = play([taken, step(NONE), taken, step(SILENT), step(GOOD)]);
    expect(seen.map((c) => [c.state, c.taken])).toEqual([
      ['pending', true],
      ['pending', false],
      ['pending', true],
      ['pending', true],
      ['live', false],
    ]);
  });
});

/** The same rules read from the whole history each time, slowly and without memory. */
function model(steps: Step[]): DomainState {
  const looks = steps.map((one, i) => ({
    ...one,
    at: START.getTime() + steps.slice(0, i + 1).reduce((sum, { hours }) => sum + hours, 0) * HOUR,
  }));
  const deadline = START.getTime() + 14 * DAY;
  const proved = looks.findIndex((l) => l.proof === 'found' && !l.taken && l.at < deadline);
  const over = looks.findIndex((l) => l.at >= deadline);
  if (proved < 0) return over < 0 ? 'pending' : 'lapsed';
  const heard = looks.slice(proved);
  // Every run of look-ups that found no proof, silence left out, ended by one that did.
  const runs: number[][] = [[]];
  for (const l of heard.filter((one) => one.proof !== 'silent'))
    if (l.proof === 'found') runs.push([]);
    else (runs.at(-1) as number[]).push(l.at);
  const lost = runs.some((run) => run.some((t, i) => i >= 2 && t - (run[0] as number) >= 3 * DAY));
  if (lost) return 'lapsed';
  if ((runs.at(-1) as number[]).length > 0) return 'failing';
  const told = looks.filter((l) => l.points !== 'silent');
  if (told.at(-1)?.points === 'here') return 'live';
  // Whether it led here at any moment since it was proved, the last word before that included.
  const before =
    looks
      .slice(0, proved + 1)
      .filter((l) => l.points !== 'silent')
      .at(-1)?.points === 'here';
  return before || heard.some((l) => l.points === 'here') ? 'failing' : 'verified';
}

const steps = fc.array(
  fc.record({
    proof: fc.constantFrom('found', 'found', 'missing', 'missing', 'missing', 'silent'),
    points: fc.constantFrom('here', 'away', 'silent'),
    hours: fc.oneof(fc.constantFrom(0, 1, 24, 72, 336), fc.double({ min: 0, max: 80, noNaN: true })),
    taken: fc.boolean(),
  }) as fc.Arbitrary<Step>,
  { maxLength: 14 },
);

test('[B2][B3] 50,000 histories end where an independent reading of the rules says', () => {
  const reached: Record<DomainState, number> = { pending: 0, verified: 0, live: 0, failing: 0, lapsed: 0 };
  fc.assert(
    fc.property(steps, (history) => {
      const last = play(history).at(-1)?.state ?? 'pending';
      reached[last]++;
      expect(last).toBe(model(history));
    }),
    { numRuns: 50_000 },
  );
  for (const [state, times] of Object.entries(reached)) expect(times, state).toBeGreaterThan(200);
}, 60_000);

test('[B2] when it is looked at again', () => {
  const look = (state: DomainState, hoursOld: number, lapsesAt: Date | null = null) => {
    const next = nextLook({ state, lapsesAt }, START, at(hoursOld));
    return next && (next.getTime() - at(hoursOld).getTime()) / 60_000;
  };
  expect(look('pending', 1)).toBe(10);
  expect(look('pending', 25)).toBe(60);
  expect(look('pending', 14 * 24 - 0.5, at(14 * 24))).toBe(30);
  expect(look('verified', 1000)).toBe(60);
  expect(look('failing', 1000)).toBe(60);
  expect(look('live', 1000)).toBe(24 * 60);
  expect(look('lapsed', 1000)).toBeNull();
});
