import { describe, expect, test } from 'vitest';
import { longestBlock, MOST_BLOCKED_MS } from '../testing/event-loop';
import { hostileTexts } from '../testing/hostile-texts';
import { checkedFile, MOST_BYTES, MOST_COLUMNS } from './file';
import { chunksOf } from './file-chunks';

const settled = (text: string) =>
  Promise.resolve(text)
    .then(checkedFile)
    .then(
      (summary) => summary,
      (error) => error,
    );

describe('[I9] attack 4: a file that is made to be slow to read', () => {
  test.each(Object.entries(hostileTexts(MOST_BYTES - 2)))(
    '[I9] attack 4: two megabytes of %s never hold other requests up',
    async (_, text) => {
      expect(await longestBlock(() => checkedFile(`a\n${text}`))).toBeLessThan(MOST_BLOCKED_MS);
    },
    60_000,
  );

  test.each([
    ['a line for each letter', 'a\n'.repeat(1_000_000), 'more than 10,000 rows'],
    ['one row of commas', `a\n${','.repeat(1_990_000)}`, `more than ${MOST_COLUMNS} columns in line 2`],
    ['one cell', `a\n${'x'.repeat(1_990_000)}`, 'more than 32,767 characters'],
    ['empty lines', `a\n${'\n'.repeat(1_990_000)}`, 'more than 100,000 empty lines'],
  ])(
    '[I9] attack 4: %s is refused with what to do',
    async (_, text, says) => {
      expect(await settled(text)).toMatchObject({
        code: 'too_large',
        message: expect.stringContaining(says),
      });
    },
    60_000,
  );

  test('[I9] attack 4: what is shown of the largest file is small', async () => {
    const row = `${Array(MOST_COLUMNS).fill('x'.repeat(2_900)).join(',')}\n`;
    const { head, sample, total } = await checkedFile(row.repeat(6));
    expect(total).toBe(5);
    expect(JSON.stringify([head, sample]).length).toBeLessThan(50_000);
  });

  test('[I9] attack 4: a worker reads the largest file in parts, and pauses', async () => {
    const text = `a\n${`${'a,'.repeat(98)}a\n`.repeat(10_000)}`;
    expect(await longestBlock(() => chunksOf(text)(9_500, 500))).toBeLessThan(MOST_BLOCKED_MS);
    const read = chunksOf(text);
    expect((await read(0, 500)).length).toBe(500);
    expect((await read(500, 500))[0]?.line).toBe(502);
    expect((await read(0, 1))[0]?.line).toBe(2);
    expect((await read(9_990, 500)).length).toBe(10);
  });
});
