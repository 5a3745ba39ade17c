import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { root } from '../paths.mjs';

/** @typedef {{ titles: string[], file: string, result: 'passed' | 'failed' | 'skipped' }} Case one test that was run;
 *   titles: those of the groups it is in, then its own */
/**
 * @typedef {{ passed: number, failed: number, skipped?: number, note?: string, output?: string, names?: string[],
 *   cases?: Case[] }} Outcome the result of a stage; when something failed, its output is shown, and the names of what
 *   failed at the end of the run; cases: its tests one by one, where its tool reports them
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
  const names = report.testResults.flatMap(({ name, status, assertionResults }) => {
    const file = path.relative(root, name);
    if (status === 'failed' && assertionResults.length === 0) return [`${file} could not be loaded`];
    return assertionResults
      .filter((one) => one.status === 'failed')
      .map((one) => `${file} › ${one.title}: ${firstLine(one.failureMessages[0])}`);
  });
  // An error that no test waited for is in no test's result; Vitest tells it at the end of what it says.
  const [, stray] =
    /Unhandled (?:Error|Rejection)\b[\s\S]*?\n(\w*Error: .*)/.exec(stripVTControlCharacters(output)) ?? [];
  if (stray) names.push(`outside any test: ${stray}`);
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: report.numPendingTests + (report.numTodoTests ?? 0),
    output,
    names,
    cases: report.testResults.flatMap(({ name, assertionResults }) =>
      assertionResults
        .filter(({ status }) => status === 'passed' || status === 'failed')
        .map(({ ancestorTitles = [], title, status }) => ({
          titles: [...ancestorTitles, title],
          file: path.relative(root, name),
          result: status,
        })),
    ),
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
    names: [...report.errors.map(({ message }) => firstLine(message)), ...report.suites.flatMap(failedIn)],
    cases: report.suites.flatMap((suite) => casesIn(suite)),
  };
}

/** The tests in one of Playwright's suites and those within it. @returns {Case[]} */
function casesIn({ file, specs = [], suites = [] }, within = []) {
  return [
    ...specs.map(({ title, ok, tests }) => {
      const skipped = tests.every(({ status }) => status === 'skipped');
      const result = /** @type {Case['result']} */ (skipped ? 'skipped' : ok ? 'passed' : 'failed');
      return { titles: [...within, title], file: `e2e/${file}`, result };
    }),
    ...suites.flatMap((suite) => casesIn(suite, [...within, suite.title])),
  ];
}

/** What failed in one of Playwright's suites and those within it. @returns {string[]} */
function failedIn({ file, specs = [], suites = [] }) {
  const failed = specs.filter(({ ok, tests }) => !ok || tests.some(({ status }) => status === 'flaky'));
  return [
    ...failed.map(({ title, line, tests }) => {
      const error = tests.flatMap(({ results }) => results).find((result) => result.error)?.error;
      return `e2e/${file}:${line} › ${title}: ${firstLine(error?.message)}`;
    }),
    ...suites.flatMap(failedIn),
  ];
}

// Without the colours in which the tools write.
const firstLine = (message = '') => stripVTControlCharacters(message).split('\n')[0] ?? '';

/** Reads a closing line `N passed, N failed`; without one the exit code decides. @returns {Outcome} */
export function ofClosingLine({ code, output }) {
  const found = [...output.matchAll(/^(\d+) passed, (\d+) failed$/gm)].at(-1);
  if (!found) return ofExit({ code, output });
  const failed = Number(found[2]);
  return { passed: Number(found[1]), failed: failed === 0 && code !== 0 ? 1 : failed, output };
}
