/** White or near-black, whichever reads better on '#rrggbb' (relative luminance as in WCAG 2.2). */
export function readableInk(color: string): '#ffffff' | '#14161a' {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * r + 0.7152 * g + 0.0722 * b;
  // Contrast with white is 1.05 / (l + 0.05), with near-black (l ≈ 0.008) (l + 0.05) / 0.058: equal at 0.197.
  return luminance > 0.197 ? '#14161a' : '#ffffff';
}
