import { spawn } from 'node:child_process';
import http from 'node:http';
import { listenHosts } from './front/listen.mjs';
import { root } from './paths.mjs';
import { PlainError } from './plain-error.mjs';
import { becomesFree, holderOfPort } from './ports.mjs';

/**
 * Throws unless the web server could take its port. A server that a killed launcher left is just ending: it gets a
 * moment.
 * @param {Record<string, string>} env the web process's
 * @param {string} command how to start again, for the sentence
 */
export async function requirePort(env, command) {
  const port = Number(env.PORT);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new PlainError(`PORT is "${env.PORT}"; it has to be a number from 1 to 65535.`);
  if (await becomesFree(port, listenHosts(env))) return;
  const holder = holderOfPort(port) ?? 'another program';
  throw new PlainError(
    `Port ${port} is taken by ${holder}. End it, or choose another port: PORT=${port + 1} ${command}`,
  );
}

/**
 * Starts server.mjs with this environment and nothing else, and waits until it takes requests. When this process
 * dies, by whatever way, the server ends too.
 * @param {Record<string, string>} env
 * @param {{ dev?: boolean, onExit?: (code: number) => void, output?: import('node:child_process').IOType | number }} [options]
 * @returns {Promise<{ stop: () => Promise<void> }>}
 */
export function startWeb(env, { dev = false, onExit = () => {}, output = 'inherit' } = {}) {
  const child = spawn(process.execPath, ['server.mjs', ...(dev ? ['--dev'] : [])], {
    cwd: root,
    env: /** @type {NodeJS.ProcessEnv} */ (env),
    stdio: ['ignore', output, output, 'ipc'],
  });
  const exited = new Promise((resolve) =>
    child.once('exit', (code, signal) => resolve(code ?? (signal ? 1 : 0))),
  );
  const stop = async () => {
    child.kill('SIGTERM');
    await exited;
  };
  return new Promise((resolve, reject) => {
    child.once('message', () => {
      exited.then(onExit);
      resolve({ stop });
    });
    exited.then((code) => reject(new PlainError(`The web server ended as it started (exit code ${code}).`)));
  });
}

/**
 * Asks the running server how it is.
 * @param {Record<string, string>} env the web process's
 * @throws {PlainError} when it does not answer 200
 */
export function checkHealth({ PORT, HOST, ROOT_DOMAIN, ROOT_URL }) {
  const host = HOST && HOST !== '0.0.0.0' && HOST !== '::' ? HOST : '127.0.0.1';
  const headers = { host: ROOT_URL ? new URL(ROOT_URL).host : `${ROOT_DOMAIN}:${PORT}` };
  return new Promise((resolve, reject) => {
    const fail = (why) => reject(new PlainError(`The server runs but is not well: GET /api/health ${why}.`));
    const asked = http
      .get({ host, port: PORT, path: '/api/health', headers, timeout: 20_000 }, (res) => {
        let body = '';
        res.setEncoding('utf8').on('data', (chunk) => {
          body += chunk;
        });
        res.on('end', () =>
          res.statusCode === 200
            ? resolve('well')
            : fail(`answered ${res.statusCode}\n${body.slice(0, 500)}`),
        );
      })
      .on('timeout', () => {
        asked.destroy(new Error('did not answer within 20 seconds'));
      })
      .on('error', (error) => fail(error.message));
  });
}
