import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../lib/db/testing/database';
import { insert, makeOrg, type TestOrg } from '../lib/db/testing/world';
import { newId } from '../lib/ids';
import { checkDomains } from '../lib/jobs/check-domains';

const db = await testDatabase();
process.env.WORKER_DATABASE_URL = db.workerUrl;
const dir = mkdtempSync(path.join(tmpdir(), 'domains-'));
afterAll(async () => {
  await db.drop();
  rmSync(dir, { recursive: true });
});

let acme: TestOrg;
let globex: TestOrg;
beforeAll(async () => {
  acme = await makeOrg(db.admin, 'acme');
  globex = await makeOrg(db.admin, 'globex');
  for (let i = 0; i < 5; i++) await hold(acme, `d${i}.test`);
});

async function hold({ orgId }: TestOrg, host: string) {
  const now = new Date();
  await insert(db.admin, 'org_host', { org_id: orgId, host });
  await insert(db.admin, 'domain', {
    org_id: orgId,
    id: newId(),
    host,
    held_host: host,
    state: 'live',
    proof: 'proof',
    verified_at: now,
    next_look_at: now,
    created_by: 'Owner',
  });
}
// Nothing of the run's own settings: a build server has none of them.
const { PATH, HOME, NODE_ENV } = process.env;
const BARE = { PATH, HOME, NODE_ENV };
const check = () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/domains-check.mjs'], {
    env: { ...BARE, WORKER_DATABASE_URL: db.workerUrl },
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
};

test('[B3][T110] the deploy gate: clean is 0; five planted duplicates stop it with both organizations', async () => {
  expect(check()).toMatchObject({ status: 0, stdout: expect.stringContaining('No conflicts in 7 hosts') });

  // As in a copy that was restored without its indexes.
  await db.admin.query('DROP INDEX org_host_host_key');
  for (let i = 0; i < 5; i++) await hold(globex, `d${i}.test`);
  const { status, stdout, stderr } = check();
  expect(status).toBe(1);
  const lines = stdout.split('\n').filter((line) => line.startsWith('duplicate'));
  expect(lines).toHaveLength(5);
  for (const line of lines) expect(line).toMatch(/acme .*globex|globex .*acme/);
  expect(stderr).toContain('"kind":"domains.conflict"');
}, 240_000);

test('[B3] a domain file is compared with the database; one that can’t be read is no “clean”', async () => {
  const file = path.join(dir, 'domains.yaml');
  let printed = '';
  const run = (name: string) => {
    printed = '';
    return checkDomains(name, (text) => {
      printed += text;
    });
  };
  writeFileSync(file, 'domains:\n  - host: new.test\n    organization: hooli\n');
  expect(await run(file)).toBe(1);
  expect(printed).toMatch(/unknown organization +new\.test \(file\) +hooli/);
  writeFileSync(file, 'domains: 7\n');
  expect(await run(file)).toBe(2);
  expect(printed).toContain('is not a domain file');
  expect(await run(path.join(dir, 'none.yaml'))).toBe(2);
});
