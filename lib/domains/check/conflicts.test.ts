import { describe, expect, test } from 'vitest';
import { newId, toUlid } from '../../ids';
import { findConflicts, type HostRow } from './conflicts';
import { type DomainFile, DomainFileError, parseDomainFile } from './file';
import { conflictTable } from './table';

const ROOT = 'rowhouse.example';
const NOW = new Date('2026-05-01T00:00:00Z');
const IDS: Record<string, string> = { acme: newId(), globex: newId(), initech: newId() };
const row = (slug: string, host: string, more: Partial<HostRow> = {}): HostRow => ({
  org_id: IDS[slug] ?? '',
  slug,
  host,
  held: true,
  former: false,
  state: host.includes('.') ? 'live' : null,
  taken: false,
  missed: 0,
  missed_since: null,
  lapses_at: null,
  ...more,
});
const OWN = [row('acme', 'acme'), row('globex', 'globex'), row('initech', 'initech')];
const file = (domains: [string, string][], accepted: [string, string][] = []): DomainFile => ({
  domains: domains.map(([host, organization]) => ({ host, organization })),
  accepted,
});
const find = (rows: HostRow[], given: DomainFile = file([])) =>
  findConflicts([...OWN, ...rows], given, ROOT, NOW);
const told = (...args: Parameters<typeof find>) =>
  find(...args).conflicts.map(({ kind, one, other }) =>
    [kind, one.host, one.org, ...(other ? [other.host, other.org] : [])].join(' '),
  );

describe('[B3] conflicts between hosts', () => {
  test('none where each host is one organization’s, proved, and unlike the others', () => {
    const rows = [row('acme', 'console.acme.test'), row('globex', 'globex.test')];
    expect(
      find(
        rows,
        file([
          ['console.acme.test', 'acme'],
          ['*.acme.test', 'acme'],
        ]),
      ),
    ).toEqual({
      conflicts: [],
      notes: [],
    });
  });

  test('one host of two organizations: in the database, in the file, or of one each', () => {
    expect(told([row('acme', 'a.test'), row('globex', 'a.test')])).toEqual([
      'duplicate a.test acme a.test globex',
    ]);
    expect(told([row('acme', 'a.test')], file([['a.test', 'globex']]))).toEqual([
      'duplicate a.test acme a.test globex',
    ]);
    expect(
      told(
        [],
        file([
          ['a.test', 'acme'],
          ['a.test', 'globex'],
        ]),
      ),
    ).toEqual(['duplicate a.test acme a.test globex']);
    expect(
      told(
        [],
        file([
          ['*.a.test', 'acme'],
          ['*.a.test', 'globex'],
        ]),
      ),
    ).toEqual(['duplicate *.a.test acme *.a.test globex']);
    // An organization may be named by its id, too.
    expect(told([row('acme', 'a.test')], file([['a.test', toUlid(IDS.acme ?? '')]]))).toEqual([]);
  });

  test('a claim that has its proof against a host that another holds; one without proof is a note', () => {
    const waiting = { held: false, state: 'pending' };
    expect(told([row('acme', 'a.test'), row('globex', 'a.test', { ...waiting, taken: true })])).toEqual([
      'duplicate a.test acme a.test globex',
    ]);
    const { conflicts, notes } = find([row('acme', 'a.test'), row('globex', 'a.test', waiting)]);
    expect([conflicts, notes.map(({ org }) => org)]).toEqual([[], ['globex']]);
  });

  test('look-alikes, by Unicode too, between domains and subdomains; not those that were looked at', () => {
    const rows = [row('acme', 'milk.test'), row('globex', 'rnilk.test')];
    expect(told(rows)).toEqual(['look-alike milk.test acme rnilk.test globex']);
    expect(told(rows, file([], [['rnilk.test', 'milk.test']]))).toEqual([]);
    expect(told([row('acme', 'acme.test'), row('globex', 'xn--cme-5cd.test')])).toHaveLength(1);
    expect(told([row('initech', 'acme.rowh0use.example')])).toEqual([
      `look-alike acme.${ROOT} acme acme.rowh0use.example initech`,
    ]);
    expect(told([row('acme', 'm1lk.test'), row('acme', 'milk.test')])).toEqual([]);
  });

  test('names under our own root, public suffixes, and what is no host', () => {
    expect(told([row('acme', `x.y.${ROOT}`)])).toEqual([`under our root x.y.${ROOT} acme`]);
    expect(
      told(
        [],
        file([
          ['co.uk', 'acme'],
          ['*.github.io', 'acme'],
          ['a_b.test', 'acme'],
        ]),
      ),
    ).toEqual(['public suffix co.uk acme', 'public suffix *.github.io acme', 'no host a_b.test acme']);
  });

  test('a host that is served without proof: never proved, or missing for too long', () => {
    const day = (days: number) => new Date(NOW.getTime() - days * 86_400_000);
    expect(told([row('acme', 'a.test', { state: null })])).toEqual(['no proof a.test acme']);
    expect(told([row('acme', 'a.test', { state: 'failing', missed: 3, missed_since: day(4) })])).toEqual([
      'no proof a.test acme',
    ]);
    const fresh = find([row('acme', 'a.test', { state: 'failing', missed: 3, missed_since: day(1) })]);
    expect([fresh.conflicts, fresh.notes]).toEqual([[], [expect.objectContaining({ host: 'a.test' })]]);
  });

  test('[T111] a wildcard over another organization’s host, and over another wildcard', () => {
    const rows = [row('globex', 'app.acme.test'), row('acme', 'www.acme.test')];
    expect(told(rows, file([['*.acme.test', 'acme']]))).toEqual([
      'wildcard shadow *.acme.test acme app.acme.test globex',
    ]);
    expect(
      told(
        [],
        file([
          ['*.acme.test', 'acme'],
          ['*.eu.acme.test', 'globex'],
        ]),
      ),
    ).toEqual(['wildcard shadow *.acme.test acme *.eu.acme.test globex']);
    expect(told([row('globex', 'notacme.test')], file([['*.acme.test', 'acme']]))).toEqual([]);
  });

  test('an organization that is none', () => {
    expect(told([], file([['a.test', 'hooli']]))).toEqual(['unknown organization a.test hooli']);
  });

  test('the table names both organizations, and where each is said', () => {
    const { conflicts } = find([row('acme', 'a.test')], file([['a.test', 'globex']]));
    expect(conflictTable(conflicts).split('\n')[1]).toMatch(
      /^duplicate +a\.test +acme +a\.test \(file\) +globex +one host/,
    );
  });
});

describe('[B3] a domain file', () => {
  test('is YAML or JSON', () => {
    const meant = {
      domains: [{ host: '*.acme.test', organization: 'acme' }],
      accepted: [['a.test', 'b.test']],
    };
    expect(parseDomainFile(JSON.stringify(meant), 'd.json')).toEqual(meant);
    const yaml =
      'domains:\n  - host: "*.ACME.test"\n    organization: acme\naccepted:\n  - [a.test, b.test]\n';
    expect(parseDomainFile(yaml, 'd.yaml')).toEqual(meant);
  });

  test.each([
    ['', /not a domain file/],
    ['domains: [', /neither YAML nor JSON/],
    ['domains: {}', /domains: /],
    ['domains: [{host: a.test}]', /domains\.0\.organization: /],
    ['domains: [{host: a b, organization: acme}]', /domains\.0\.host: write a host/],
    ['domains: []\nextra: 1', /extra/],
    ['domains: []\naccepted: [[a.test]]', /accepted\.0/],
    ['a: &a [x]\ndomains: [*a, *a]', /neither YAML/],
  ])('%j is refused with what is wrong and where', (text, message) => {
    expect(() => parseDomainFile(text, 'd.yaml')).toThrow(DomainFileError);
    expect(() => parseDomainFile(text, 'd.yaml')).toThrow(message);
  });
});
