import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { Turns } from './lib/front/turns.mjs';

type Give = () => void;
const tick = () => sleep(0);
/** Takes a turn; `gives` holds what gives it back once it has come. */
function ask(turns: Turns, party: string, order: string[] = []) {
  const one: { give?: Give; refused?: boolean } = {};
  turns.take(party).then((give) => {
    if (!give) {
      one.refused = true;
      return;
    }
    one.give = give;
    order.push(party);
  });
  return one;
}

describe('[L4] turns', () => {
  test('one party alone has several at once', async () => {
    const turns = new Turns();
    const order: string[] = [];
    for (let i = 0; i < 10; i++) ask(turns, 'a', order);
    await tick();
    expect(order).toHaveLength(4);
  });

  test('in company each has one, and who comes is served at once', async () => {
    let time = 0;
    const turns = new Turns({ now: () => time });
    const order: string[] = [];
    const a = Array.from({ length: 10 }, () => ask(turns, 'a', order));
    const b = ask(turns, 'b', order);
    await tick();
    expect(order).toEqual(['a', 'a', 'a', 'a', 'b']);
    for (const one of a.slice(0, 4)) one.give?.();
    await tick();
    // b is still being served: of a one at a time.
    expect(order.slice(5)).toEqual(['a']);
    b.give?.();
    await tick();
    // Who asks ten times a second is company between two requests, too.
    time += 500;
    a[4]?.give?.();
    await tick();
    expect(order.slice(5)).toEqual(['a', 'a']);
    time += 600;
    a[5]?.give?.();
    await tick();
    expect(order.slice(5)).toEqual(['a', 'a', 'a', 'a', 'a', 'a']);
  });

  test('who used much lately waits while somebody light is served, but not for long', async () => {
    let time = 0;
    const turns = new Turns({ now: () => time });
    const order: string[] = [];
    for (let i = 0; i < 20; i++) {
      const one = ask(turns, 'heavy');
      await tick();
      time += 100;
      one.give?.();
    }
    const light = ask(turns, 'light', order);
    await tick();
    const heavy = ask(turns, 'heavy', order);
    await tick();
    expect(order).toEqual(['light']);
    light.give?.();
    await tick();
    expect(order).toEqual(['light', 'heavy']);
    heavy.give?.();
    // Light ones without a gap: after a quarter of a second the heavy one has its turn all the same.
    let before = ask(turns, 'light 0', order);
    ask(turns, 'heavy', order);
    for (let i = 1; i <= 4; i++) {
      time += 80;
      const next = ask(turns, `light ${i}`, order);
      await tick();
      before.give?.();
      before = next;
      await tick();
    }
    expect(order.slice(2).indexOf('heavy')).toBeGreaterThan(0);
    expect(order.slice(2)).toContain('heavy');
  });

  test('a turn ends after a fifth of a second, though the request goes on; two more may then, until one is answered', async () => {
    const turns = new Turns();
    const order: string[] = [];
    const [first] = Array.from({ length: 8 }, () => ask(turns, 'a', order));
    await tick();
    expect(order).toHaveLength(4);
    await sleep(300);
    expect(order).toHaveLength(6);
    await sleep(300);
    expect(order).toHaveLength(6);
    first?.give?.();
    await tick();
    expect(order).toHaveLength(7);
    // They hold up nobody else.
    ask(turns, 'b', order);
    await tick();
    expect(order).toHaveLength(8);
  });

  test('a stream that has begun holds up nobody, however long it goes on', async () => {
    const turns = new Turns();
    let begun = 0;
    for (let i = 0; i < 12; i++)
      turns
        .take('a', () => true)
        .then(() => {
          begun++;
        });
    await sleep(900);
    expect(begun).toBe(12);
  });

  test('in a busy process it goes on until the request is answered, but not for ever', async () => {
    let time = 0;
    const turns = new Turns({ now: () => time, busySince: () => () => true });
    const order: string[] = [];
    const [first] = Array.from({ length: 7 }, () => ask(turns, 'a', order));
    await sleep(500);
    expect(order).toHaveLength(4);
    first?.give?.();
    await tick();
    expect(order).toHaveLength(5);
    time = 4000;
    await sleep(300);
    expect(order).toHaveLength(7);
  });

  test('giving back twice is giving back once', async () => {
    const turns = new Turns();
    const order: string[] = [];
    const [first] = Array.from({ length: 6 }, () => ask(turns, 'a', order));
    await tick();
    first?.give?.();
    first?.give?.();
    await tick();
    expect(order).toHaveLength(5);
  });

  test('[R9] the queue is bounded, and nobody waits for ever', async () => {
    const turns = new Turns();
    const all = Array.from({ length: 300 }, () => ask(turns, 'a'));
    await tick();
    expect(all.filter((one) => one.refused)).toHaveLength(300 - 4 - 200);
    await sleep(6000);
    expect(all.filter((one) => one.give || one.refused)).toHaveLength(300);
  }, 10_000);
});
