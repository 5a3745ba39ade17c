import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { pauses } from '../pauses';
import { longestBlock, MOST_BLOCKED_MS } from './event-loop';

/** Keeps the processor for so many milliseconds of its own, whatever else the machine does. */
const spin = (ms: number) => {
  const began = process.cpuUsage();
  for (;;) {
    for (const end = performance.now() + 1; performance.now() < end; );
    const { user, system } = process.cpuUsage(began);
    if (user + system >= ms * 1000) return;
  }
};

test('[I9] the measure sees work that blocks, before and after a pause, and work that pauses', async () => {
  expect(await longestBlock(() => spin(150))).toBeGreaterThan(MOST_BLOCKED_MS);
  const late = async () => {
    await setImmediate();
    spin(150);
  };
  expect(await longestBlock(late)).toBeGreaterThan(MOST_BLOCKED_MS);
  const politely = async () => {
    const pause = pauses();
    for (let i = 0; i < 100; i++) {
      spin(1);
      await pause();
    }
  };
  expect(await longestBlock(politely)).toBeLessThan(MOST_BLOCKED_MS);
});
