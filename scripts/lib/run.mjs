import { spawn } from 'node:child_process';
import { atEnd } from './lifecycle.mjs';
import { root } from './paths.mjs';
import { PlainError } from './plain-error.mjs';

const running = new Set();
atEnd(() => {
  for (const child of running) child.kill('SIGTERM');
});

/**
 * Runs a program to its end, in the checkout's root, without a shell.
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: Record<string, string | undefined>, cwd?: string, show?: boolean }} [options] show: pass the output on as it comes
 * @returns {Promise<{ code: number, output: string }>} code 127 when the program is not there
 */
export function run(command, args, { env = process.env, cwd = root, show = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: /** @type {NodeJS.ProcessEnv} */ (env),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(child);
    let output = '';
    const take = (chunk) => {
      output += chunk;
      if (show) process.stdout.write(chunk);
    };
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', take);
    const done = (code) => {
      running.delete(child);
      resolve({ code, output });
    };
    child.on('error', (error) => {
      output += `${error.message}\n`;
      done(127);
    });
    child.on('close', (code) => done(code ?? 1));
  });
}

/** Runs a Node script to its end; its output is shown only when it fails, as the error's text. */
export async function runNode(what, args, options) {
  const { code, output } = await run(process.execPath, args, options);
  if (code !== 0) throw new PlainError(`${output.trimEnd()}\n\n${what} failed (exit code ${code}).`);
  return output;
}
