import { spawnSync } from 'node:child_process';
import { afterAll, expect, test } from 'vitest';
import { testDatabase } from '../lib/db/testing/database';
import { bin, inRoot } from '../scripts/lib/paths.mjs';

const db = await testDatabase();
afterAll(() => db.drop());

test('the schema says what the migrations make: `prisma migrate dev` proposes nothing by itself', () => {
  const args = [
    'migrate',
    'diff',
    '--from-config-datasource',
    '--to-schema',
    'prisma/schema',
    '--script',
    '--exit-code',
  ];
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin.prisma, ...args], {
    cwd: inRoot(),
    encoding: 'utf8',
    env: { ...process.env, DATABASE_URL: db.adminUrl },
  });
  expect({ status, proposed: stdout.trim() }, stderr).toEqual({
    status: 0,
    proposed: '-- This is an empty migration.',
  });
});
