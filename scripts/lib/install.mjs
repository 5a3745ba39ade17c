import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { sha256 } from './hash.mjs';
import { withLock } from './lock.mjs';
import { inRoot } from './paths.mjs';
import { explainFileError, PlainError } from './plain-error.mjs';
import { run } from './run.mjs';

const lockFile = inRoot('package-lock.json');
const record = inRoot('node_modules/.rowhouse-lock');
const read = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : null);

/** True when npm's own record of what lies in node_modules says what package-lock.json says. */
function npmAgrees() {
  const hidden = read(inRoot('node_modules/.package-lock.json'));
  if (!hidden) return false;
  const installed = JSON.parse(hidden).packages;
  const wanted = JSON.parse(readFileSync(lockFile, 'utf8')).packages;
  return (
    Object.entries(wanted).every(
      ([at, one]) =>
        at === '' || (installed[at] ? installed[at].version === one.version : one.optional === true),
    ) && Object.keys(installed).every((at) => at in wanted)
  );
}

function explain(output) {
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|ECONNRESET|ERR_SOCKET_TIMEOUT/.test(output)) {
    return 'npm could not reach its package registry, and the packages are not installed yet. Connect to the network (or set a proxy: npm config set proxy …) and run the command again.';
  }
  const place = inRoot('node_modules');
  const code = /\b(ENOSPC|EACCES|EPERM|EROFS)\b/.exec(output)?.[1];
  if (code) return explainFileError(Object.assign(new Error(), { code }), place).message;
  return null;
}

async function npmCi() {
  const npm = process.env.npm_execpath?.endsWith('.js')
    ? [process.execPath, process.env.npm_execpath]
    : [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
  const args = [...npm.slice(1), 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const { code, output } = await run(/** @type {string} */ (npm[0]), args);
  if (code === 0) return;
  const tail = output.trimEnd().split('\n').slice(-25).join('\n');
  throw new PlainError([tail, explain(output) ?? `npm ci failed (exit code ${code}).`].join('\n\n'));
}

/**
 * Brings node_modules to what package-lock.json says: by `npm ci`, and only when the lock has changed since the last
 * time. Needs nothing installed; npm must be on the PATH.
 * @returns {Promise<'up to date' | 'installed'>}
 * @throws {PlainError} when npm fails, with npm's last words and what to do
 */
export function install() {
  return withLock('install', async () => {
    const hash = sha256(readFileSync(lockFile));
    if (read(record) === hash) return 'up to date';
    const upToDate = npmAgrees();
    if (!upToDate) await npmCi();
    writeFileSync(record, hash);
    return upToDate ? 'up to date' : 'installed';
  });
}
