import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ATTACK_FILES, attackTable } from './lib/testing/attacks.mjs';

describe('npm run attack', () => {
  const files = ['app', 'components', 'e2e', 'guard', 'lib', 'prisma', 'scripts'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => `/${folder}/${name}`),
  );
  const attacks = files.filter((file) => /attack/.test(file) && /\.(test|spec)\.tsx?$/.test(file));

  it('[R9] plays every attack file of the repository', () => {
    const end = new RegExp(ATTACK_FILES.e2e);
    const played = (file: string) =>
      file.startsWith('/e2e/')
        ? end.test(file)
        : file.includes(ATTACK_FILES.unit) && file.includes(ATTACK_FILES.db);
    const others = ['/scripts/attacks.test.ts'];
    expect(attacks.filter((file) => !played(file))).toEqual(others);
  });

  it('shows every attack, and a group that names one as one line', () => {
    const one = { file: 'a.attack.test.ts', result: 'passed' } as const;
    const table = attackTable([
      { ...one, titles: ['[R8] attack 1: handover', 'to a stranger'] },
      { ...one, titles: ['[R8] attack 1: handover', 'to nobody'] },
      { ...one, titles: ['no number'] },
    ]);
    expect(table).toContain('passed  [R8] attack 1: handover  (a.attack.test.ts) × 2');
    expect(table).toContain('Cases that name no attack\n     passed  no number');
    expect(table).toMatch(/18 {2}.*\n {5}no case$/);
  });
});
