import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';

/** What no request may hold the event loop for, in milliseconds. */
export const MOST_BLOCKED_MS = 100;

const cpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** Runs a measurement until it is clearly within bounds, a few times at most; the best run counts. */
const TIMES = 5;
const clearly = (ms: number) => ms < MOST_BLOCKED_MS / 2;

/**
 * Measures how long `work` holds the event loop in one piece, in milliseconds. Other processes don't count: the longest
 * delay is taken for the share of the processor that this one had while its loop was busy.
 */
export async function longestBlock(work: () => unknown): Promise<number> {
  let best = Infinity;
  for (let run = 0; run < TIMES && !clearly(best); run++) best = Math.min(best, await blockOf(work));
  return best;
}

async function blockOf(work: () => unknown): Promise<number> {
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  await setTimeout(5); // the first interval only starts the clock
  const before = performance.eventLoopUtilization();
  const cpu = cpuMs();
  try {
    await work();
  } catch {} // refused: only the time counts here
  await setTimeout(5);
  const { active } = performance.eventLoopUtilization(before);
  delays.disable();
  return (delays.max / 1e6) * Math.min(1, (cpuMs() - cpu) / active);
}

/** Measures how long synchronous `work` keeps the processor, in milliseconds. */
export function timeOf(work: () => unknown): number {
  let best = Infinity;
  for (let run = 0; run < TIMES && !clearly(best); run++) {
    const [began, cpu] = [performance.now(), cpuMs()];
    try {
      work();
    } catch {} // refused: only the time counts here
    best = Math.min(best, performance.now() - began, cpuMs() - cpu);
  }
  return best;
}
