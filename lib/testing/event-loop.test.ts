import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { pauses } from '../pauses';
import { longestBlock, MOST_BLOCKED_MS } from './event-loop';

const spin = (ms: number) => {
  for (const end = performance.now() + ms; performance.now() < end; );
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
    for (let i = 0; i < 150; i++) {
      spin(1);
      await pause();
    }
  };
  expect(await longestBlock(politely)).toBeLessThan(MOST_BLOCKED_MS);
});
