import { expect, test } from 'vitest';
import { ACTIONS, actionLabel, wordsOf } from './event-words';
import type { Told } from './events/teller';

const told = (event: Partial<Told>): string =>
  wordsOf({ action: '', refused: false, actor: 'Ada', target: null, before: null, after: null, ...event })
    .map((word) => (typeof word === 'string' ? word : word.name))
    .join('');

test('[D1] an event is told as a sentence', () => {
  const change = { before: { role: 'member' }, after: { role: 'admin' } };
  expect(told({ action: 'member.role_changed', target: 'Bob', ...change })).toBe(
    'Ada changed Bob’s role from member to admin',
  );
  expect(told({ action: 'member.role_changed', target: 'Ada', ...change })).toBe(
    'Ada changed their own role from member to admin',
  );
  const both = { before: { name: 'Acme Inc', color: '#000000' }, after: { name: 'Acme', color: '#ffffff' } };
  expect(told({ action: 'org.updated', ...both })).toBe(
    'Ada changed the name from Acme Inc to Acme and the colour',
  );
  expect(told({ action: 'org.updated', before: { color: '#000000' }, after: { color: '#ffffff' } })).toBe(
    'Ada changed the colour',
  );
});

test('[M4] an invitation is told with the teams and sub-teams that it leads into', () => {
  const invited = { action: 'invitation.created', target: 'bob@example.com' };
  expect(told({ ...invited, after: { role: 'viewer' } })).toBe('Ada invited bob@example.com as viewer');
  expect(told({ ...invited, after: { role: 'viewer', teams: ['Platform'], sub_teams: ['North'] } })).toBe(
    'Ada invited bob@example.com as viewer, into Platform and North',
  );
});

test('[D1] a refused attempt says what was tried', () => {
  expect(told({ action: 'member.remove', refused: true })).toBe('Ada tried to remove a member');
  expect(told({ action: 'nobody.knows', refused: true })).toBe('Ada tried to nobody.knows');
});

test('an event without what it should have, or of an action that nobody described, is told all the same', () => {
  for (const { value } of ACTIONS) expect(told({ action: value })).toMatch(/^Ada \S/);
  expect(told({ action: 'contact.merged', target: 'Bob' })).toBe('Ada: contact.merged, Bob');
  expect(actionLabel('contact.merged')).toBe('contact.merged');
});
