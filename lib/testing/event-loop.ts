import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';

/** What no request may hold the event loop for, in milliseconds. */
export const MOST_BLOCKED_MS = 100;

/**
 * Measures how long `work` holds the event loop in one piece, in milliseconds. It runs a few times and the best run
 * counts: a busy machine delays some runs, and code that blocks delays all of them.
 */
export async function longestBlock(work: () => unknown): Promise<number> {
  let best = Infinity;
  for (let run = 0; run < 5 && best > MOST_BLOCKED_MS / 2; run++) best = Math.min(best, await blockOf(work));
  return best;
}

async function blockOf(work: () => unknown): Promise<number> {
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  await setTimeout(5); // the first interval only starts the clock
  try {
    await work();
  } catch {} // refused: only the time counts here
  await setTimeout(5);
  delays.disable();
  return delays.max / 1e6;
}
