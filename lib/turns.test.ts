import { expect, test } from 'vitest';
import { lines, turns } from './turns';

test('so many at a time, in order, and a line that ends', async () => {
  const inTurn = turns(2, 3, () => new Error('busy'));
  const began: number[] = [];
  const ends: (() => void)[] = [];
  let running = 0;
  let most = 0;
  const piece = (n: number) =>
    inTurn(async () => {
      most = Math.max(most, ++running);
      began.push(n);
      await new Promise<void>((end) => ends.push(end));
      running--;
      if (n === 1) throw new Error('failed');
      return n;
    });
  const all = [0, 1, 2, 3, 4].map((n) => piece(n).catch((error) => error.message));
  await expect(piece(5)).rejects.toThrow('busy');
  const done = async (i: number) => {
    await new Promise((resolve) => setImmediate(resolve));
    ends[i]?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  for (const i of [0, 1, 2]) await done(i);
  // Whoever comes while others go gets in no earlier for it.
  const late = piece(6);
  for (const i of [3, 4, 5]) await done(i);
  expect(await Promise.all([...all, late])).toEqual([0, 'failed', 2, 3, 4, 6]);
  expect(began).toEqual([0, 1, 2, 3, 4, 6]);
  expect(most).toBe(2);
  // After a failure the turn was handed on: everything is free again.
  await expect(inTurn(async () => 'free')).resolves.toBe('free');
});

test('lines by name: one is not held up by another, and a turn ends once', async () => {
  const turn = lines(1, 1, () => new Error('busy'));
  const order: string[] = [];
  const endA = await turn('a');
  const secondA = turn('a').then((end) => {
    order.push('a again');
    return end;
  });
  await expect(turn('a')).rejects.toThrow('busy');
  const endB = await turn('b');
  order.push('b');
  endA();
  endA(); // gives nothing more away
  const endA2 = await secondA;
  expect(order).toEqual(['b', 'a again']);
  const thirdA = turn('a');
  await expect(turn('a')).rejects.toThrow('busy');
  endB();
  endA2();
  (await thirdA)();
  // Nobody is left: everything is free again.
  (await turn('a'))();
});
