import { report } from './progress.mjs';

const endings = [];
let ending;

/** Registers what must be stopped when this process ends, by whatever way but SIGKILL. Last registered, first run. */
export function atEnd(stop) {
  endings.push(stop);
}

/** True once the process is on its way out: failures of children are then expected. */
export const isEnding = () => ending !== undefined;

/**
 * Stops all that was registered and leaves with this exit code. Called twice, it waits for the first.
 * @param {number} code
 */
export function end(code) {
  ending ??= (async () => {
    for (const stop of endings.reverse()) await Promise.resolve().then(stop).catch(report);
    process.exit(code);
  })();
  return ending;
}

/** Ctrl-C, SIGTERM and a closed terminal end the process in order; a second Ctrl-C ends it at once. */
export function endOnSignals() {
  for (const [signal, code] of /** @type {const} */ ([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ])) {
    process.on(signal, () => {
      if (ending && signal === 'SIGINT') process.exit(code);
      end(code);
    });
  }
  // Output into a pipe that was closed (`npm run up | head`).
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => end(141));
}

/**
 * npm hands a SIGTERM to the shell between it and us, and that shell dies without handing it on. Under npm, losing
 * the parent therefore means: stop.
 */
function endWithParent() {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) end(143);
  }, 250).unref();
}

/**
 * Runs a launcher's body: an error is shown and everything that was started is stopped.
 * @param {() => Promise<number | undefined>} body resolves to the exit code, or to undefined to keep running
 */
export async function main(body) {
  endOnSignals();
  endWithParent();
  try {
    const code = await body();
    if (code !== undefined) await end(code);
  } catch (error) {
    if (!ending) report(error);
    await end(1);
  }
}
