import { expect, test } from 'vitest';
import { dropUnreadableState } from './lib/front/router-state.mjs';

const left = (state: string | undefined) => {
  const headers: Record<string, string | undefined> = { rsc: '1', 'next-router-state-tree': state };
  dropUnreadableState(headers);
  return headers['next-router-state-tree'];
};

test('[R7] a router state that Next can’t read, and would answer 500 to, is dropped; one that it wrote stays', () => {
  const own = encodeURIComponent(JSON.stringify(['', { children: ['members', { children: ['', {}] }] }]));
  expect(left(own)).toBe(own);
  for (const state of [
    '%5B%22%22%5D',
    '',
    '%',
    '{}',
    'null',
    '[1,2]',
    '%E0%A4%A',
    `["${'x'.repeat(50_000)}",{}]`,
  ])
    expect(left(state), state.slice(0, 20)).toBeUndefined();
  expect(left(undefined)).toBeUndefined();
});
