import { contrast, type Oklch, toHex, toOklch } from './oklch';

/** How one theme shows an accent: a fill, the text on that fill, and the accent as text on a surface. */
export type Accent = { fill: string; ink: string; text: string };

const PAPER = '#ffffff';
const NIGHT = '#111318';
// The surfaces where each theme's accent has the hardest time: the tinted frame, and a dialog in the dark.
const LIGHT_GROUND = '#f2f4f7';
const DARK_GROUND = '#262930';

/**
 * Turns any '#rrggbb' into a readable accent for both themes: hue and chroma stay, lightness moves only
 * as far as contrast asks (black and white turn over where they would vanish). Fills reach 1.5:1 (light) and 2:1 (dark) on their ground, ink 4.5:1 on the
 * fill, text 5.2:1 on the ground, so that it still reads on its own soft tint. Throws a RangeError when `hex` is not '#rrggbb'.
 */
export function accentOf(hex: string): { light: Accent; dark: Accent } {
  const base = toOklch(hex);
  const lightFill = readableFill(move(visible(base, LIGHT_GROUND, 1.5), LIGHT_GROUND, 1.5, -0.01), -0.01);
  const darkFill = readableFill(move(visible(base, DARK_GROUND, 2), DARK_GROUND, 2, 0.01), 0.01);
  return {
    light: { ...lightFill, text: toHex(move(base, LIGHT_GROUND, 5.2, -0.01)) },
    dark: { ...darkFill, text: toHex(move(base, DARK_GROUND, 5.4, 0.01)) },
  };
}

/** The CSS custom properties that put an organization's colour in place of the product's accent. */
export function accentStyle(hex: string): Record<`--accent-${string}`, string> {
  const { light, dark } = accentOf(hex);
  return {
    '--accent-fill-light': light.fill,
    '--accent-ink-light': light.ink,
    '--accent-text-light': light.text,
    '--accent-fill-dark': dark.fill,
    '--accent-ink-dark': dark.ink,
    '--accent-text-dark': dark.text,
  };
}

/** Black in the dark and white on paper turn over: as greys between the two they would look disabled. */
function visible(colour: Oklch, ground: string, ratio: number): Oklch {
  const vanishes = colour.c < 0.03 && contrast(toHex(colour), ground) < ratio;
  return vanishes ? { ...colour, l: 1 - colour.l } : colour;
}

/** Walks lightness by `step` until the colour has `ratio` against `ground`, or lightness ends. */
function move(colour: Oklch, ground: string, ratio: number, step: number): Oklch {
  for (let l = colour.l; l >= 0 && l <= 1; l += step) {
    if (contrast(toHex({ ...colour, l }), ground) >= ratio) return { ...colour, l };
  }
  return { ...colour, c: 0, l: step < 0 ? 0 : 1 };
}

/** White text wherever it reads, near-black otherwise; a fill between the two moves until one does. */
function readableFill(colour: Oklch, step: number): { fill: string; ink: string } {
  for (let l = colour.l; l >= 0 && l <= 1; l += step) {
    const fill = toHex({ ...colour, l });
    if (contrast(fill, PAPER) >= 4.5) return { fill, ink: PAPER };
    if (contrast(fill, NIGHT) >= 4.5) return { fill, ink: NIGHT };
  }
  return step < 0 ? { fill: NIGHT, ink: PAPER } : { fill: PAPER, ink: NIGHT };
}
