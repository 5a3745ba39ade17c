import { expect, test } from 'vitest';
import type { MyOrg } from '../data/my-orgs';
import type { OrgId } from '../db/scope';
import { newId } from '../ids';
import { orgEntries } from './org-entries';

const NOW = Date.parse('2026-05-03');
const DAY = 86_400_000;
const org = (name: string, daysAgo: number): MyOrg => ({
  org_id: newId() as OrgId,
  slug: name.toLowerCase(),
  name,
  color: '#4f46e5',
  logo: null,
  icon: null,
  plan: 'free',
  features: {},
  features_off: [],
  host: name.toLowerCase(),
  role: 'member',
  joined_at: new Date(NOW - 99 * DAY),
  seen_at: new Date(NOW - daysAgo * DAY),
});
const names = (orgs: MyOrg[]) =>
  orgEntries(orgs, null, NOW).map(({ name, recent }) => `${name}${recent ? '*' : ''}`);

test('[M7] a short list keeps the order of last seen', () => {
  expect(names([org('Zeta', 0), org('Alpha', 1)])).toEqual(['Zeta', 'Alpha']);
});

test('[M7] a long one has at most five of the last month first, and the rest by name', () => {
  const seen = ['Zeta', 'Eta', 'Theta', 'Iota', 'Kappa', 'Mu', 'Beta', 'Alpha'].map((name, i) =>
    org(name, i),
  );
  expect(names(seen)).toEqual(['Zeta*', 'Eta*', 'Theta*', 'Iota*', 'Kappa*', 'Alpha', 'Beta', 'Mu']);
  const long = seen.map((one, i) => ({ ...one, seen_at: new Date(NOW - (i < 2 ? 1 : 31) * DAY) }));
  expect(names(long).slice(0, 3)).toEqual(['Zeta*', 'Eta*', 'Alpha']);
});

test('the one of this host is marked', () => {
  const entries = orgEntries([org('Here', 0), org('There', 1)], 'here', NOW);
  expect(entries.map(({ current }) => current)).toEqual([true, false]);
});
