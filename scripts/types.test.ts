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

  /** The check's answer to a file that says `source`, by one of the configurations. */
  function planted(config: string, source: string) {
    writeFileSync(path.join(folder, 'planted.mjs'), source);
    writeFileSync(
      path.join(folder, 'tsconfig.json'),
      JSON.stringify({
        extends: path.join(root, config),
        compilerOptions: { typeRoots: [path.join(root, 'node_modules/@types')] },
        include: ['planted.mjs'],
      }),
    );
    return tsc('-p', folder, '--noEmit');
  }

  test('a script with an error in its types fails the check', () => {
    const module = JSON.stringify(path.join(root, 'lib/tenancy/address.mjs'));
    const { status, stdout } = planted(
      'tsconfig.scripts.json',
      `import { networkOf } from ${module};\nexport const length = networkOf(7).length;\n`,
    );
    expect(stdout).toContain('planted.mjs(2,33): error TS2345');
    expect(status).not.toBe(0);
  });

  test('in the front server, a parameter of no type and an error taken on trust fail it, too', () => {
    const untyped = planted('tsconfig.front.json', 'export const of = (req) => req.url;\n');
    expect(untyped.stdout).toContain('error TS7006');
    const caught = 'try {\n  process.exit();\n} catch (error) {\n  console.log(error.code);\n}\n';
    expect(planted('tsconfig.front.json', caught).stdout).toContain('error TS18046');
  });

  test('the front server and all that it shares with the application are checked so', () => {
    const { stdout } = tsc('-p', 'tsconfig.front.json', '--listFilesOnly');
    for (const file of ['server.mjs', 'scripts/lib/front/front-server.mjs', 'lib/tenancy/target.mjs'])
      expect(stdout, file).toContain(path.join(root, file));
  });
});
