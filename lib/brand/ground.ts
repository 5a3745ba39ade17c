/** A picture as raw RGBA, row by row. */
export type Pixels = { data: Buffer; width: number; height: number };

const SEEN = 32; // of 255: fainter than this nobody sees
const LIGHT = { color: [255, 255, 255], luminance: 1 } as const;
const DARK = { color: [24, 27, 33], luminance: 0.011 } as const;

/** True when nothing of the picture can be seen: every pixel is as good as transparent. */
export function isBlank({ data }: Pixels): boolean {
  for (let i = 3; i < data.length; i += 4) if ((data[i] ?? 0) > SEEN) return false;
  return true;
}

/**
 * The ground that a picture with transparent parts needs: white when most of it would vanish on the dark theme's
 * surfaces, dark when most of it would vanish on the light ones, none when it can be told apart on both.
 */
export function groundFor({ data }: Pixels): readonly [number, number, number] | null {
  let clear = 0;
  let seen = 0;
  let lostInDark = 0;
  let lostInLight = 0;
  for (let i = 0; i < data.length; i += 4) {
    if ((data[i + 3] ?? 0) <= SEEN) {
      clear++;
      continue;
    }
    seen++;
    const luminance = luminanceAt(data, i);
    if (ratio(luminance, DARK.luminance) < 1.8) lostInDark++;
    if (ratio(luminance, LIGHT.luminance) < 1.4) lostInLight++;
  }
  // Rounded corners are no transparent background.
  if (clear < (clear + seen) * 0.04) return null;
  if (lostInDark > seen * 0.4) return LIGHT.color;
  return lostInLight > seen * 0.4 ? DARK.color : null;
}

/** The picture on a plate of one colour, with room around it and round corners. */
export function onPlate({ data, width, height }: Pixels, ground: readonly [number, number, number]): Pixels {
  const room = Math.max(4, Math.round(Math.min(width, height) * 0.16));
  const plate = { width: width + 2 * room, height: height + 2 * room };
  const drawn = Buffer.alloc(plate.width * plate.height * 4);
  const radius = Math.round(Math.min(plate.width, plate.height) * 0.16);
  for (let y = 0; y < plate.height; y++)
    for (let x = 0; x < plate.width; x++) {
      const at = (y * plate.width + x) * 4;
      const [px, py] = [x - room, y - room];
      const from = px >= 0 && px < width && py >= 0 && py < height ? (py * width + px) * 4 : -1;
      const alpha = from < 0 ? 0 : (data[from + 3] ?? 0) / 255;
      for (let c = 0; c < 3; c++) {
        const below = ground[c] ?? 0;
        drawn[at + c] = Math.round(below + ((from < 0 ? below : (data[from + c] ?? 0)) - below) * alpha);
      }
      drawn[at + 3] = Math.round(255 * corner(x + 0.5, y + 0.5, plate, radius));
    }
  return { data: drawn, ...plate };
}

/** How much of the pixel around (x, y) lies inside the rounded rectangle, 0 to 1. */
function corner(
  x: number,
  y: number,
  { width, height }: { width: number; height: number },
  radius: number,
): number {
  const dx = Math.max(radius - x, x - (width - radius), 0);
  const dy = Math.max(radius - y, y - (height - radius), 0);
  return Math.min(1, Math.max(0, radius - Math.hypot(dx, dy) + 0.5));
}

const linear = (channel: number) => {
  const v = channel / 255;
  return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
};

const luminanceAt = (data: Buffer, i: number) =>
  0.2126 * linear(data[i] ?? 0) + 0.7152 * linear(data[i + 1] ?? 0) + 0.0722 * linear(data[i + 2] ?? 0);

const ratio = (a: number, b: number) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
