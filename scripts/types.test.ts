import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

const root = process.cwd();
const folder = mkdtempSync(path.join(tmpdir(), 'rowhouse-types-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const tsc = (...args: string[]) =>
  spawnSync(process.execPath, [path.join(root, 'node_modules/typescript/bin/tsc'), ...args], {
    cwd: root,
    encoding: 'utf8',
  });

describe('the types of the front server and the launchers', () => {
  test('every script and the server are among the files that are checked', () => {
    const { stdout } = tsc('-p', 'tsconfig.scripts.json', '--listFilesOnly');
    const checked = new Set(stdout.split('\n').map((file) => path.relative(root, file.trim())));
    const scripts = readdirSync(path.join(root, 'scripts'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.mjs'))
      .map((file) => `scripts/${file}`);
    expect([...scripts, 'server.mjs'].filter((file) => !checked.has(file))).toEqual([]);
  });

  test('a script with an error in its types fails the check', () => {
    const module = path.join(root, 'lib/tenancy/address.mjs');
    writeFileSync(
      path.join(folder, 'planted.mjs'),
      `import { networkOf } from ${JSON.stringify(module)};\nexport const length = networkOf(7).length;\n`,
    );
    writeFileSync(
      path.join(folder, 'tsconfig.json'),
      JSON.stringify({
        extends: path.join(root, 'tsconfig.scripts.json'),
        compilerOptions: { typeRoots: [path.join(root, 'node_modules/@types')] },
        include: ['planted.mjs'],
      }),
    );
    const { status, stdout } = tsc('-p', folder, '--noEmit');
    expect(stdout).toContain('planted.mjs(2,33): error TS2345');
    expect(status).not.toBe(0);
  });
});
