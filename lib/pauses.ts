import { setImmediate } from 'node:timers/promises';

/** How long work goes on before it lets other requests run: far below what a person or a health check would notice. */
const SLICE_MS = 10;

/**
 * Returns a function to await between the pieces of a long task: it lets other requests run whenever the task has held
 * the process for `SLICE_MS`, and costs next to nothing in between.
 */
export function pauses(): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < SLICE_MS) return undefined;
    return setImmediate().then(() => {
      since = performance.now();
    });
  };
}
