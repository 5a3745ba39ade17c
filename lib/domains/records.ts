import { parse } from 'tldts';
import { proofName, proofValue } from '../tenancy/custom-host';
import type { DnsSettings, Found } from './dns';

/** One record that a domain needs, and what was found in its place. */
export type DnsRecord = {
  type: 'TXT' | 'CNAME' | 'A' | 'AAAA';
  /** The whole name. */
  name: string;
  /** The name as most providers want it: without the zone, which they add themselves; @ for the zone itself. */
  short: string;
  zone: string;
  value: string;
  /** `right`, `other`, `none`: as the last look-up found it. `silent`: nobody answered. `unasked`: not looked up yet. */
  answer: 'right' | 'other' | 'none' | 'silent' | 'unasked';
  found: string[];
};

/**
 * All records that a host needs, to be set at once: the proof, and what makes it lead here. A zone itself can have no
 * CNAME (RFC 1034, 3.6.2), so it gets addresses where this deployment has fixed ones.
 */
export function recordsOf(
  { host, proof, found }: { host: string; proof: string; found: Found | null },
  { target, ips }: Pick<DnsSettings, 'target' | 'ips'>,
): DnsRecord[] {
  const zone = parse(host, { allowPrivateDomains: true }).domain ?? host;
  const named = (name: string) => ({
    name,
    zone,
    short: name === zone ? '@' : name.slice(0, -zone.length - 1),
  });
  const txt: DnsRecord = {
    type: 'TXT',
    ...named(proofName(host)),
    value: proofValue(proof),
    answer: found?.txt.answer ?? 'unasked',
    found: found?.txt.values ?? [],
  };
  const led = leading(found);
  const leads = host === zone && ips.length > 0 ? ips : [target];
  return [
    txt,
    ...leads.map(
      (value): DnsRecord => ({
        type: value === target ? 'CNAME' : value.includes(':') ? 'AAAA' : 'A',
        ...named(host),
        value,
        ...led,
      }),
    ),
  ];
}

function leading(found: Found | null): Pick<DnsRecord, 'answer' | 'found'> {
  if (!found) return { answer: 'unasked', found: [] };
  const { answer, names, addresses } = found.points;
  const words = { here: 'right', elsewhere: 'other', none: 'none', silent: 'silent' } as const;
  return { answer: words[answer], found: [...names, ...addresses] };
}
