import { createHash } from 'node:crypto';
import sharp from 'sharp';

// Drawn from lines alone: a machine without fonts draws them like any other.

type Drawing = { viewBox: string; shapes: string };

/** A stroke through these paths, in one colour. */
const lines = (color: string, width: number, ...paths: string[]) =>
  `<path d="${paths.join(' ')}" fill="none" stroke="${color}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`;

// Letters of a 28-unit height on the line y = 28, each beginning at x = 0.
const LETTERS: Record<string, { path: string; width: number }> = {
  a: { path: 'M28 14a14 14 0 1 1-28 0a14 14 0 1 1 28 0zM28 0v28', width: 28 },
  b: { path: 'M0 -14V28M0 14a14 14 0 1 1 28 0a14 14 0 1 1-28 0z', width: 28 },
  c: { path: 'M25 5a14 14 0 1 0 0 18', width: 25 },
  e: { path: 'M1 14H28A14 14 0 1 0 23 24.7', width: 28 },
  g: { path: 'M28 14a14 14 0 1 1-28 0a14 14 0 1 1 28 0zM28 0V29a13 13 0 0 1-24 6', width: 28 },
  l: { path: 'M0 -14V28', width: 0 },
  m: { path: 'M0 0V28M0 11a10 10 0 0 1 20 0V28M20 11a10 10 0 0 1 20 0V28', width: 40 },
  o: { path: 'M28 14a14 14 0 1 1-28 0a14 14 0 1 1 28 0z', width: 28 },
  x: { path: 'M1 1L25 27M25 1L1 27', width: 26 },
};

function word(text: string, color: string, from: number): { shapes: string; end: number } {
  let x = from;
  const shapes = [...text].map((letter) => {
    const { path, width } = LETTERS[letter] ?? { path: '', width: 0 };
    const drawn = `<g transform="translate(${x} 34)">${lines(color, 7, path)}</g>`;
    x += width + 13;
    return drawn;
  });
  return { shapes: shapes.join(''), end: x };
}

const MARKS = {
  // A peak with its snow line.
  acme: `<rect width="72" height="72" rx="18" fill="#5b52ee"/>${lines('#ffffff', 7, 'M16 54L36 18L56 54', 'M27 46L36 39L45 46')}`,
  // The globe of the name.
  globex: `<circle cx="36" cy="36" r="36" fill="#0d9488"/>${lines('#ffffff', 5, 'M36 8a28 28 0 1 1 0 56a28 28 0 1 1 0-56z', 'M36 8C20 22 20 50 36 64C52 50 52 22 36 8z', 'M9 36H63')}`,
} as const;
const INK = { acme: '#5b52ee', globex: '#0d9488' } as const;

export type DemoBrand = keyof typeof MARKS;
export type DemoPicture = {
  name: string;
  kind: 'logo' | 'icon';
  bytes: Buffer;
  width: number;
  height: number;
  size: number;
};

/** Logo and icon of one of the demo's organizations, as the application keeps such pictures. */
export async function demoPictures(org: DemoBrand): Promise<DemoPicture[]> {
  const { shapes, end } = word(org, INK[org], 92);
  const mark = MARKS[org];
  return [
    await draw(
      'logo',
      { viewBox: `0 0 ${end} 80`, shapes: `<g transform="translate(0 4)">${mark}</g>${shapes}` },
      104,
    ),
    await draw('icon', { viewBox: '0 0 72 72', shapes: mark }, 256),
  ];
}

async function draw(
  kind: DemoPicture['kind'],
  { viewBox, shapes }: Drawing,
  height: number,
): Promise<DemoPicture> {
  const svg = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="${viewBox}">${shapes}</svg>`);
  const { data: bytes, info } = await sharp(svg, { density: 288 })
    .resize({ height })
    .png({ compressionLevel: 9 })
    .toBuffer({ resolveWithObject: true });
  const name = `${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}.png`;
  return { name, kind, bytes, width: info.width, height: info.height, size: bytes.length };
}
