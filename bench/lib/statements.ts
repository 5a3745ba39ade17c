import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { migrate } from '../../scripts/lib/migrations.mjs';
import { root } from '../../scripts/lib/paths.mjs';
import { bootstrap } from '../../scripts/lib/pg/roles.mjs';
import type { Sent } from './collect';
import { query } from './world';

/** Every distinct statement that the database tests make the application send: a new one is found when a test uses it. */
export async function sentStatements(): Promise<Sent[]> {
  const {
    BENCH_ADMIN_URL: server = '',
    BENCH_APP_PASSWORD: app = '',
    BENCH_MIGRATOR_PASSWORD: migrator = '',
  } = process.env;
  const template = 'rowhouse_bench_template';
  const dir = mkdtempSync(path.join(tmpdir(), 'rowhouse-statements-'));
  const file = path.join(dir, 'statements');
  await query(server, (db) => db.query(`DROP DATABASE IF EXISTS ${template} WITH (FORCE)`));
  try {
    const urls = await bootstrap({
      adminUrl: server,
      database: template,
      passwords: { app, auth: app, migrator, worker: app },
    });
    await migrate(urls.migrator);
    const { code, said } = await runTests({
      ...process.env,
      NODE_ENV: 'test',
      APP_DATABASE_URL: urls.app,
      TEST_ADMIN_URL: server,
      TEST_TEMPLATE: template,
      TEST_APP_PASSWORD: app,
      TEST_MIGRATOR_PASSWORD: migrator,
      TEST_WORKER_PASSWORD: app,
      BENCH_STATEMENTS: file,
    });
    if (!existsSync(file)) throw new Error(`The database tests sent nothing:\n${said.slice(-3000)}`);
    if (code !== 0)
      console.log('  (some of the database tests failed; their statements are looked at all the same)');
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    const byText = new Map(lines.map((line) => [(JSON.parse(line) as Sent).text, JSON.parse(line) as Sent]));
    return [...byText.values()].sort((a, b) => (a.text < b.text ? -1 : 1));
  } finally {
    rmSync(dir, { recursive: true, force: true });
    await query(server, (db) => db.query(`DROP DATABASE IF EXISTS ${template} WITH (FORCE)`));
  }
}

function runTests(env: NodeJS.ProcessEnv): Promise<{ code: number | null; said: string }> {
  const vitest = path.join(root, 'node_modules/vitest/vitest.mjs');
  const child = spawn(
    process.execPath,
    [vitest, 'run', '--config', 'bench/vitest.config.ts', '--reporter=dot'],
    {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      said += chunk;
    });
  return new Promise((resolve) => child.once('exit', (code) => resolve({ code, said })));
}
