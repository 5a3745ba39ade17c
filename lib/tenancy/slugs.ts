import { RESERVED_SLUGS } from './reserved-slugs';
import { SLUG_MAX, SLUG_MIN } from './slug-from';

// Mirrored by the database (org_slug_format): ASCII letters and digits, single hyphens between them.
const FORMAT = /^[a-z0-9](-?[a-z0-9])*$/;
const PRINTABLE_ASCII = /^[ -~]*$/;

/**
 * Why a slug can't be an organization's address, as a sentence that says how to mend it; null when it can be.
 * Says nothing about whether somebody has it already.
 */
export function slugProblem(slug: string): string | null {
  if (slug === '') return 'Choose an address.';
  // Letters of other alphabets can look exactly like Latin ones: аcme (Cyrillic а) is not acme.
  if (!PRINTABLE_ASCII.test(slug))
    return 'Only the letters a to z: others can be mistaken for them in an address.';
  if (slug.startsWith('xn--'))
    return 'An address can’t start with “xn--”: it stands for letters beyond a to z.';
  if (/[A-Z]/.test(slug)) return 'Use small letters.';
  if (/[^a-z0-9-]/.test(slug)) return 'Use letters, digits and hyphens only.';
  if (slug.startsWith('-') || slug.endsWith('-')) return 'Begin and end with a letter or a digit.';
  if (slug.includes('--')) return 'Use single hyphens.';
  if (slug.length < SLUG_MIN) return `Use at least ${SLUG_MIN} characters.`;
  if (slug.length > SLUG_MAX) return `Use at most ${SLUG_MAX} characters.`;
  if (!FORMAT.test(slug)) return 'Use letters, digits and single hyphens between them.';
  if (RESERVED_SLUGS.has(slug)) return `“${slug}” is kept for the service itself. Choose another one.`;
  return null;
}
