// npm test: everything that has to hold, from a bare checkout. `npm test -- unit db` runs only these stages; what
// follows the name of a single unit, db or e2e stage is handed to its tool (`npm test -- db members`).
import './lib/check-node.mjs';
import { generate } from './lib/generate.mjs';
import { install } from './lib/install.mjs';
import { atEnd, main } from './lib/lifecycle.mjs';
import { PlainError } from './lib/plain-error.mjs';
import { step } from './lib/progress.mjs';
import { close, play } from './lib/testing/play.mjs';
import { openRun } from './lib/testing/run.mjs';
import { STAGES } from './lib/testing/stages.mjs';

/** Which stages the arguments ask for, and what is left for the tool. */
function choose(args) {
  const names = STAGES.map((stage) => stage.name);
  const words = args.findIndex((arg) => !names.includes(arg));
  const picked = words < 0 ? args : args.slice(0, words);
  const rest = words < 0 ? [] : args.slice(words);
  if (rest.length > 0 && (picked.length !== 1 || !['unit', 'db', 'e2e'].includes(picked[0]))) {
    throw new PlainError(`"${rest[0]}" is no stage. There are: ${names.join(', ')}.`);
  }
  if (picked.length === 0) return { stages: STAGES, rest };
  const needed = new Set([
    ...picked,
    ...STAGES.filter((stage) => picked.includes(stage.name)).map((stage) => stage.needs),
  ]);
  return { stages: STAGES.filter((stage) => needed.has(stage.name)), rest };
}

await main(async () => {
  const { stages, rest } = choose(process.argv.slice(2));
  await step('packages', install);
  await step('prisma client', generate);
  const run = await openRun();
  atEnd(run.close);
  const outcomes = await play(stages, run, () => rest);
  if (!outcomes) return 1;
  await run.close();
  return close(outcomes);
});
