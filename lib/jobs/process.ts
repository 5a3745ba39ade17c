import { log } from '../log';
import type { Loop } from './loop';
import { openQueue, type Work } from './queue';

/** How long jobs under way may take to end before the process does. Whoever comes next does them again. */
const DRAIN_MS = 25_000;

/**
 * The worker process: works until it is told to stop (SIGTERM, Ctrl-C, or its launcher is gone), then ends when the
 * jobs under way are done. Ends by itself when it lost the queue: whoever supervises it starts another.
 */
export async function workUntilStopped({
  loops = [],
  ...work
}: Work & { loops?: readonly Loop[] }): Promise<void> {
  const queue = await openQueue(work, (error) => {
    log.error('the worker lost its queue', { error });
    process.exit(1);
  });
  const open = loops.map((loop) => loop.open());
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => {
      log.warn('the worker ends before its jobs are done');
      process.exit(1);
    }, DRAIN_MS).unref();
    await Promise.all(open.map((loop) => loop.stop()));
    const stopped = queue.stop();
    log.info('the worker takes no other job');
    await stopped;
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop);
  process.on('disconnect', stop);
  process.send?.({ ready: true });
  const names = (things: readonly { name: string }[]) => things.map(({ name }) => name);
  log.info('the worker works', { tasks: names(work.tasks), loops: names(loops) });
}
