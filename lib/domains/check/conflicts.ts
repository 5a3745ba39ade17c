import { parse } from 'tldts';
import { toUlid } from '../../ids';
import { customHost } from '../../tenancy/custom-host';
import { skeleton } from '../../tenancy/skeleton';
import { LAPSE_DAYS, LAPSE_LOOKS } from '../state';
import type { DomainFile } from './file';

/** A host that an organization has or claims, as the database says. A host without a dot is a subdomain. */
export type HostRow = {
  org_id: string;
  slug: string;
  host: string;
  held: boolean;
  former: boolean;
  state: string | null;
  taken: boolean;
  missed: number;
  missed_since: Date | null;
  lapses_at: Date | null;
};

export type Kind =
  | 'duplicate'
  | 'look-alike'
  | 'wildcard shadow'
  | 'under our root'
  | 'public suffix'
  | 'no host'
  | 'no proof'
  | 'unknown organization';

/** Who has a host, and who says so. */
export type Side = { host: string; org: string; from: 'database' | 'file' };
export type Conflict = { kind: Kind; one: Side; other: Side | null; why: string };
/** What an operator may want to know and no deployment has to stop for. */
export type Note = { host: string; org: string; why: string };

type Named = Side & { key: string };
type Findings = { conflicts: Conflict[]; notes: Note[] };

const DAY_MS = 24 * 60 * 60_000;

/**
 * Everything that is wrong with who has which host. What anybody can bring about by typing (a claim without proof) is
 * a note: it must not stop a deployment.
 */
export function findConflicts(rows: HostRow[], file: DomainFile, rootDomain: string, now: Date): Findings {
  const full = (host: string) => (host.includes('.') ? host : `${host}.${rootDomain}`);
  const held: Named[] = rows
    .filter((row) => (row.held && !row.former) || row.taken)
    .map((row) => ({ host: full(row.host), org: row.slug, key: row.org_id, from: 'database' }));
  const { entries, unknown } = named(file, rows);
  const [wild, plain] = [entries.filter(isWild), entries.filter((one) => !isWild(one))];
  const all = [...held, ...plain];
  const custom = [...held.filter(({ host }) => !isOneBelow(host, rootDomain)), ...entries];
  return {
    conflicts: [
      ...unknown,
      ...duplicates([...all, ...wild]),
      ...lookAlikes(all, file.accepted),
      ...shadows(wild, [...all, ...wild]),
      ...dedupe(custom).flatMap((one) => badHost(one, rootDomain)),
      ...rows.flatMap((row) => unproved(row, now)),
    ],
    notes: rows.flatMap((row) => noted(row, rows, now)),
  };
}

const isWild = ({ host }: Side) => host.startsWith('*.');
const isOneBelow = (host: string, root: string) =>
  host.endsWith(`.${root}`) && !host.slice(0, -root.length - 1).includes('.');
const side = ({ host, org, from }: Side): Side => ({ host, org, from });

function named(file: DomainFile, rows: HostRow[]): { entries: Named[]; unknown: Conflict[] } {
  const orgs = new Map<string, HostRow>();
  for (const row of rows) orgs.set(row.slug, row).set(toUlid(row.org_id), row);
  const entries: Named[] = [];
  const unknown: Conflict[] = [];
  for (const { host, organization } of file.domains) {
    const org = orgs.get(organization) ?? orgs.get(organization.toUpperCase());
    const one: Side = { host, org: org?.slug ?? organization, from: 'file' };
    if (org) entries.push({ ...one, key: org.org_id });
    else
      unknown.push({
        kind: 'unknown organization',
        one,
        other: null,
        why: 'no organization has that address or id',
      });
  }
  return { entries, unknown };
}

/** The groups of at least two organizations that share what `of` says of a host. */
function shared(all: Named[], of: (host: string) => string): Named[][] {
  const groups = new Map<string, Named[]>();
  for (const one of all) {
    const what = of(one.host);
    const group = groups.get(what);
    if (group) group.push(one);
    else groups.set(what, [one]);
  }
  return [...groups.values()].filter((group) => group.some(({ key }) => key !== group[0]?.key));
}

function duplicates(all: Named[]): Conflict[] {
  return shared(all, (host) => host).flatMap(([first, ...rest]) =>
    rest
      .filter(({ key }) => first && key !== first.key)
      .map(
        (other): Conflict => ({
          kind: 'duplicate',
          one: side(first as Named),
          other: side(other),
          why: 'one host, two organizations',
        }),
      ),
  );
}

function lookAlikes(all: Named[], accepted: DomainFile['accepted']): Conflict[] {
  const fine = new Set(accepted.map((pair) => [...pair].sort().join(' ')));
  return shared(dedupe(all), skeleton).flatMap((group) =>
    group.flatMap((one, i) =>
      group
        .slice(i + 1)
        .filter(({ key, host }) => key !== one.key && host !== one.host)
        .filter(({ host }) => !fine.has([one.host, host].sort().join(' ')))
        .map(
          (other): Conflict => ({
            kind: 'look-alike',
            one: side(one),
            other: side(other),
            why: 'one can be taken for the other',
          }),
        ),
    ),
  );
}

/** One of each host of an organization: what database and file agree on is told once. */
const dedupe = (all: Named[]): Named[] => [
  ...new Map(all.map((one) => [`${one.key} ${one.host}`, one])).values(),
];

function shadows(wild: Named[], all: Named[]): Conflict[] {
  return wild.flatMap((one) =>
    dedupe(all)
      .filter(({ host, key }) => key !== one.key && host !== one.host && host.endsWith(one.host.slice(1)))
      .map(
        (other): Conflict => ({
          kind: 'wildcard shadow',
          one: side(one),
          other: side(other),
          why: 'it lies under a wildcard of another organization',
        }),
      ),
  );
}

function badHost(one: Named, rootDomain: string): Conflict[] {
  const host = one.host.replace(/^\*\./, '');
  const read = customHost(host, rootDomain);
  if ('host' in read && read.host === host) return [];
  const ours = host === rootDomain || host.endsWith(`.${rootDomain}`) || rootDomain.endsWith(`.${host}`);
  const suffix = parse(host, { allowPrivateDomains: true }).publicSuffix === host;
  const kind: Kind = ours ? 'under our root' : suffix ? 'public suffix' : 'no host';
  const why = 'why' in read ? read.why : `it is spelt ${read.host}`;
  return [{ kind, one: side(one), other: null, why }];
}

function unproved({ host, slug, held, state, missed, missed_since }: HostRow, now: Date): Conflict[] {
  if (!held || !host.includes('.')) return [];
  const one: Side = { host, org: slug, from: 'database' };
  if (state === null)
    return [{ kind: 'no proof', one, other: null, why: 'it is served and was never proved' }];
  const since = missed_since && now.getTime() - missed_since.getTime();
  if (missed < LAPSE_LOOKS || since === null || since < LAPSE_DAYS * DAY_MS) return [];
  const why = `its proof is missing since ${missed_since?.toISOString().slice(0, 10)}, and it is still served`;
  return [{ kind: 'no proof', one, other: null, why }];
}

function noted(row: HostRow, rows: HostRow[], now: Date): Note[] {
  const { host, slug: org, state, missed, lapses_at, taken } = row;
  const notes: string[] = [];
  if (row.held && missed > 0) notes.push('its proof was missing at the last look-up');
  if (state === 'pending' && !taken) {
    const others = rows.filter(
      (other) => other.host === host && other.org_id !== row.org_id && other.state !== 'lapsed',
    );
    if (others.length)
      notes.push(`claimed without proof, as by ${others.map(({ slug }) => slug).join(', ')}`);
  }
  if (lapses_at && now.getTime() - lapses_at.getTime() > DAY_MS)
    notes.push('waits past its 14 days: is the worker running?');
  return notes.map((why) => ({ host, org, why }));
}
