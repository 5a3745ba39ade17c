import { expect, test } from 'vitest';
import { ScopeError } from './filter';
import { type Relations, relationsOf, staysInside } from './relations';

const relations: Relations = new Map([
  [
    'membership',
    new Map([
      ['org', 'org'],
      ['user', 'user'],
    ]),
  ],
  ['org', new Map([['memberships', 'membership']])],
  ['user', new Map([['memberships', 'membership']])],
]);
const inside = (args: object) => () =>
  staysInside(args as never, 'membership', new Set(['org', 'membership']), relations);

test('[I2] relations among the own models may be followed', () => {
  for (const args of [
    {},
    { include: { org: { include: { memberships: true } } } },
    { where: { org: { is: { memberships: { some: { role: 'owner' } } } } } },
    { select: { role: true, org: { select: { name: true, _count: { select: { memberships: true } } } } } },
    { orderBy: [{ org: { name: 'asc' } }, { nameKey: 'asc' }] },
    { data: { after: { user: 'a word in a JSON value' } } },
  ])
    expect(inside(args), JSON.stringify(args)).not.toThrow();
});

test('[I2] none leads out, however deep and in whatever part of a query', () => {
  for (const args of [
    { include: { user: true } },
    { select: { user: { select: { email: true } } } },
    { include: { user: { include: { memberships: true } } } },
    { include: { org: { include: { memberships: { include: { user: true } } } } } },
    { where: { user: { memberships: { some: { role: 'owner' } } } } },
    { where: { AND: [{ NOT: { OR: [{ user: { is: { email: 'x' } } }] } }] } },
    { where: { org: { memberships: { none: { user: { email: 'x' } } } } } },
    { orderBy: { user: { email: 'asc' } } },
    {
      include: {
        org: { select: { _count: { select: { memberships: { where: { user: { email: 'x' } } } } } } },
      },
    },
  ])
    expect(inside(args), JSON.stringify(args)).toThrow(ScopeError);
});

test('[I2] no relation is written through', () => {
  const connect = { connect: { id: '1' } };
  for (const args of [
    { data: { org: connect } },
    { data: [{ role: 'owner' }, { user: connect }] },
    { create: { user: connect }, update: {} },
    { create: {}, update: { org: { update: { name: 'x' } } } },
  ])
    expect(inside(args), JSON.stringify(args)).toThrow(ScopeError);
});

test('[I2] a client of another shape stops the start', () => {
  for (const client of [
    {},
    { _runtimeDataModel: {} },
    { _runtimeDataModel: { models: { User: { fields: [] } } } },
  ])
    expect(() => relationsOf(client)).toThrow('another shape');
});

test('[S1] no way leads from the org’s models into a workspace’s, while those of a workspace lead to each other', () => {
  const known: Relations = new Map([
    ['membership', new Map([['contacts', 'contact']])],
    [
      'contact',
      new Map([
        ['owner', 'membership'],
        ['groups', 'group'],
      ]),
    ],
    ['group', new Map([['contacts', 'contact']])],
  ]);
  const own = new Set(['membership', 'contact', 'group']);
  const follow = (model: string, include: object) => () =>
    staysInside({ include }, model, own, known, new Set(['contact', 'group']));
  expect(follow('contact', { owner: true, groups: { include: { contacts: true } } })).not.toThrow();
  expect(follow('membership', { contacts: true })).toThrow(ScopeError);
  expect(follow('contact', { owner: { include: { contacts: true } } })).toThrow(ScopeError);
});
