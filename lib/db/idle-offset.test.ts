import { describe, expect, test } from 'vitest';
import { withoutIdleOffset } from './idle-offset';

const READ = 'SELECT a FROM t WHERE b = $1 LIMIT $2 OFFSET $3';
const SHORT = 'SELECT a FROM t WHERE b = $1 LIMIT $2';

describe('an OFFSET that skips nothing is left out', () => {
  test.each([['0'], [0], [0n]])('as Prisma may write it: %o', (none) => {
    expect(withoutIdleOffset({ text: READ, values: ['x', '1', none], name: 'q', rowMode: 'array' })).toEqual({
      text: SHORT,
      values: ['x', '1'],
      name: 'q_0',
      rowMode: 'array',
    });
  });

  test('one that skips rows stays, and what is none', () => {
    for (const statement of [
      { text: READ, values: ['x', '1', '5'], name: 'q' },
      { text: READ, values: ['x', '1', null], name: 'q' },
      { text: SHORT, values: ['x', '0'], name: 'q' },
      { text: 'SELECT 0', values: [], name: 'q' },
      // In a subquery, and with a parameter that something else uses too.
      { text: `SELECT a FROM (${READ}) q`, values: ['x', '1', '0'], name: 'q' },
      { text: 'SELECT a FROM t LIMIT $2 OFFSET $1', values: ['0', '0'], name: 'q' },
    ])
      expect(withoutIdleOffset(statement)).toBe(statement);
  });

  test('a statement without a name stays without one', () => {
    expect(withoutIdleOffset({ text: READ, values: ['x', '1', '0'], name: '' }).name).toBe('');
    expect(withoutIdleOffset({ text: READ, values: ['x', '1', '0'] }).name).toBeUndefined();
  });
});
