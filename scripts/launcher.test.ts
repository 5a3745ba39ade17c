import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parseEnv } from './lib/env-file.mjs';
import { greeting } from './lib/greeting.mjs';
import { tryLock } from './lib/lock.mjs';
import { controlsTransaction } from './lib/migrations.mjs';
import { scramVerifier } from './lib/pg/scram.mjs';
import { freePort, holderOfPort, isFree } from './lib/ports.mjs';
import { ofClosingLine, ofPlaywright, ofVitest } from './lib/testing/outcome.mjs';
import { databaseOf, urlWith } from './lib/urls.mjs';

test('.env lines: comments, quotes, export, nothing expanded', () => {
  const text = '# a\nA=1\n export B="x y" \nC=\'#\'\nD=a#b # end\nE=\nnonsense\nF=$A\n';
  expect(parseEnv(text)).toEqual({ A: '1', B: 'x y', C: '#', D: 'a#b', E: '', F: '$A' });
});

test('a database URL under another sign-in keeps the rest', () => {
  const url = urlWith('postgresql://a:b@db.example:6432/x?sslmode=require', {
    user: 'u@v',
    password: 'p/w',
    database: 'my db',
  });
  expect(url).toBe('postgresql://u%40v:p%2Fw@db.example:6432/my%20db?sslmode=require');
  expect(databaseOf(url)).toBe('my db');
  expect(databaseOf('postgresql://db.example')).toBe('');
});

test('a password is stored as PostgreSQL stores it (RFC 7677, 3)', () => {
  const salt = Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64');
  expect(scramVerifier('pencil', salt)).toBe(
    'SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=',
  );
});

describe('a migration may not end its own transaction', () => {
  test.each([
    'COMMIT;',
    'create table a();\n commit ;',
    'BEGIN; select 1; END;',
    'START  TRANSACTION',
    '-- x\nrollback',
  ])('%j does', (sql) => {
    expect(controlsTransaction(sql)).toBe(true);
  });
  test.each([
    'CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN x; END $$;',
    'CREATE FUNCTION f() AS $body$ BEGIN; COMMIT; $body$;',
    "-- don't; COMMIT;\nSELECT '; COMMIT; ';",
    '/* ; ROLLBACK; */ SELECT ";COMMIT;"',
    "SELECT 'it''s; COMMIT;'",
  ])('%j does not', (sql) => {
    expect(controlsTransaction(sql)).toBe(false);
  });
});

test('a lock is held by one, and comes free when its holder is dead', () => {
  const name = `launcher-test-${process.pid}`;
  const release = tryLock(name);
  expect(release).not.toBeNull();
  expect(tryLock(name)).toBeNull();
  release?.();
  writeFileSync(path.join(import.meta.dirname, '../.rowhouse/locks', name), '999999999');
  const again = tryLock(name);
  expect(again).not.toBeNull();
  again?.();
});

test('who holds a port is told by name', async () => {
  const port = await freePort();
  expect(await isFree(port)).toBe(true);
  const net = await import('node:net');
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  expect(await isFree(port)).toBe(false);
  expect(holderOfPort(port)).toContain(`(process ${process.pid})`);
  server.close();
});

test('the greeting names the addresses, and demo people only where there are any', () => {
  const env = { ROOT_URL: 'http://rowhouse.localhost:3000', MAILBOX_DIR: '/x' };
  expect(greeting(env, true)).toMatch(
    /http:\/\/acme\.rowhouse\.localhost:3000[\s\S]*\/mailbox[\s\S]*rowhouse-demo[\s\S]*owner@example\.com/,
  );
  expect(greeting({ ROOT_URL: 'https://console.example/' }, false)).not.toMatch(/acme|mailbox|rowhouse-demo/);
});

describe('test results are counted so that nothing broken passes', () => {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'rowhouse-outcome-'));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  const file = (content: unknown) => {
    const at = path.join(dir, `${Math.random()}.json`);
    writeFileSync(at, JSON.stringify(content));
    return at;
  };
  const vitest = (failed: number, testResults: unknown[]) =>
    file({ numPassedTests: 3, numFailedTests: failed, numPendingTests: 1, testResults });

  test('a test file that does not load is a failure', () => {
    const broken = vitest(0, [{ name: path.resolve('x.test.ts'), status: 'failed', assertionResults: [] }]);
    expect(ofVitest(broken, { code: 1, output: '' })).toMatchObject({ passed: 3, failed: 1, skipped: 1 });
  });
  test('what failed is told by file, title and first line, so that the end of a long output says it', () => {
    const failure = {
      status: 'failed',
      title: '[S3] holds',
      failureMessages: ['\u001b[31mno\u001b[39m\nstack'],
    };
    const results = [
      {
        name: path.resolve('lib/a.test.ts'),
        status: 'failed',
        assertionResults: [failure, { status: 'passed' }],
      },
      { name: path.resolve('lib/b.test.ts'), status: 'failed', assertionResults: [] },
    ];
    expect(ofVitest(vitest(1, results), { code: 1, output: '' }).names).toEqual([
      'lib/a.test.ts › [S3] holds: no',
      'lib/b.test.ts could not be loaded',
    ]);
    const spec = (ok: boolean, status: string, title: string) => ({
      ...{ ok, title, line: 7 },
      tests: [{ status, results: [{ error: { message: `${title} broke\nstack` } }] }],
    });
    const inner = {
      file: 'x.spec.ts',
      specs: [spec(false, 'unexpected', 'one'), spec(true, 'flaky', 'two')],
    };
    const outer = { file: 'x.spec.ts', specs: [spec(true, 'expected', 'three')], suites: [inner] };
    const stats = { expected: 1, unexpected: 1, flaky: 1, skipped: 0 };
    expect(ofPlaywright(file({ stats, errors: [], suites: [outer] }), { code: 1, output: '' }).names).toEqual(
      ['e2e/x.spec.ts:7 › one: one broke', 'e2e/x.spec.ts:7 › two: two broke'],
    );
  });
  test('a tool that fails without a failed test is a failure', () => {
    expect(ofVitest(vitest(0, []), { code: 1, output: '' }).failed).toBe(1);
    const output =
      '⎯ Unhandled Errors ⎯\n\nVitest caught 1 unhandled error\n⎯ Unhandled Rejection ⎯\n\u001b[1mError\u001b[22m: lost\n at';
    expect(ofVitest(vitest(0, []), { code: 1, output })).toMatchObject({
      failed: 1,
      names: ['outside any test: Error: lost'],
    });
    const stats = { expected: 2, unexpected: 0, flaky: 0, skipped: 0 };
    expect(ofPlaywright(file({ stats, errors: [], suites: [] }), { code: 1, output: '' }).failed).toBe(1);
    expect(ofClosingLine({ code: 1, output: '5 passed, 0 failed\n' }).failed).toBe(1);
  });
  test('a report that is missing is a failure', () => {
    expect(ofVitest(path.join(dir, 'none'), { code: 0, output: '' }).failed).toBe(1);
  });
  test('a browser test that passes at the second try is a failure', () => {
    const stats = { expected: 2, unexpected: 0, flaky: 1, skipped: 0 };
    expect(ofPlaywright(file({ stats, errors: [], suites: [] }), { code: 0, output: '' })).toMatchObject({
      passed: 2,
      failed: 1,
    });
  });
  test('the last closing line counts', () => {
    expect(ofClosingLine({ code: 1, output: '1 passed, 0 failed\nx\n7 passed, 2 failed\n' })).toMatchObject({
      passed: 7,
      failed: 2,
    });
    expect(ofClosingLine({ code: 0, output: 'fine' })).toMatchObject({ passed: 1, failed: 0 });
  });
});
