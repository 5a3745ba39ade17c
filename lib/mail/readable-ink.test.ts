import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readableInk } from './readable-ink';

test('ink reads on every colour', () => {
  expect(readableInk('#ffffff')).toBe('#14161a');
  expect(readableInk('#000000')).toBe('#ffffff');
  const channel = fc.integer({ min: 0, max: 255 });
  fc.assert(
    fc.property(channel, channel, channel, (...rgb) => {
      const color = `#${rgb.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
      expect(contrast(color, readableInk(color))).toBeGreaterThanOrEqual(4);
    }),
    { numRuns: 3000 },
  );
});

function contrast(a: string, b: string): number {
  const [light = 1, dark = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: string): number {
  const linear = (at: number) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(1) + 0.7152 * linear(3) + 0.0722 * linear(5);
}
