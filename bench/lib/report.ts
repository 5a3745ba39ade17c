import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inRoot } from '../../scripts/lib/paths.mjs';

/** One measured thing. `pass` is null when there is no bar; only a line that gates can fail the run. */
export type Line = { name: string; value: string; bar: string; pass: boolean | null; gates: boolean };
export type Part = { lines: Line[]; data: unknown };

/** A count: exact on every machine, so it gates. */
export const counted = (
  name: string,
  value: number,
  bar: { exactly: number } | { atMost: number },
): Line => ({
  name,
  value: String(value),
  bar: 'exactly' in bar ? `${bar.exactly}` : `≤ ${bar.atMost}`,
  pass: 'exactly' in bar ? value === bar.exactly : value <= bar.atMost,
  gates: true,
});

/** Something that holds or doesn't, on every machine. */
export const held = (name: string, pass: boolean, value: string, bar: string): Line => ({
  name,
  value,
  bar,
  pass,
  gates: true,
});

type Band = { ratio: number; low: number; high: number };

/** A ratio of times: reported with the middle half of its rounds, and never fails the run. */
export const timed = (
  name: string,
  { ratio, low, high }: Band,
  bar: { atMost: number } | { atLeast: number } | null,
): Line => ({
  name,
  value: `${ratio.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`,
  bar: bar === null ? '' : 'atMost' in bar ? `≤ ${bar.atMost}` : `≥ ${bar.atLeast}`,
  pass: bar === null ? null : 'atMost' in bar ? ratio <= bar.atMost : ratio >= bar.atLeast,
  gates: false,
});

/** A figure without a bar, or with one that depends on the machine. */
export const told = (name: string, value: string, bar = '', pass: boolean | null = null): Line => ({
  name,
  value,
  bar,
  pass,
  gates: false,
});

/** Writes a part's figures to bench/results and prints its lines. */
export function publish(part: string, { lines, data }: Part) {
  const dir = inRoot('bench/results');
  mkdirSync(dir, { recursive: true });
  const at = new Date().toISOString();
  writeFileSync(
    path.join(dir, `${part}.json`),
    `${JSON.stringify({ part, at, node: process.version, lines, data }, null, 2)}\n`,
  );
  const widths = [60, 24, 10];
  const row = (...cells: string[]) => cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ');
  console.log(`\n${row(part, 'measured', 'bar')}`);
  for (const { name, value, bar, pass, gates } of lines) {
    const verdict = pass === null ? '' : pass ? 'ok' : gates ? 'FAILED' : 'missed';
    console.log(`${row(`  ${name}`, value, bar)}  ${verdict}`);
  }
}
