import { contrast, toHex, toOklch } from './oklch';

/** WCAG's least contrast of text. */
export const LEAST = 4.5;

// White and near-black text, and the page's surface in either theme.
const INKS = ['#ffffff', '#111318'] as const;
const PAPER = '#ffffff';
const NIGHT = '#16181d';

/** Contrast ratios of a colour as it is: text on it, and it on the page of either theme. */
export type Ratios = { ink: string; onIt: number; onLight: number; onDark: number };

/** How '#rrggbb' reads, before anything is moved for it. */
export function ratiosOf(hex: string): Ratios {
  const [white, black] = INKS.map((ink) => contrast(hex, ink)) as [number, number];
  return {
    ink: white >= LEAST || white >= black ? INKS[0] : INKS[1],
    onIt: Math.max(white, black),
    onLight: contrast(hex, PAPER),
    onDark: contrast(hex, NIGHT),
  };
}

const STEP = 0.004;

/**
 * The nearest colour in OKLCH with the same hue that reads on white and carries white text; null when '#rrggbb' does
 * so itself. (No colour reads on white and on the dark theme's page: their own ratio is less than 4.5 times 4.5.)
 */
export function readableShade(hex: string): string | null {
  if (contrast(hex, PAPER) >= LEAST) return null;
  const base = toOklch(hex);
  let best = { hex: '#000000', distance: Number.POSITIVE_INFINITY };
  for (let l = base.l; l > 0; l -= STEP) {
    if (base.l - l > best.distance) break;
    const shade = { l, c: chromaWithin(l, base.h, base.c), h: base.h };
    const distance = Math.hypot(base.l - l, base.c - shade.c);
    const found = toHex(shade);
    if (distance < best.distance && contrast(found, PAPER) >= LEAST) best = { hex: found, distance };
  }
  return best.hex;
}

/** The most chroma, up to `most`, that sRGB has at this lightness and hue: clipping would turn the hue. */
function chromaWithin(l: number, h: number, most: number): number {
  const shown = (c: number) => toOklch(toHex({ l, c, h }));
  const fits = (c: number) => Math.abs(shown(c).c - c) < 0.004 && Math.abs(shown(c).l - l) < 0.004;
  if (fits(most)) return most;
  let [low, high] = [0, most];
  for (let i = 0; i < 10; i++) {
    const middle = (low + high) / 2;
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}
