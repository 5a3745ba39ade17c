import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accentOf } from './accent';
import { contrast, toHex, toOklch } from './oklch';

const anyColour = fc.integer({ min: 0, max: 0xffffff }).map((n) => `#${n.toString(16).padStart(6, '0')}`);

describe('an organization’s colour', () => {
  it('[B5] is readable in both themes, whatever it is', () => {
    fc.assert(
      fc.property(anyColour, (hex) => {
        const { light, dark } = accentOf(hex);
        expect(contrast(light.fill, light.ink)).toBeGreaterThanOrEqual(4.5);
        expect(contrast(dark.fill, dark.ink)).toBeGreaterThanOrEqual(4.5);
        for (const ground of ['#ffffff', '#f2f4f7']) {
          expect(contrast(light.text, ground)).toBeGreaterThanOrEqual(4.5);
        }
        for (const ground of ['#111318', '#262930']) {
          expect(contrast(dark.text, ground)).toBeGreaterThanOrEqual(4.5);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('[B5] stays as given where it already reads', () => {
    expect(accentOf('#1d4ed8').light).toEqual({ fill: '#1d4ed8', ink: '#ffffff', text: '#1d4ed8' });
  });

  it('[B5] turns over where black or white would vanish', () => {
    expect(accentOf('#000000').dark).toMatchObject({ fill: '#ffffff', ink: '#111318' });
    expect(accentOf('#ffffff').light).toMatchObject({ fill: '#000000', ink: '#ffffff' });
    expect(accentOf('#000000').light.fill).toBe('#000000');
  });

  it('[B5] is refused when it is not a colour', () => {
    expect(() => accentOf('red; background: url(x)')).toThrow(RangeError);
    expect(() => accentOf('#abc')).toThrow(RangeError);
  });

  it('survives the way through OKLCH', () => {
    fc.assert(
      fc.property(anyColour, (hex) => {
        expect(toHex(toOklch(hex))).toBe(hex);
      }),
    );
  });
});
