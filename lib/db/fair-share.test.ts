import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FairShare } from './fair-share';
import { translate } from './refusal';

/** Work that ends when it is told to. */
function held(share: FairShare, tenant: string, started: string[] = []) {
  let end = () => {};
  const work = new Promise<void>((resolve) => {
    end = resolve;
  });
  const done = share.run(tenant, () => {
    started.push(tenant);
    return work;
  });
  return { end, done };
}
const turn = () => sleep(0);

describe('[L4] a tenant’s part of the connections', () => {
  test('is two fifths of them, and at least one', () => {
    expect([1, 2, 3, 5, 10, 20].map((size) => new FairShare(size).cap)).toEqual([1, 1, 1, 2, 4, 8]);
  });

  test('one that asks for all gets its part; another is served at once', async () => {
    const share = new FairShare(10);
    const started: string[] = [];
    const a = Array.from({ length: 20 }, () => held(share, 'a', started));
    await turn();
    expect(started).toHaveLength(4);
    const b = held(share, 'b', started);
    await turn();
    expect(started.at(-1)).toBe('b');
    for (const one of [...a, b]) one.end();
    await Promise.all([...a, b].map(({ done }) => done));
    expect(started).toHaveLength(21);
  });

  test('what fails before it is a promise gives its connection back', async () => {
    const share = new FairShare(1);
    const broken = () => share.run('a', () => JSON.parse('{') as Promise<void>);
    await expect(broken()).rejects.toThrow(SyntaxError);
    await expect(share.run('b', async () => 'served')).resolves.toBe('served');
    await expect(broken()).rejects.toThrow(SyntaxError);
  });

  test('when all are taken, those who wait get the next ones tenant by tenant', async () => {
    const share = new FairShare(5);
    const started: string[] = [];
    const first = ['a', 'a', 'b', 'b', 'c'].map((tenant) => held(share, tenant, started));
    const more = ['a', 'a', 'a', 'd', 'd', 'e'].map((tenant) => held(share, tenant, started));
    await turn();
    expect(started).toEqual(['a', 'a', 'b', 'b', 'c']);
    for (const one of first) {
      one.end();
      await turn();
    }
    expect(started.slice(5)).toEqual(['a', 'd', 'e', 'a', 'd']);
    for (const one of more) one.end();
    await Promise.all(more.map(({ done }) => done));
  });

  test('whoever used much has one at a time while others ask too, and its part again when they are gone', async () => {
    let now = 0;
    const share = new FairShare(10, 60_000, () => now);
    const started: string[] = [];
    const a = Array.from({ length: 12 }, () => held(share, 'a', started));
    await turn();
    expect(started).toEqual(['a', 'a', 'a', 'a']);
    now = 1000; // four connections for a second
    const b = held(share, 'b', started);
    await turn();
    for (const one of a.slice(0, 3)) one.end();
    await turn();
    expect(started).toEqual(['a', 'a', 'a', 'a', 'b']);
    a[3]?.end();
    await turn();
    expect(started.slice(5)).toEqual(['a']);
    b.end();
    now = 2500; // nobody else asked for a second
    a[4]?.end();
    await turn();
    expect(started.slice(6)).toEqual(['a', 'a', 'a', 'a']);
    for (const one of a) one.end();
    await Promise.all([...a, b].map(({ done }) => done));
    expect(started).toHaveLength(13);
  });

  test('whoever used little has all of its part in company too', async () => {
    let now = 0;
    const share = new FairShare(10, 60_000, () => now);
    const started: string[] = [];
    for (; now < 5000; now += 100) await share.run('a', async () => {});
    const all = ['b', 'a', 'a', 'a', 'a'].map((tenant) => held(share, tenant, started));
    await turn();
    expect(started).toEqual(['b', 'a', 'a', 'a', 'a']);
    for (const one of all) one.end();
    await Promise.all(all.map(({ done }) => done));
  });

  test('[R9] who waits too long hears so in less than two seconds, and nothing hangs', async () => {
    const share = new FairShare(5);
    const slow = [held(share, 'a'), held(share, 'a')];
    const start = performance.now();
    const late = await held(share, 'a').done.catch((error: unknown) => error);
    expect(performance.now() - start).toBeLessThan(2000);
    expect(late).toMatchObject({ code: 'RH503' });
    await expect(translate(() => Promise.reject(late))).rejects.toMatchObject({
      ...{ code: 'busy', status: 503, retryAfter: 1 },
    });
    for (const one of slow) one.end();
    await Promise.all(slow.map(({ done }) => done));
    expect(await share.run('a', async () => 'served')).toBe('served');
  });

  test('[R9] the queue is bounded: past it the answer comes at once', async () => {
    const share = new FairShare(5);
    const all = Array.from({ length: 300 }, () => held(share, 'a'));
    const settled = Promise.allSettled(all.map(({ done }) => done));
    const start = performance.now();
    await expect(share.run('a', async () => {})).rejects.toMatchObject({ code: 'RH503' });
    expect(performance.now() - start).toBeLessThan(100);
    for (const one of all) one.end();
    expect((await settled).filter(({ status }) => status === 'rejected')).toHaveLength(300 - 2 - 200);
  });

  test('whatever is asked and whatever fails: never more than there are, never more than a part, none lost', async () => {
    const asked = fc.array(fc.record({ tenant: fc.constantFrom('a', 'b', 'c', 'd'), fails: fc.boolean() }), {
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 12 }), asked, async (size, all) => {
        const share = new FairShare(size);
        const running: Record<string, number> = {};
        const most = { all: 0, tenant: 0 };
        const work = (tenant: string, fails: boolean) =>
          share.run(tenant, async () => {
            running[tenant] = (running[tenant] ?? 0) + 1;
            most.all = Math.max(
              most.all,
              Object.values(running).reduce((sum, n) => sum + n, 0),
            );
            most.tenant = Math.max(most.tenant, running[tenant] ?? 0);
            await turn();
            running[tenant] = (running[tenant] ?? 0) - 1;
            if (fails) throw new Error('as asked');
          });
        const results = await Promise.allSettled(all.map(({ tenant, fails }) => work(tenant, fails)));
        expect(results.map(({ status }) => status === 'rejected')).toEqual(all.map(({ fails }) => fails));
        expect(most.all).toBeLessThanOrEqual(size);
        expect(most.tenant).toBeLessThanOrEqual(share.cap);
        expect(await share.run('e', async () => 'free')).toBe('free');
      }),
      { numRuns: 100 },
    );
  });
});
