import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contrast, toHex, toOklch } from './oklch';
import { LEAST, ratiosOf, readableShade } from './shade';

const anyColour = fc.integer({ min: 0, max: 0xffffff }).map((n) => `#${n.toString(16).padStart(6, '0')}`);
const turned = (a: number, b: number) => Math.abs(((a - b + 540) % 360) - 180);

describe('[B5] the suggested shade', () => {
  test('reads on white and carries white text, in the same hue, and no lighter one of that hue does', () => {
    fc.assert(
      fc.property(anyColour, (hex) => {
        const shade = readableShade(hex);
        if (shade === null) {
          expect(contrast(hex, '#ffffff')).toBeGreaterThanOrEqual(LEAST);
          return;
        }
        expect(contrast(shade, '#ffffff')).toBeGreaterThanOrEqual(LEAST);
        const [base, found] = [toOklch(hex), toOklch(shade)];
        if (found.c > 0.03) expect(turned(base.h, found.h)).toBeLessThan(4);
        expect(found.l).toBeLessThan(base.l);
        const lighter = toHex({ ...found, l: found.l + 0.03 });
        expect(contrast(lighter, '#ffffff')).toBeLessThan(LEAST);
      }),
      { numRuns: 250 },
    );
  });

  test('of well-known colours', () => {
    expect(readableShade('#4f46e5')).toBeNull();
    expect(readableShade('#000000')).toBeNull();
    const amber = readableShade('#facc15') ?? '';
    expect(amber).toMatch(/^#[0-9a-f]{6}$/);
    expect(readableShade(amber)).toBeNull();
    expect(ratiosOf('#facc15')).toMatchObject({ ink: '#111318' });
    expect(ratiosOf('#facc15').onIt).toBeGreaterThan(10);
    expect(ratiosOf('#facc15').onLight).toBeLessThan(2);
    expect(ratiosOf('#4f46e5')).toMatchObject({ ink: '#ffffff' });
  });

  test('no colour reads on both themes’ pages, which is why the product moves it by itself', () => {
    fc.assert(
      fc.property(anyColour, (hex) => {
        const { onLight, onDark } = ratiosOf(hex);
        expect(Math.min(onLight, onDark)).toBeLessThan(LEAST);
      }),
    );
  });
});
