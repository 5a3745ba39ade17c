import { isEnding } from '../lifecycle.mjs';
import { PlainError } from '../plain-error.mjs';
import { step } from '../progress.mjs';

/** @typedef {import('./stages.mjs').Stage} Stage */
/** @typedef {import('./stages.mjs').Run} Run */
/** @typedef {import('./outcome.mjs').Outcome} Outcome */

/**
 * Runs one stage. Whatever goes wrong counts as a failure of that stage, and the next one still runs.
 * @param {Stage} stage
 * @param {Run} run
 * @param {string[]} args for the stage's tool
 * @returns {Promise<Outcome>}
 */
async function attempt(stage, run, args) {
  if (stage.needs && run.broken.has(stage.needs))
    return { passed: 0, failed: 0, note: `skipped: ${stage.needs} failed` };
  try {
    return await stage.run(run, args);
  } catch (error) {
    const output = error instanceof PlainError ? error.message : String(/** @type {Error} */ (error).stack);
    return { passed: 0, failed: 1, output };
  }
}

/** @param {Outcome} outcome */
function lineOf({ passed, failed, skipped = 0, note }) {
  const counts = [
    failed > 0 && `${failed} failed`,
    (passed > 0 || failed === 0) && `${passed} passed`,
    skipped > 0 && `${skipped} skipped`,
  ];
  return note ?? counts.filter(Boolean).join(', ');
}

/**
 * Runs stages in order and prints each one's result; the output of a failed one follows it.
 * @param {Stage[]} stages
 * @param {Run} run
 * @param {(stage: Stage) => string[]} argsFor what each stage's tool is given
 * @returns {Promise<Outcome[] | null>} one for each stage; null when the run was interrupted
 */
export async function play(stages, run, argsFor) {
  const outcomes = [];
  for (const stage of stages) {
    /** @type {Outcome} */
    let outcome = { passed: 0, failed: 1 };
    await step(stage.name, async () => {
      outcome = await attempt(stage, run, argsFor(stage));
      return lineOf(outcome);
    });
    if (isEnding()) return null;
    outcomes.push(outcome);
    if (outcome.failed === 0) continue;
    run.broken.add(stage.name);
    outcome.names ??= [`${stage.name}: see its output above`];
    console.log(`\n${(outcome.output ?? '').trimEnd()}\n`);
  }
  return outcomes;
}

/**
 * Prints what failed and the closing line `N passed, N failed`.
 * @param {Outcome[]} outcomes
 * @returns {number} the exit code
 */
export function close(outcomes) {
  const sum = (/** @type {'passed' | 'failed'} */ what) =>
    outcomes.reduce((total, one) => total + one[what], 0);
  const names = outcomes.flatMap((one) => (one.failed > 0 ? (one.names ?? []) : []));
  // Once more and last: the outputs are long.
  if (names.length > 0) console.log(`\nFailed:\n${names.map((name) => `  ${name}`).join('\n')}`);
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
  return sum('failed') === 0 ? 0 : 1;
}
