import { createHash } from 'node:crypto';
import sharp, { type OutputInfo, type Sharp } from 'sharp';
import { AppError } from '../errors';
import { turns } from '../turns';
import { groundFor, isBlank, onPlate, type Pixels } from './ground';
import { type BrandKind, MOST_BYTES } from './kinds';
import { holdsMarkup, kindOf, whyUnknown } from './sniff';

/** A picture as it is kept: a PNG that this process drew, named by its content. */
export type Picture = { name: string; bytes: Buffer; width: number; height: number };

// Of libvips' many decoders only five can be reached: not SVG, TIFF, PDF or whatever a new version brings.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: [
    'VipsForeignLoadPngBuffer',
    'VipsForeignLoadJpegBuffer',
    'VipsForeignLoadWebpBuffer',
    'VipsForeignLoadNsgifBuffer',
    'VipsForeignLoadHeifBuffer',
  ],
});
sharp.cache(false);
sharp.concurrency(1);

const MOST_PIXELS = 4096 * 4096;
const LEAST_SIDE = 32;
const PATIENCE_S = 8;
const BOX: Record<BrandKind, { width: number; height: number }> = {
  logo: { width: 512, height: 128 },
  icon: { width: 256, height: 256 },
};

// A picture of 16 million pixels takes 64 MB while it is decoded: two at a time, a few in line.
const inTurn = turns(2, 16, () => new AppError('rate_limited', { retryAfter: 5 }));

/**
 * Draws an uploaded picture anew: decoded by its own kind's decoder, fitted into its place, without anything that was
 * not a pixel. What would vanish in one of the themes gets a ground of its own.
 * @throws AppError invalid or too_large, with a sentence that says what to do
 */
export async function drawPicture(bytes: Buffer, kind: BrandKind): Promise<Picture> {
  if (bytes.length > MOST_BYTES) throw tooLarge();
  const claimed = kindOf(bytes);
  if (!claimed) throw refused(whyUnknown(bytes));
  if (holdsMarkup(bytes))
    throw refused(
      'There is markup hidden in this picture. Export it anew from your drawing program, and upload that.',
    );
  return inTurn(async () => {
    try {
      return await draw(bytes, claimed, kind);
    } catch (error) {
      throw error instanceof AppError ? error : refused(whyUnreadable(error));
    }
  });
}

const OPTIONS = { failOn: 'error', limitInputPixels: MOST_PIXELS, sequentialRead: true, pages: 1 } as const;

async function draw(bytes: Buffer, claimed: string, kind: BrandKind): Promise<Picture> {
  const { format, width, height } = await sharp(bytes, OPTIONS).metadata();
  if (format !== claimed) throw refused(whyUnknown(Buffer.of()));
  if (Math.min(width, height) < LEAST_SIDE)
    throw refused(
      `This picture is ${width} × ${height} pixels. Use one of at least ${LEAST_SIDE} × ${LEAST_SIDE}.`,
    );
  const pixels = await pixelsOf(fitted(sharp(bytes, OPTIONS).autoOrient(), kind));
  if (isBlank(pixels))
    throw refused('Nothing can be seen in this picture: all of it is transparent. Upload another one.');
  const ground = groundFor(pixels);
  const { data, width: w, height: h } = ground ? onPlate(pixels, ground) : pixels;
  const again = sharp(data, { raw: { width: w, height: h, channels: 4 } });
  const png = await fitted(again, kind).png({ compressionLevel: 9 }).toBuffer({ resolveWithObject: true });
  return { name: nameOf(png.data), bytes: png.data, ...sizeOf(png.info) };
}

/** A logo as large as its box lets it be, never larger than it came; an icon square, with clear bars if it must. */
const fitted = (image: Sharp, kind: BrandKind): Sharp =>
  kind === 'icon'
    ? image.resize({ ...BOX.icon, fit: 'contain', background: '#00000000' })
    : image.resize({ ...BOX.logo, fit: 'inside', withoutEnlargement: true });

async function pixelsOf(image: Sharp): Promise<Pixels> {
  const { data, info } = await image
    .timeout({ seconds: PATIENCE_S })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return { data, ...sizeOf(info) };
}

const sizeOf = ({ width, height }: OutputInfo) => ({ width, height });

/** The first 64 bits of the content's SHA-256: the same picture has the same name, and another never gets it. */
const nameOf = (bytes: Buffer) => `${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}.png`;

const refused = (message: string) => new AppError('invalid', { message, fields: { image: message } });

/** The refusal of a file that is larger than an upload may be. */
export const tooLarge = () =>
  new AppError('too_large', {
    message: 'This file is larger than 1 MB. A logo rarely needs more than 512 pixels of width.',
  });

function whyUnreadable(error: unknown): string {
  const text = error instanceof Error ? error.message : '';
  if (/pixel limit|too large|exceeds/i.test(text))
    return 'This picture has too many pixels. Make it at most 4,096 × 4,096, and upload that.';
  if (/timeout/i.test(text)) return 'This picture took too long to read. Export it smaller, and upload that.';
  return 'This picture is damaged or cut off. Export it anew, and upload that.';
}
