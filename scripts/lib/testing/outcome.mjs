import { existsSync, readFileSync } from 'node:fs';

/**
 * @typedef {{ passed: number, failed: number, skipped?: number, note?: string, output?: string }} Outcome what came of
 *   a stage; output is shown when something failed
 */

/** A stage that is one check: its exit code decides. @returns {Outcome} */
export const ofExit = ({ code, output }) => ({
  passed: code === 0 ? 1 : 0,
  failed: code === 0 ? 0 : 1,
  output,
});

/** @returns {any} a reporter's file; null when the run ended before it was written */
const readReport = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null);

/**
 * Counts Vitest's JSON report. A file that could not even be loaded holds no test that could fail: it counts as one.
 * @returns {Outcome}
 */
export function ofVitest(file, { code, output }) {
  const report = readReport(file);
  if (!report) return { passed: 0, failed: 1, output };
  const broken = report.testResults.filter(
    (one) => one.status === 'failed' && one.assertionResults.length === 0,
  ).length;
  const failed = report.numFailedTests + broken;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: report.numPendingTests + (report.numTodoTests ?? 0),
    output,
  };
}

/** Counts Playwright's JSON report; a test that passed only when tried again counts as failed. @returns {Outcome} */
export function ofPlaywright(file, { code, output }) {
  const report = readReport(file);
  if (!report) return { passed: 0, failed: 1, output };
  const failed = report.stats.unexpected + report.stats.flaky;
  return {
    passed: report.stats.expected,
    failed: failed === 0 && code !== 0 ? Math.max(1, report.errors.length) : failed,
    skipped: report.stats.skipped,
    output,
  };
}

/** Reads a closing line `N passed, N failed`; without one the exit code decides. @returns {Outcome} */
export function ofClosingLine({ code, output }) {
  const found = [...output.matchAll(/^(\d+) passed, (\d+) failed$/gm)].at(-1);
  if (!found) return ofExit({ code, output });
  const failed = Number(found[2]);
  return { passed: Number(found[1]), failed: failed === 0 && code !== 0 ? 1 : failed, output };
}
