// npm run attack: plays the attack cases alone and prints a table of them. `npm run attack -- unit db` plays those of
// these stages, `npm run attack -- 5` those of attack 5. They are part of `npm test` as well.
import './lib/check-node.mjs';
import { generate } from './lib/generate.mjs';
import { install } from './lib/install.mjs';
import { atEnd, main } from './lib/lifecycle.mjs';
import { PlainError } from './lib/plain-error.mjs';
import { step } from './lib/progress.mjs';
import { ATTACK_FILES, attackTable, hasEndToEndAttacks } from './lib/testing/attacks.mjs';
import { close, play } from './lib/testing/play.mjs';
import { openRun } from './lib/testing/run.mjs';
import { STAGES } from './lib/testing/stages.mjs';

/** @param {string[]} args */
function choose(args) {
  const numbers = args.filter((arg) => /^\d+$/.test(arg));
  const named = args.filter((arg) => !numbers.includes(arg));
  for (const name of named)
    if (!(name in ATTACK_FILES))
      throw new PlainError(
        `"${name}" is not a stage with attacks. Use ${Object.keys(ATTACK_FILES).join(', ')}.`,
      );
  const wanted = named.length > 0 ? named : Object.keys(ATTACK_FILES);
  const stages = STAGES.filter(
    ({ name }) => wanted.includes(name) && (name !== 'e2e' || hasEndToEndAttacks()),
  );
  const needed = new Set(stages.flatMap(({ name, needs }) => [name, needs]));
  const title = numbers.length > 0 ? `attack (${numbers.join('|')})\\b` : null;
  return { stages: STAGES.filter(({ name }) => needed.has(name)), title };
}

await main(async () => {
  const { stages, title } = choose(process.argv.slice(2));
  await step('packages', install);
  await step('prisma client', generate);
  const run = await openRun();
  atEnd(run.close);
  const outcomes = await play(stages, run, ({ name }) => {
    const files = name in ATTACK_FILES ? ATTACK_FILES[/** @type {keyof typeof ATTACK_FILES} */ (name)] : null;
    if (!files) return [];
    return title ? [files, name === 'e2e' ? '--grep' : '--testNamePattern', title] : [files];
  });
  if (!outcomes) return 1;
  await run.close();
  console.log(attackTable(outcomes.flatMap(({ cases = [] }) => cases)));
  return close(outcomes);
});
