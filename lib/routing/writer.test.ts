import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DecisionBuffer } from './buffer';
import type { Decision } from './decision';
import { aDecision, aRefusal } from './testing/decision';
import { RoutingWriter } from './writer';

const lines: Record<string, unknown>[] = [];
const kept = globalThis as { rowhouseTurnedAway?: unknown };
beforeEach(() => {
  lines.length = 0;
  kept.rowhouseTurnedAway = undefined;
  vi.useFakeTimers();
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    lines.push(JSON.parse(String(text)));
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** A store that notes its batches, and answers as it is told to. */
function aStore(answer: (batch: readonly Decision[]) => string[] | Error = () => []) {
  const batches: number[] = [];
  return {
    batches,
    store: async (batch: readonly Decision[]) => {
      batches.push(batch.length);
      const said = answer(batch);
      if (said instanceof Error) throw said;
      return said;
    },
  };
}

test('[R6] what comes within half a second goes in one round trip', async () => {
  const { store, batches } = aStore();
  const writer = new RoutingWriter(store);
  for (let i = 0; i < 150; i++) writer.note(aDecision());
  expect(batches).toEqual([]);
  await vi.advanceTimersByTimeAsync(500);
  expect(batches).toEqual([150]);
  await vi.advanceTimersByTimeAsync(5000);
  expect(batches).toEqual([150]);
});

test('[R6] two hundred go at once, and never more in one', async () => {
  const { store, batches } = aStore();
  const writer = new RoutingWriter(store);
  for (let i = 0; i < 450; i++) writer.note(aDecision());
  await vi.advanceTimersByTimeAsync(0);
  expect(batches).toEqual([200, 200]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(batches).toEqual([200, 200, 50]);
});

test('[R6] a database that is away costs a request nothing, is told once, and gets all of it later', async () => {
  let away = true;
  const { store, batches } = aStore(() => (away ? new Error('ECONNREFUSED') : []));
  const writer = new RoutingWriter(store);
  for (let i = 0; i < 10; i++) {
    writer.note(aDecision());
    await vi.advanceTimersByTimeAsync(1000);
  }
  expect(batches.length).toBeGreaterThan(1);
  expect(batches.length).toBeLessThan(8); // it asks less and less often
  expect(lines.filter(({ message }) => message === 'routing log not written')).toHaveLength(1);
  away = false;
  await vi.advanceTimersByTimeAsync(30_000);
  expect(batches.at(-1)).toBe(10);
});

test('[R6] a store that never answers holds up nothing, and what overflows is counted and told', async () => {
  const writer = new RoutingWriter(
    () => new Promise(() => {}),
    new DecisionBuffer({ room: 100, settleMs: 0 }),
  );
  const start = performance.now();
  for (let i = 0; i < 5000; i++) writer.note(aDecision());
  expect(performance.now() - start).toBeLessThan(2000);

  const { store } = aStore();
  const other = new RoutingWriter(store, new DecisionBuffer({ room: 100, settleMs: 0 }));
  for (let i = 0; i < 130; i++) other.note(aDecision());
  await vi.advanceTimersByTimeAsync(500);
  expect(lines).toContainEqual(expect.objectContaining({ message: 'routing log overflowed', lost: 30 }));
});

test('[R6] lines that the server refuses are not sent for ever', async () => {
  const { store, batches } = aStore(() => Object.assign(new Error('check'), { code: '23514' }));
  const writer = new RoutingWriter(store);
  writer.note(aDecision());
  await vi.advanceTimersByTimeAsync(60_000);
  expect(batches).toEqual([1]);
  expect(lines).toContainEqual(expect.objectContaining({ message: 'routing log not written' }));
});

test('[R6][T18] a decision that names no organization is the operator’s to hear of', async () => {
  const lost = aRefusal({ host: 'nowhere', reason: 'not_found' });
  const { store } = aStore(() => [lost.id]);
  const writer = new RoutingWriter(store);
  writer.note(lost);
  writer.note(aDecision());
  await vi.advanceTimersByTimeAsync(1000);
  expect(lines).toEqual([
    expect.objectContaining({
      message: 'request turned away',
      requestId: lost.request_id,
      host: 'nowhere',
      reason: 'not_found',
      resolvedBy: 'route',
    }),
  ]);
});

test('[R6] when the server stops, all that waits is stored, settled or not', async () => {
  const { store, batches } = aStore();
  const writer = new RoutingWriter(store);
  for (let i = 0; i < 30; i++) writer.note(aDecision());
  await writer.flush();
  expect(batches).toEqual([30]);
  await vi.advanceTimersByTimeAsync(5000);
  expect(batches).toEqual([30]);
});
