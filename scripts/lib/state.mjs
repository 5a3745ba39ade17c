import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inRoot } from './paths.mjs';
import { explainFileError, PlainError } from './plain-error.mjs';

/** Where this checkout keeps what is its own: database files, secrets, mail. ROWHOUSE_STATE overrides. */
export const stateDir = path.resolve(process.env.ROWHOUSE_STATE || inRoot('.rowhouse'));

/** A path inside the state folder. */
export const inState = (...parts) => path.join(stateDir, ...parts);

/** Makes the state folder. Passable for others (the database's user must reach its own folder in it), not listable. */
export function makeStateDir(dir = stateDir) {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o711 });
  } catch (error) {
    throw explainFileError(error, dir);
  }
}

/** Writes a file that only its owner may read, whole or not at all. */
export function writePrivate(file, text) {
  try {
    writeFileSync(`${file}.${process.pid}`, text, { mode: 0o600 });
    chmodSync(`${file}.${process.pid}`, 0o600);
    renameSync(`${file}.${process.pid}`, file);
  } catch (error) {
    throw explainFileError(error, file);
  }
}

/** A JSON file's content, or null when there is none. */
export function readJson(file) {
  try {
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
  } catch (error) {
    throw explainFileError(error, file);
  }
}

/**
 * The secrets of this state folder, made once: passwords of the database's roles, the key that sessions are signed
 * with, and the key that stored secrets are encrypted with. Kept in `secrets.json`, readable by its owner alone.
 * @param {string} [dir]
 * @returns {{ id: string, superuser: string, migrator: string, app: string, auth: string, worker: string, authSecret: string,
 *   secretsKey: string }}
 *   id names this state where something of it has to lie elsewhere
 */
export function secrets(dir = stateDir) {
  const file = path.join(dir, 'secrets.json');
  const known = readJson(file);
  if (known?.worker && known.secretsKey && known.auth) return known;
  const word = () => randomBytes(24).toString('base64url');
  const key = () => randomBytes(32).toString('base64url');
  if (known) {
    // Created before there was a worker, a secret to keep, or a role of the sign-in code's own.
    const grown = { worker: word(), secretsKey: key(), auth: word(), ...known };
    writePrivate(file, `${JSON.stringify(grown, null, 2)}\n`);
    return grown;
  }
  const database = path.join(dir, 'pg');
  if (existsSync(path.join(database, 'PG_VERSION'))) {
    throw new PlainError(
      `The passwords of the database in ${database} are gone (secrets.json was removed). Put the file back, or remove that folder to start with an empty database.`,
    );
  }
  const made = {
    id: randomBytes(8).toString('hex'),
    superuser: word(),
    migrator: word(),
    app: word(),
    auth: word(),
    worker: word(),
    authSecret: key(),
    secretsKey: key(),
  };
  makeStateDir(dir);
  writePrivate(file, `${JSON.stringify(made, null, 2)}\n`);
  return made;
}
