import { expect, test } from 'vitest';
import type { Found } from './dns';
import { recordsOf } from './records';

const settings = { target: 'domains.rowhouse.example', ips: ['192.0.2.9', '2001:db8::9'] };
const of = (host: string, found: Found | null = null, ips = settings.ips) =>
  recordsOf({ host, proof: 'pr00f', found }, { ...settings, ips });

test('[B2] a host below a zone gets its proof and a CNAME, named whole and as providers want it', () => {
  expect(of('console.acme.co.uk')).toEqual([
    {
      type: 'TXT',
      name: '_rowhouse.console.acme.co.uk',
      short: '_rowhouse.console',
      zone: 'acme.co.uk',
      value: 'rowhouse-domain=pr00f',
      answer: 'unasked',
      found: [],
    },
    {
      type: 'CNAME',
      name: 'console.acme.co.uk',
      short: 'console',
      zone: 'acme.co.uk',
      value: 'domains.rowhouse.example',
      answer: 'unasked',
      found: [],
    },
  ]);
});

test('[B2] a zone itself can have no CNAME: it gets addresses, where there are fixed ones', () => {
  expect(of('acme.test').map(({ type, short, value }) => [type, short, value])).toEqual([
    ['TXT', '_rowhouse', 'rowhouse-domain=pr00f'],
    ['A', '@', '192.0.2.9'],
    ['AAAA', '@', '2001:db8::9'],
  ]);
  expect(of('acme.test', null, []).map(({ type }) => type)).toEqual(['TXT', 'CNAME']);
});

test('[B2] what was found stands beside what was expected', () => {
  const found: Found = {
    txt: { answer: 'other', values: ['v=spf1 -all'] },
    points: { answer: 'elsewhere', names: ['pages.example'], addresses: ['198.51.100.1'] },
  };
  expect(of('console.acme.test', found).map(({ answer, found }) => [answer, found])).toEqual([
    ['other', ['v=spf1 -all']],
    ['other', ['pages.example', '198.51.100.1']],
  ]);
  const silent: Found = {
    txt: { answer: 'silent', values: [] },
    points: { answer: 'here', names: [settings.target], addresses: [] },
  };
  expect(of('console.acme.test', silent).map(({ answer }) => answer)).toEqual(['silent', 'right']);
});
