import { shownImage } from '../data/brand-image';
import { AppError } from '../errors';
import type { RequestInfo } from '../tenancy/request';

const PATH = /^\/brand\/([0-9a-f]{16}\.png)$/;

/**
 * The answer to a request for a picture. Anybody may have it: a sign-in page and mails show it. A name never gets
 * another content, so it is kept for good; as a document of its own it could run nothing.
 * @throws AppError not_found
 */
export async function brandImageResponse({ hostKey, path }: RequestInfo): Promise<Response> {
  const [, name] = PATH.exec(path.split('?')[0] ?? '') ?? [];
  const bytes = name && (await shownImage(hostKey, name));
  if (!bytes) throw new AppError('not_found');
  return new Response(Uint8Array.from(bytes), {
    headers: {
      'content-type': 'image/png',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-security-policy': `default-src 'none'; sandbox`,
      // Programs that show mail, and the switcher on other organizations' hosts, are other origins.
      'cross-origin-resource-policy': 'cross-origin',
    },
  });
}
