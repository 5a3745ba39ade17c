// The attacks that were once run against the product. Each case repeats one and names it in its title:
// `[R8] attack 1: …`. Cases are in files of their own, next to what they attack.
import { readdirSync } from 'node:fs';
import { inRoot } from '../paths.mjs';

/** @typedef {import('./outcome.mjs').Case} Case */

/** @type {Record<number, string>} */
export const ATTACKS = {
  1: 'Account takeover through another host',
  2: 'Secrets mailed to a host that a tenant controls',
  3: 'A second surface that skips re-authentication',
  4: 'One request that blocks the process',
  5: 'Limits bypassed by the spelling of a path',
  6: 'Limits bypassed by the client address',
  7: 'Messages of a sub-team through a shared relay',
  8: "Using up a stranger's email budget",
  9: 'A block that ends when its owner leaves and returns',
  10: "A provider's word about addresses it doesn't run",
  11: 'Lasting access created with a cookie alone',
  12: 'A grant that lets more flow than its holder may see',
  13: 'A host that outlives its proof',
  14: 'A name used as an address',
  15: 'A crowd that holds all delivery places',
  16: 'Budgets that count successes',
  17: 'Uploads, provider names, stale identities, relay addresses, database rights',
  18: 'Input that answers 500',
};

/** How each stage's tool selects the attack files. */
export const ATTACK_FILES = /** @type {const} */ ({
  unit: '.attack.',
  db: '.attack.',
  e2e: '/e2e/attack-[^/]*\\.spec\\.ts$',
});

/** @returns {boolean} whether there are attacks to play over HTTP, which need a build */
export const hasEndToEndAttacks = () => readdirSync(inRoot('e2e')).some((name) => name.startsWith('attack-'));

const NAMED = /\battack (\d+)\b/;

/** The attack that a case repeats, 0 when no title names one, and the title that names it. @param {Case} one */
function read({ titles, file, result }) {
  const title = titles.find((each) => NAMED.test(each)) ?? titles.join(' › ');
  return { number: Number(NAMED.exec(title)?.[1] ?? 0), title, file, result };
}

/**
 * The table of attacks, cases and results. Cases in a group that names the attack are one line.
 * @param {Case[]} cases
 * @returns {string}
 */
export function attackTable(cases) {
  const found = cases.map(read);
  const lines = [];
  const numbers = [...new Set([...Object.keys(ATTACKS).map(Number), ...found.map(({ number }) => number)])];
  for (const number of numbers.sort((a, b) => a - b)) {
    lines.push(`\n${String(number).padStart(3)}  ${ATTACKS[number] ?? 'Cases that name no attack'}`);
    /** @type {Map<string, number>} */
    const rows = new Map();
    for (const one of found.filter((each) => each.number === number)) {
      const row = `${one.result.padEnd(7)} ${one.title}  (${one.file})`;
      rows.set(row, (rows.get(row) ?? 0) + 1);
    }
    if (rows.size === 0) lines.push('     no case');
    for (const [row, count] of rows) lines.push(`     ${row}${count > 1 ? ` × ${count}` : ''}`);
  }
  return lines.join('\n');
}
