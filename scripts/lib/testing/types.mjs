import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { generateApiTypes } from '../generate.mjs';
import { bin, inRoot } from '../paths.mjs';
import { run } from '../run.mjs';
import { ofExit } from './outcome.mjs';

/**
 * The project's tsconfig.json with the route types of this run's own build folder: next-env.d.ts names the folder of
 * whoever built last.
 */
function writeConfig(dist) {
  const { exclude } = JSON.parse(readFileSync(inRoot('tsconfig.json'), 'utf8'));
  const up = path.relative(inRoot(dist), inRoot('.'));
  const config = {
    extends: `${up}/tsconfig.json`,
    compilerOptions: { tsBuildInfoFile: './types.tsbuildinfo' },
    include: ['./next-types.d.ts', './types/**/*.ts', `${up}/**/*.ts`, `${up}/**/*.tsx`],
    exclude: ['next-env.d.ts', ...exclude].map((one) => `${up}/${one}`),
  };
  writeFileSync(inRoot(dist, 'tsconfig.types.json'), JSON.stringify(config, null, 2));
  writeFileSync(
    inRoot(dist, 'next-types.d.ts'),
    '/// <reference types="next" />\n/// <reference types="next/image-types/global" />\n',
  );
}

/** Checks all types, with those of the routes generated afresh and those of the API when it changed. @returns {Promise<import('./outcome.mjs').Outcome>} */
export async function checkTypes({ dist, env }) {
  await generateApiTypes();
  const nextEnv = inRoot('next-env.d.ts');
  const before = existsSync(nextEnv) ? readFileSync(nextEnv) : null;
  mkdirSync(inRoot(dist), { recursive: true });
  rmSync(inRoot(dist, 'types'), { recursive: true, force: true });
  const generated = await run(process.execPath, [bin.next, 'typegen'], { env });
  if (before) writeFileSync(nextEnv, before);
  if (generated.code !== 0) return ofExit(generated);
  writeConfig(dist);
  // The product, every script, and once more what faces clients, where nothing may be of an unknown type.
  const configs = [
    inRoot(dist, 'tsconfig.types.json'),
    inRoot('tsconfig.scripts.json'),
    inRoot('tsconfig.front.json'),
  ];
  for (const config of configs) {
    const checked = await run(process.execPath, [bin.tsc, '--noEmit', '-p', config], { env });
    if (checked.code !== 0) return ofExit(checked);
  }
  return { passed: 1, failed: 0 };
}
