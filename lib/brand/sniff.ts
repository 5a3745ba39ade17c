/** The kinds of pictures that are taken, as sharp calls them. AVIF is a kind of HEIF. */
export type PictureKind = 'png' | 'jpeg' | 'webp' | 'gif' | 'heif';

/**
 * What a file is by its first bytes; null for everything that is not taken. A file's name and the type that a
 * browser claims for it are not asked: anybody writes them.
 */
export function kindOf(bytes: Buffer): PictureKind | null {
  const text = bytes.subarray(0, 64).toString('latin1');
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (text.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (/^GIF8[79]a/.test(text)) return 'gif';
  if (/^RIFF[\s\S]{4}WEBP/.test(text)) return 'webp';
  // The brand, or one of those it is compatible with, says which codec is inside: HEIC's is not taken.
  if (/^[\s\S]{4}ftyp/.test(text) && /avi[fs]/.test(text.slice(8, 40))) return 'heif';
  return null;
}

/** Markup or script inside a file that claims to be a picture: a browser that guesses could run it. */
export const holdsMarkup = (bytes: Buffer): boolean =>
  /<(script|svg|html|!doctype|iframe|foreignobject|\?php)[\s>/]/i.test(bytes.toString('latin1'));

/** Why a file of no known kind is not taken, with what to do instead. */
export function whyUnknown(bytes: Buffer): string {
  const start = bytes.subarray(0, 4096).toString('latin1').trimStart().toLowerCase();
  const svg = /<svg[\s>]|<!doctype svg/.test(start) || start.startsWith('\x1f\x8b');
  if (svg)
    return 'An SVG can carry scripts, so it is not taken. Export it as PNG, 512 pixels wide, and upload that.';
  if (OTHER_PICTURES.some((magic) => start.startsWith(magic)) || start.slice(4, 8) === 'ftyp')
    return 'This kind of picture is not taken. Save it as PNG, JPEG, WebP, GIF or AVIF, and upload that.';
  return 'This file is not a picture. Upload a PNG, JPEG, WebP, GIF or AVIF.';
}

/** How BMP, TIFF and ICO begin. */
const OTHER_PICTURES = ['bm', 'ii*', 'mm\0*', '\0\0\x01\0'];
