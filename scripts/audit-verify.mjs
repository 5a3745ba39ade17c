// npm run audit:verify [-- slug] [-- seq:hash]: walks the chain of one organization's audit log, or of all, in the database of
// the last start or that of WORKER_DATABASE_URL. With a number and a hash that were noted before, also whether the event
// with that number still has that hash. Exit code 1 when a chain is broken, 2 when it could not be verified.
import './lib/check-node.mjs';
import { spawn } from 'node:child_process';
import { settings as readSettings } from './lib/env-file.mjs';
import { main } from './lib/lifecycle.mjs';
import { root } from './lib/paths.mjs';
import { PlainError } from './lib/plain-error.mjs';
import { knownUrls } from './lib/urls.mjs';

const PASSED = ['PATH', 'HOME', 'ROOT_DOMAIN', 'ROOT_URL'];

await main(() => {
  const settings = readSettings();
  const worker = settings.WORKER_DATABASE_URL ?? knownUrls()?.worker;
  if (!worker)
    throw new PlainError(
      'No database is known yet. Start one with npm run up or npm run dev, or set WORKER_DATABASE_URL.',
    );
  const env = {
    ...Object.fromEntries(PASSED.filter((name) => settings[name]).map((name) => [name, settings[name]])),
    WORKER_DATABASE_URL: worker,
    // Nothing here asks as the app or signs anything: an address that nothing answers at, a key that fits nothing.
    APP_DATABASE_URL: 'postgresql://rowhouse_app@127.0.0.1:1/none',
    AUTH_SECRET: 'nothing is signed while the log is verified',
    SECRETS_KEY: 'nothing-is-encrypted-while-the-log-is-verified',
  };
  const args = [
    '--conditions=react-server',
    '--import',
    'tsx',
    'scripts/audit-verify.ts',
    ...process.argv.slice(2),
  ];
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: 'inherit',
    });
    child.on('close', (code) => resolve(code ?? 2));
  });
});
