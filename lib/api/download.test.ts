import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Actor } from '../access/actor';
import { download } from './download';

const one = { orgId: '01' } as unknown as Actor;
const two = { orgId: '02' } as unknown as Actor;

/** A file of `rows` pieces; `ended` once nobody reads on. */
function file(rows: number) {
  const state = { ended: false, read: 0 };
  async function* pieces() {
    try {
      for (let i = 0; i < rows; i++) {
        state.read++;
        yield `${i}\n`;
      }
    } finally {
      state.ended = true;
    }
  }
  return { state, begin: async () => ({ name: 'rows.csv', pieces: pieces() }) };
}
const settled = async (answer: Promise<unknown>) => {
  let done = false;
  answer.then(
    () => {
      done = true;
    },
    () => {
      done = true;
    },
  );
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
  return done;
};

afterEach(() => vi.useRealTimers());

describe('[L4] an organization downloads one file at a time', () => {
  test('the second waits until the first has all left; another organization does not', async () => {
    const [first, second, theirs] = [file(3), file(1), file(1)];
    const answer = await download(one, first.begin);
    const later = download(one, second.begin);
    expect(await settled(later)).toBe(false);
    expect(await (await download(two, theirs.begin)).text()).toBe('0\n');
    expect(await answer.text()).toBe('0\n1\n2\n');
    expect(await (await later).text()).toBe('0\n');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="rows.csv"');
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  });

  test('a line of four, then it is said', async () => {
    const answer = await download(one, file(2).begin);
    const waiting = [1, 2, 3, 4].map((n) => download(one, file(n).begin));
    await expect(download(one, file(1).begin)).rejects.toMatchObject({
      code: 'rate_limited',
      retryAfter: 10,
    });
    await answer.text();
    for (const each of waiting) await (await each).text();
  });

  test('a reader who goes away, a file that fails and one that can’t begin all make room', async () => {
    const left = file(5);
    await (await download(one, left.begin)).body?.cancel();
    expect(left.state.ended).toBe(true);
    async function* broken() {
      yield 'a\n';
      throw new Error('the database went away');
    }
    const failed = await download(one, async () => ({ name: 'x.csv', pieces: broken() }));
    await expect(failed.text()).rejects.toThrow('the database went away');
    await expect(
      download(one, async () => {
        throw new Error('not found');
      }),
    ).rejects.toThrow('not found');
    expect(await (await download(one, file(1).begin)).text()).toBe('0\n');
  });

  test('a reader who takes nothing for half a minute gives the place up', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const slow = file(100);
    const answer = await download(one, slow.begin);
    const later = download(one, file(1).begin);
    await vi.advanceTimersByTimeAsync(29_000);
    expect(await settled(later)).toBe(false);
    await vi.advanceTimersByTimeAsync(2000);
    expect(await settled(later)).toBe(true);
    expect(slow.state.ended).toBe(true);
    await expect(answer.text()).rejects.toThrow('nobody reads this file');
    vi.useRealTimers();
    await (await later).text();
  });
});
