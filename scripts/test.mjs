// npm test: everything that has to hold, from a bare checkout. `npm test -- unit db` runs only these stages; what
// follows the name of a single unit, db or e2e stage is handed to its tool (`npm test -- db members`).
import './lib/check-node.mjs';
import { generate } from './lib/generate.mjs';
import { install } from './lib/install.mjs';
import { atEnd, isEnding, main } from './lib/lifecycle.mjs';
import { PlainError } from './lib/plain-error.mjs';
import { step } from './lib/progress.mjs';
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

/** Runs one stage; whatever goes wrong in it is a failure of it, and the next one has its turn. */
async function attempt(stage, run, args) {
  if (run.broken.has(stage.needs)) return { passed: 0, failed: 0, note: `skipped: ${stage.needs} failed` };
  try {
    return await stage.run(run, args);
  } catch (error) {
    return { passed: 0, failed: 1, output: error instanceof PlainError ? error.message : error.stack };
  }
}

function lineOf({ passed, failed, skipped, note }) {
  const counts = [
    failed > 0 && `${failed} failed`,
    (passed > 0 || failed === 0) && `${passed} passed`,
    skipped > 0 && `${skipped} skipped`,
  ];
  return note ?? counts.filter(Boolean).join(', ');
}

await main(async () => {
  const { stages, rest } = choose(process.argv.slice(2));
  await step('packages', install);
  await step('prisma client', generate);
  const run = await openRun();
  atEnd(run.close);
  let passed = 0;
  let failed = 0;
  const names = [];
  for (const stage of stages) {
    let outcome;
    await step(stage.name, async () => {
      outcome = await attempt(stage, run, rest);
      return lineOf(outcome);
    });
    if (isEnding()) return 1;
    passed += outcome.passed;
    failed += outcome.failed;
    if (outcome.failed === 0) continue;
    run.broken.add(stage.name);
    names.push(...(outcome.names ?? [`${stage.name}: see its output above`]));
    console.log(`\n${(outcome.output ?? '').trimEnd()}\n`);
  }
  await run.close();
  // Once more and last: the outputs are long.
  if (names.length > 0) console.log(`\nFailed:\n${names.map((name) => `  ${name}`).join('\n')}`);
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
});
