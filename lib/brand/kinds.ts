// Pure: the page shows the same limits that the server holds.

/** What an organization's pictures are for. */
export const BRAND_KINDS = ['logo', 'icon'] as const;
export type BrandKind = (typeof BRAND_KINDS)[number];

/** An uploaded file has at most so many bytes. */
export const MOST_BYTES = 1024 * 1024;

/** What a file chooser offers. What a file really is, its bytes say. */
export const ACCEPTED = 'image/png,image/jpeg,image/webp,image/gif,image/avif';

/** The sign-in message has at most so many characters. */
export const MESSAGE_MAX = 200;
