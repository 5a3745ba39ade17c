import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { turnedAway } from './turned-away';

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

const what = { reason: 'bad_host', host: 'a', path: '/x?token=1', ip: '192.0.2.1' };

test('[R6][T18] a refusal that names no organization is one line of JSON, without its query', () => {
  turnedAway({ ...what, host: 'h'.repeat(400), method: 'GET' });
  expect(lines).toEqual([
    expect.objectContaining({
      level: 'warn',
      message: 'request turned away',
      reason: 'bad_host',
      method: 'GET',
      host: 'h'.repeat(100),
      path: '/x',
      ip: '192.0.2.1',
    }),
  ]);
});

test('[R6] a flood writes twenty lines a second, and then how many were left out', () => {
  const start = 1_000_000_000_000;
  for (let i = 0; i < 5000; i++) turnedAway(what, start + (i % 900));
  expect(lines).toHaveLength(20);
  vi.advanceTimersByTime(1000);
  expect(lines[20]).toMatchObject({ message: 'requests turned away, not listed', count: 4980 });
  for (let i = 0; i < 30; i++) turnedAway(what, start + 2000);
  expect(lines).toHaveLength(41);
  turnedAway(what, start + 3000);
  expect(lines.slice(41)).toMatchObject([{ count: 10 }, { message: 'request turned away' }]);
});
