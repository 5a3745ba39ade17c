import { name, type Teller } from './teller';

/** Custom domains. */
export const DOMAIN_EVENTS: Record<string, Teller> = {
  'domain.added': { label: 'Domain added', say: (_, who, what) => [who, ' added the domain ', what] },
  'domain.verified': {
    label: 'Domain verified',
    say: (_, who, what) => [who, ' found the proof of ', what],
  },
  'domain.live': { label: 'Domain live', say: (_, who, what) => [who, ' found that ', what, ' leads here'] },
  'domain.failing': {
    label: 'Domain failing',
    say: (e, who, what) => [who, ' found ', what, ` failing: ${e.after?.why ?? 'something is wrong'}`],
  },
  'domain.recovered': {
    label: 'Domain well again',
    say: (_, who, what) => [who, ' found ', what, ' well again'],
  },
  'domain.lapsed': {
    label: 'Domain released',
    say: (_, who, what) => [who, ' released ', what, ': its proof was missing for too long'],
  },
  'domain.removed': { label: 'Domain removed', say: (_, who, what) => [who, ' removed the domain ', what] },
  'domain.made_primary': {
    label: 'Primary domain changed',
    say: (e, who) => [
      who,
      ' moved the primary domain from ',
      name(e.before?.host),
      ' to ',
      name(e.after?.host),
    ],
  },
};
