import { Resolver } from 'node:dns/promises';
import ipaddr from 'ipaddr.js';
import { proofName, proofValue } from '../tenancy/custom-host';
import type { Seen } from './state';

/** Whom to ask, and what a host has to lead to. */
export type DnsSettings = {
  /** `address` or `address:port`; none: the machine's own. */
  servers: readonly string[];
  /** The name that a CNAME points to. */
  target: string;
  /** The addresses that an A or AAAA record may have besides those of the target. */
  ips: readonly string[];
  /** Milliseconds for one try; the second one waits twice as long. */
  timeout?: number;
  tries?: number;
};

/**
 * What a look-up found, in the words of the page. `none`: no such record. `silent`: no name server answered, or it
 * failed, which says nothing about the records.
 */
export type Found = {
  txt: { answer: 'right' | 'other' | 'none' | 'silent'; values: string[] };
  /** `names` is the chain of CNAMEs from the host on, `addresses` are those at its end. */
  points: { answer: 'here' | 'elsewhere' | 'none' | 'silent'; names: string[]; addresses: string[] };
};

// What strangers write into their zones is shown to people: little of it.
const MOST_VALUES = 6;
const MOST_LENGTH = 255;
const MOST_HOPS = 8;
const ALL_IN_MS = 9_000;

/** Looks up the proof of a host and where the host leads. Never throws: what could not be asked is `silent`. */
export async function lookUp(host: string, proof: string, settings: DnsSettings): Promise<Found> {
  const { servers, timeout = 1500, tries = 2 } = settings;
  const resolver = new Resolver({ timeout, tries });
  if (servers.length) resolver.setServers(servers);
  const over = setTimeout(() => resolver.cancel(), ALL_IN_MS);
  try {
    const [txt, points] = await Promise.all([
      proofOf(resolver, host, proof),
      pointsOf(resolver, host, settings),
    ]);
    return { txt, points };
  } finally {
    clearTimeout(over);
  }
}

/** What the rule for states needs of it. */
export const seenIn = ({ txt, points }: Found): Seen => ({
  proof: txt.answer === 'right' ? 'found' : txt.answer === 'silent' ? 'silent' : 'missing',
  points: points.answer === 'here' ? 'here' : points.answer === 'silent' ? 'silent' : 'away',
});

async function proofOf(resolver: Resolver, host: string, proof: string): Promise<Found['txt']> {
  const answer = await ask(() => resolver.resolveTxt(proofName(host)));
  if (answer === 'silent') return { answer, values: [] };
  const values = answer.map((strings) => strings.join(''));
  const right = values.some((value) => value.trim() === proofValue(proof));
  return { answer: right ? 'right' : values.length ? 'other' : 'none', values: shown(values) };
}

async function pointsOf(resolver: Resolver, host: string, settings: DnsSettings): Promise<Found['points']> {
  const target = settings.target.toLowerCase();
  const names = await chain(resolver, host);
  if (names.includes(target)) return { answer: 'here', names: shown(names), addresses: [] };
  const [found, own] = await Promise.all([
    addresses(resolver, names.at(-1) ?? host),
    addresses(resolver, target),
  ]);
  const ours = new Set([...settings.ips.map(normal), ...(own === 'silent' ? [] : own)]);
  const here = found !== 'silent' && found.length > 0 && found.every((address) => ours.has(address));
  // No address can be called a stranger's while our own could not all be asked for.
  const unknown = found === 'silent' || (found.length > 0 && !here && own === 'silent');
  if (unknown) return { answer: 'silent', names: shown(names), addresses: [] };
  const none = found.length === 0 && names.length === 0;
  return {
    answer: here ? 'here' : none ? 'none' : 'elsewhere',
    names: shown(names),
    addresses: shown(found),
  };
}

/** The CNAMEs from a name on. Ends at the first that is silent, and after a few: nobody's chain is long but by mistake. */
async function chain(resolver: Resolver, host: string): Promise<string[]> {
  const names: string[] = [];
  for (let at = host; names.length < MOST_HOPS; ) {
    const answer = await ask(() => resolver.resolveCname(at));
    const next = answer === 'silent' ? undefined : answer[0]?.toLowerCase().replace(/\.$/, '');
    if (!next || names.includes(next)) break;
    names.push(next);
    at = next;
  }
  return names;
}

async function addresses(resolver: Resolver, name: string): Promise<string[] | 'silent'> {
  const [four, six] = await Promise.all([
    ask(() => resolver.resolve4(name)),
    ask(() => resolver.resolve6(name)),
  ]);
  const found = [four, six].flatMap((answer) => (answer === 'silent' ? [] : answer)).map(normal);
  return found.length === 0 && (four === 'silent' || six === 'silent') ? 'silent' : found;
}

const normal = (address: string): string =>
  ipaddr.isValid(address) ? ipaddr.parse(address).toString() : address;

const NO_RECORD = new Set(['ENODATA', 'ENOTFOUND', 'EBADNAME']);

/** The records, none, or that nobody answered. A name server that fails or refuses has not answered. */
async function ask<T>(question: () => Promise<T[]>): Promise<T[] | 'silent'> {
  try {
    return await question();
  } catch (error) {
    return NO_RECORD.has((error as { code?: string }).code ?? '') ? [] : 'silent';
  }
}

const shown = (values: string[]): string[] =>
  values
    .slice(0, MOST_VALUES)
    .map((value) => (value.length > MOST_LENGTH ? `${value.slice(0, MOST_LENGTH)}…` : value));
