import path from 'node:path';
import { isRegularExpressionLiteral } from 'typescript/unstable/ast';
import { expect, test } from 'vitest';
import { MOST_BLOCKED_MS, timeOf } from '../lib/testing/event-loop';
import { nodes } from './static/ast';
import { readTree } from './static/tree';

// A pattern that starts over at each character takes the square of a text's length. Each pattern of the product is run
// over texts of the characters that it is about, which end in one that it is not.

const LENGTH = 30_000;
const ALWAYS = [...'a1A -_.,/@"\'<>=%\t\n\r\\', 'é', '\u0301'];

/** The characters that a pattern is about, as far as they stand in it. */
const signsOf = (source: string) => [...new Set([...ALWAYS, ...source.replace(/\\[a-zA-Z]/g, '')])];

function hostile(source: string): string[] {
  const signs = signsOf(source);
  const words = source.match(/[a-zA-Z0-9<@:-]{2,}/g) ?? [];
  const pieces = [...signs, ...words, ...ALWAYS.map((sign) => `${signs[ALWAYS.length] ?? 'x'}${sign}`)];
  return pieces.map((piece) => `${piece.repeat(Math.ceil(LENGTH / piece.length))}\0`);
}

/** Patterns that only see short texts, and why they are short. */
const BOUNDED: Record<string, string> = {
  'lib/db/flight.ts /\\d+$/': 'the tag by which Postgres ends a statement',
  'lib/relays/address.ts /\\.+$/': 'the host of a URL, of at most 2,000 characters',
};

const tree = readTree(path.join(import.meta.dirname, '..'));
const patterns = new Map<string, string>();
for (const file of tree.files)
  if (/^(app|lib|middleware)/.test(file.path) && !file.path.includes('/testing/'))
    for (const node of nodes(file.source))
      if (isRegularExpressionLiteral(node)) patterns.set(node.text, file.path);

test('[I9] attack 4: no pattern takes the square of a text’s length', () => {
  expect(patterns.size).toBeGreaterThan(80);
  const slow: string[] = [];
  for (const [text, file] of patterns) {
    if (`${file} ${text}` in BOUNDED) continue;
    const end = text.lastIndexOf('/');
    const pattern = new RegExp(text.slice(1, end), text.slice(end + 1));
    for (const input of hostile(pattern.source)) {
      if (timeOf(() => input.replace(pattern, '')) < MOST_BLOCKED_MS / 2) continue;
      slow.push(`${file}: ${text} on ${JSON.stringify(input.slice(0, 10))}`);
      break;
    }
  }
  expect(slow).toEqual([]);
  const found = new Set([...patterns].map(([text, file]) => `${file} ${text}`));
  expect(Object.keys(BOUNDED).filter((one) => !found.has(one))).toEqual([]);
}, 120_000);

test('[I9] a pattern that does is found', () => {
  const input = `${'-'.repeat(LENGTH)}\0`;
  expect(timeOf(() => input.replace(/-+$/g, ''))).toBeGreaterThan(MOST_BLOCKED_MS / 2);
});
