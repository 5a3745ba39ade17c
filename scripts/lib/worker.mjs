import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from './paths.mjs';
import { PlainError } from './plain-error.mjs';

/** The first wait before a worker that died is started again; it doubles up to the last one. */
const WAITS_MS = { first: 1000, last: 30_000 };
/** A worker that has lived so long is well: the next wait is the first again. */
const WELL_MS = 60_000;
/** A little more than the worker gives its own jobs to end (lib/jobs/process.ts). */
const STOP_MS = 30_000;

/**
 * The worker's environment: the web process's without the address of the sign-in code, and the address of the queue.
 * @param {Record<string, string>} webEnv
 * @param {string} workerUrl
 */
export const workerEnv = ({ AUTH_DATABASE_URL: _, ...webEnv }, workerUrl) => ({
  ...webEnv,
  WORKER_DATABASE_URL: workerUrl,
});

function launch(env, { entry, output }) {
  // `react-server` is the condition under which modules marked server-only may be loaded.
  const child = spawn(process.execPath, ['--conditions=react-server', '--import', 'tsx', entry], {
    cwd: root,
    env,
    stdio: ['ignore', output, output, 'ipc'],
  });
  const exited = new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
    child.once('error', (error) => resolve(error.message)); // it could not even be started
  });
  const ready = new Promise((resolve, reject) => {
    child.once('message', resolve);
    exited.then((how) => reject(new PlainError(`The worker ended as it started (${how}).`)));
  });
  return { child, exited, ready };
}

/**
 * Starts the worker and waits until it works. One that dies later is started again, by and by more slowly; its jobs
 * are taken up by the next. When this process dies, by whatever way, the worker ends too.
 * @param {Record<string, string>} env of `workerEnv`
 * @param {{ entry?: string, output?: import('node:child_process').IOType | number }} [options]
 * @returns {Promise<{ pid: () => number | undefined, stop: () => Promise<void> }>} stop: lets the jobs under way end
 * @throws {PlainError} when it does not even start
 */
export async function startWorker(env, { entry = 'lib/jobs/main.ts', output = 'inherit' } = {}) {
  let stopping = false;
  let wait = WAITS_MS.first;
  let now = launch(env, { entry, output });
  await now.ready;

  const watch = async () => {
    while (!stopping) {
      const since = performance.now();
      const how = await now.exited;
      if (stopping) return;
      if (performance.now() - since > WELL_MS) wait = WAITS_MS.first;
      console.error(`The worker ended by itself (${how}); it is started again.`);
      await sleep(wait, undefined, { ref: false });
      wait = Math.min(wait * 2, WAITS_MS.last);
      if (stopping) return;
      now = launch(env, { entry, output });
      now.ready.catch(() => {}); // its exit is what counts
    }
  };
  watch();

  return {
    pid: () => now.child.pid,
    stop: async () => {
      stopping = true;
      now.child.kill('SIGTERM');
      const late = setTimeout(() => now.child.kill('SIGKILL'), STOP_MS);
      await now.exited;
      clearTimeout(late);
    },
  };
}
