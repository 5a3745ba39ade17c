import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, test, vi } from 'vitest';
import { AppError } from '../errors';
import { drawPicture, type Picture } from './picture';
import { kindOf } from './sniff';
import { COLORS, FILES, TEXTS } from './testing/corpus';

// Codecs are slow on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

type Format = 'png' | 'jpeg' | 'webp' | 'gif' | 'avif';
const disc = (width: number, height: number, color: string) =>
  sharp({ create: { width, height, channels: 4, background: '#00000000' } }).composite([
    { input: { create: { width: width >> 1, height: height >> 1, channels: 4, background: color } } },
  ]);
const sample = (format: Format, width = 300, height = 100) =>
  disc(width, height, '#0e7490').toFormat(format).toBuffer();
const refusal = (bytes: Buffer) =>
  drawPicture(bytes, 'logo').then(
    () => 'it was taken',
    (error) => (error instanceof AppError ? error.message : `no refusal: ${error}`),
  );
const solid = (side: number, color: number[]) =>
  Buffer.concat(Array.from({ length: side * side }, () => Buffer.from(color)));
const crc = (bytes: Buffer): number => {
  let c = 0xffffffff;
  for (const byte of bytes) {
    c ^= byte;
    for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
  }
  return (c ^ 0xffffffff) >>> 0;
};
/** A PNG that says it has this size, with rows of zeros: small as a file, huge once it is open. */
function bomb(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc(body));
    return Buffer.concat([length, body, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = 1;
  const rows = deflateSync(
    Buffer.alloc(Math.min(height, 4100) * (Math.ceil(Math.min(width, 4100) / 8) + 1)),
    { level: 9 },
  );
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.of()),
  ]);
}

describe('[B5] what is uploaded is drawn anew', () => {
  test.each(['png', 'jpeg', 'webp', 'gif', 'avif'] as const)(
    '%s becomes a PNG of pixels alone',
    async (format) => {
      const given = await disc(700, 350, '#0e7490')
        .withExif({ IFD0: { Copyright: 'CANARY <script>' } })
        .toFormat(format)
        .toBuffer();
      const clean =
        format === 'gif'
          ? given
          : Buffer.from(given.toString('latin1').replaceAll('<script>', '        '), 'latin1');
      const logo = await drawPicture(clean, 'logo');
      const { format: kept, exif, xmp, icc, width, height } = await sharp(logo.bytes).metadata();
      expect([kept, exif, xmp, icc]).toEqual(['png', undefined, undefined, undefined]);
      expect([width, height]).toEqual([256, 128]);
      expect([logo.width, logo.height]).toEqual([256, 128]);
      expect(logo.bytes.toString('latin1')).not.toContain('CANARY');
      expect(logo.name).toMatch(/^[0-9a-f]{16}\.png$/);
      const icon = await drawPicture(clean, 'icon');
      expect([icon.width, icon.height]).toEqual([256, 256]);
    },
  );

  test('a small logo is not blown up, and the first frame of a moving one is taken', async () => {
    expect(await drawPicture(await sample('png', 120, 40), 'logo')).toMatchObject({ width: 120, height: 40 });
    const frames = Buffer.concat([solid(64, [200, 30, 30]), solid(64, [30, 30, 200])]);
    const moving = await sharp(frames, { raw: { width: 64, height: 128, channels: 3, pageHeight: 64 } })
      .gif({ delay: [100, 100] })
      .toBuffer();
    expect((await sharp(moving).metadata()).pages).toBe(2);
    const { bytes } = await drawPicture(moving, 'icon');
    const [red = 0, , blue = 0] = await sharp(bytes).raw().toBuffer();
    expect(red).toBeGreaterThan(blue);
  });

  test('what is kept is drawn to the same bytes again: undoing a removal brings the very same picture back', async () => {
    for (const color of ['#0e7490', '#101010', '#fefefe'])
      for (const kind of ['logo', 'icon'] as const) {
        const first = await drawPicture(await disc(600, 200, color).png().toBuffer(), kind);
        expect(await drawPicture(first.bytes, kind)).toEqual(first);
      }
  });

  test('what would vanish in one of the themes gets a ground, and nothing else does', async () => {
    const centre = async ({ bytes }: Picture) => {
      const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
      const at = ((info.height - 3) * info.width + (info.width >> 1)) * 4;
      return [...data.subarray(at, at + 4)];
    };
    const logo = async (color: string) => drawPicture(await disc(300, 100, color).png().toBuffer(), 'logo');
    expect(await centre(await logo('#101010'))).toEqual([255, 255, 255, 255]);
    expect(await centre(await logo('#fefefe'))).toEqual([24, 27, 33, 255]);
    expect((await centre(await logo('#0e7490')))[3]).toBe(0);
    const filled = await sharp({ create: { width: 300, height: 100, channels: 3, background: '#101010' } })
      .png()
      .toBuffer();
    expect(await drawPicture(filled, 'logo')).toMatchObject({ width: 300, height: 100 });
  });
});

describe('[B5] or refused, with what to do', () => {
  test('the corpus is one', () => {
    expect(TEXTS.length + COLORS.length + FILES.length).toBeGreaterThanOrEqual(130);
  });

  test.each(FILES.map((file, i) => [`${i} ${JSON.stringify(file.name)}`, file] as const))(
    '%s',
    async (_, { bytes }) => {
      expect(await refusal(bytes)).toMatch(/Export it|not taken|not a picture|pixels\. Use/);
    },
  );

  test('a picture with a page behind it', async () => {
    for (const tail of [
      '<script>window.__xss=1</script>',
      '<!doctype html><p>',
      '<svg onload=x>',
      '<?php x ?>',
    ])
      expect(await refusal(Buffer.concat([await sample('png'), Buffer.from(tail)]))).toContain(
        'markup hidden',
      );
  });

  test('an archive behind a picture is left behind', async () => {
    const zip = Buffer.concat([await sample('png'), Buffer.from('PK\x03\x04 CANARY')]);
    expect((await drawPicture(zip, 'logo')).bytes.toString('latin1')).not.toContain('CANARY');
  });

  test.each(['png', 'jpeg', 'webp', 'gif', 'avif'] as const)('a %s that was cut off', async (format) => {
    const noisy = sharp({
      create: {
        width: 300,
        height: 100,
        channels: 3,
        background: '#888',
        noise: { type: 'gaussian', mean: 128, sigma: 60 },
      },
    });
    const whole = await noisy.toFormat(format).toBuffer();
    expect(await refusal(whole.subarray(0, Math.floor(whole.length * 0.6)))).toMatch(/damaged|not a picture/);
  });

  test('one that says it is of another kind than its decoder finds', async () => {
    const heic = Buffer.from('\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1', 'latin1');
    expect(kindOf(heic)).toBeNull();
    const png = await sample('png');
    expect(await refusal(Buffer.concat([Buffer.from('GIF89a'), png]))).toMatch(/damaged|not a picture/);
  });

  test('bombs, before they are opened', async () => {
    const before = process.memoryUsage().rss;
    for (const [width, height] of [
      [60_000, 60_000],
      [4097, 4097],
      [1_000_000, 40],
    ] as const) {
      const packed = bomb(width, height);
      if (packed.length > 1024 * 1024) expect(await refusal(packed)).toContain('1 MB');
      else expect(await refusal(packed)).toMatch(/too many pixels|damaged/);
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(400 * 1024 * 1024);
  });

  test('too large, too small, and nothing to be seen', async () => {
    expect(await refusal(Buffer.alloc(1024 * 1024 + 1))).toContain('1 MB');
    expect(await refusal(await sample('png', 200, 20))).toContain('at least 32 × 32');
    expect(await refusal(await disc(100, 100, '#00000000').png().toBuffer())).toContain('transparent');
  });
});
