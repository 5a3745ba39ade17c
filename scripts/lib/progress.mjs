import { PlainError } from './plain-error.mjs';

const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/**
 * Prints one line a step: its name, what came of it, how long it took. On a terminal the line is live while the
 * step runs; elsewhere a step that takes long says every 20 seconds that it is still at work.
 * @template T
 * @param {string} name at most 16 characters
 * @param {() => Promise<T> | T} work its result, when it is a string, is shown on the line
 * @returns {Promise<T>}
 */
export async function step(name, work) {
  const start = performance.now();
  const live = process.stdout.isTTY;
  const line = (note, end) => `${live ? '\r\x1b[K' : ''}  ${name.padEnd(16)} ${note}${end}`;
  const tick = () => process.stdout.write(line(`… ${seconds(start)}`, live ? '' : '\n'));
  if (live) tick();
  const timer = setInterval(tick, live ? 500 : 20_000);
  try {
    const result = await work();
    const note = typeof result === 'string' ? result : 'done';
    process.stdout.write(line(note.padEnd(44), ` ${seconds(start)}\n`));
    return result;
  } catch (error) {
    process.stdout.write(line('failed'.padEnd(44), ` ${seconds(start)}\n`));
    throw error;
  } finally {
    clearInterval(timer);
  }
}

/** Prints an error for a person: the sentence alone when it is one, the stack otherwise. */
export function report(error) {
  console.error(`\n${error instanceof PlainError ? error.message : (error?.stack ?? error)}\n`);
}
