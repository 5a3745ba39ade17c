import { expect, test } from 'vitest';
import { longestBlock, MOST_BLOCKED_MS } from '../testing/event-loop';
import { hostileTexts } from '../testing/hostile-texts';
import { MOST_BYTES } from './kinds';
import { drawPicture } from './picture';

const HEADS = {
  PNG: Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
  JPEG: Buffer.from('\xff\xd8\xff\xe0', 'latin1'),
  GIF: Buffer.from('GIF89a', 'latin1'),
  nothing: Buffer.alloc(0),
};

test.each(Object.entries(HEADS))(
  '[I9] attack 4: a megabyte that begins as %s does never holds other requests up',
  async (_, head) => {
    for (const text of Object.values(hostileTexts(MOST_BYTES / 4))) {
      const bytes = Buffer.concat([head, Buffer.from(text)]).subarray(0, MOST_BYTES);
      expect(await longestBlock(() => drawPicture(bytes, 'logo'))).toBeLessThan(MOST_BLOCKED_MS);
      await expect(drawPicture(bytes, 'logo')).rejects.toMatchObject({ code: 'invalid' });
    }
  },
  60_000,
);
