import { headers } from 'next/headers';
import { cache } from 'react';
import { env } from '../env';
import { AppError } from '../errors';
import { HOST_HEADER, PATH_HEADER, REQUEST_ID_HEADER, ROOT_KEY, SEAL_HEADER, sealed } from './seal';

/** What the app knows of a request: which host it came to (sealed by the middleware), and from where. */
export type RequestInfo = {
  readonly id: string;
  /** A subdomain's label or a custom domain; null on the root host. */
  readonly hostKey: string | null;
  readonly path: string;
  readonly ip: string;
  readonly userAgent: string;
};

/**
 * This request, read once. The only place that reads where a request came to.
 * @throws AppError bad_host when the middleware did not seal the host: then nothing may run.
 */
export const requestInfo = cache(async (): Promise<RequestInfo> => {
  const h = await headers();
  const key = h.get(HOST_HEADER);
  if (!key || !sealed(key, h.get(SEAL_HEADER), env().AUTH_SECRET)) throw new AppError('bad_host');
  return {
    id: h.get(REQUEST_ID_HEADER) ?? '',
    hostKey: key === ROOT_KEY ? null : key,
    path: h.get(PATH_HEADER) ?? '/',
    // The front server replaces what an untrusted peer claims (see server.mjs).
    ip: h.get('x-forwarded-for')?.split(',')[0]?.trim() || '0.0.0.0',
    userAgent: (h.get('user-agent') ?? '').slice(0, 300),
  };
});
