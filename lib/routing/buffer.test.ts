import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DecisionBuffer } from './buffer';
import { aDecision, aRefusal } from './testing/decision';

const all = { all: true };

describe('[R6] one decision a request', () => {
  test('a page and its frame both enter: the first stands', () => {
    const buffer = new DecisionBuffer();
    buffer.put(aDecision({ request_id: 'r', surface: 'page' }));
    buffer.put(aDecision({ request_id: 'r', surface: 'action' }));
    expect(buffer.take(9, all).map(({ surface }) => surface)).toEqual(['page']);
  });

  test('a refusal wins over having been let in, whichever came first', () => {
    for (const order of [
      [aDecision, aRefusal],
      [aRefusal, aDecision],
    ] as const) {
      const buffer = new DecisionBuffer();
      for (const make of order) buffer.put(make({ request_id: 'r' }));
      expect(buffer.take(9, all).map(({ outcome }) => outcome)).toEqual(['refused']);
    }
  });

  test('what comes after its row was stored is dropped, unless it is a refusal', () => {
    const buffer = new DecisionBuffer();
    buffer.put(aDecision({ request_id: 'r' }));
    expect(buffer.take(9, all)).toHaveLength(1);
    buffer.put(aDecision({ request_id: 'r' }));
    expect(buffer.take(9, all)).toHaveLength(0);
    buffer.put(aRefusal({ request_id: 'r' }));
    expect(buffer.take(9, all)).toHaveLength(1);
    buffer.put(aRefusal({ request_id: 'r' }));
    buffer.put(aDecision({ request_id: 'r' }));
    expect(buffer.take(9, all)).toHaveLength(0);
  });

  test('a decision waits a moment for another of its request', () => {
    const buffer = new DecisionBuffer({ room: 9, settleMs: 250 });
    buffer.put(aDecision(), 1000);
    buffer.put(aDecision(), 1200);
    expect(buffer.take(9, { now: 1100 })).toHaveLength(0);
    expect(buffer.take(9, { now: 1300 })).toHaveLength(1);
    expect(buffer.take(9, { now: 1300, all: true })).toHaveLength(1);
  });
});

describe('[R6] bounded, whatever comes', () => {
  test('a full buffer drops what comes, counts it, and keeps what it has', () => {
    const buffer = new DecisionBuffer({ room: 3, settleMs: 0 });
    const first = [aDecision(), aDecision(), aDecision()];
    for (const one of [...first, aDecision(), aDecision()]) buffer.put(one);
    expect(buffer.size).toBe(3);
    expect(buffer.takeDropped()).toBe(2);
    expect(buffer.takeDropped()).toBe(0);
    // A refusal of a request that is in it still takes its place.
    buffer.put(aRefusal({ request_id: first[0]?.request_id ?? '' }));
    expect(buffer.take(9, all).map(({ outcome }) => outcome)).toEqual(['refused', 'allowed', 'allowed']);
  });

  test('what could not be stored goes back in front, as far as there is room', () => {
    const buffer = new DecisionBuffer({ room: 3, settleMs: 0 });
    const [a, b, c, d] = [aDecision(), aDecision(), aDecision(), aDecision()];
    for (const one of [a, b]) buffer.put(one);
    const taken = buffer.take(9, all);
    for (const one of [c, d]) buffer.put(one);
    buffer.giveBack(taken);
    expect(buffer.takeDropped()).toBe(1);
    expect(buffer.take(9, all)).toEqual([a, c, d]);
  });

  test('never more than its room, never two of a request, nothing lost that was not counted', () => {
    const act = fc.oneof(
      fc.record({ put: fc.nat(20), refused: fc.boolean() }),
      fc.record({ take: fc.nat(5), back: fc.boolean() }),
    );
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
        const buffer = new DecisionBuffer({ room: 4, settleMs: 0 });
        const stored: string[] = [];
        let dropped = 0;
        for (const one of acts) {
          if ('put' in one) buffer.put((one.refused ? aRefusal : aDecision)({ request_id: `r${one.put}` }));
          else {
            const taken = buffer.take(one.take, all);
            if (one.back) buffer.giveBack(taken);
            else stored.push(...taken.map((d) => `${d.request_id} ${d.outcome}`));
          }
          expect(buffer.size).toBeLessThanOrEqual(4);
          dropped += buffer.takeDropped();
        }
        const rest = buffer.take(9, all).map((d) => `${d.request_id} ${d.outcome}`);
        expect(new Set([...stored, ...rest]).size).toBe(stored.length + rest.length);
        const asked = new Set(acts.flatMap((one) => ('put' in one ? [`r${one.put}`] : [])));
        const seen = new Set([...stored, ...rest].map((text) => text.split(' ')[0]));
        if (dropped === 0) expect(seen).toEqual(asked);
      }),
      { numRuns: 500 },
    );
  }, 60_000);
});
