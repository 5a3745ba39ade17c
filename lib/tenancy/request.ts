import { headers } from 'next/headers';
import { cache } from 'react';
import { deviceOfRequest } from '../auth/cookie';
import { env } from '../env';
import { AppError } from '../errors';
import {
  HOST_HEADER,
  METHOD_HEADER,
  NONCE_HEADER,
  ORGANIZATION_HEADER,
  PATH_HEADER,
  REQUEST_ID_HEADER,
  ROOT_KEY,
  SEAL_HEADER,
  sealed,
} from './seal';
import { turnedAway } from './turned-away';
import { workspaceFor } from './workspace-path';

/** What the app knows of a request: which host it came to (sealed by the middleware), and from where. */
export type RequestInfo = {
  readonly id: string;
  /** A subdomain's label or a custom domain; null on the root host. */
  readonly hostKey: string | null;
  readonly method: string;
  readonly path: string;
  /**
   * Which workspace the path is for (`/s/<slug>/…`): the main one for a resource of the org as a whole, null on the org's
   * other pages. A request, not a right.
   */
  readonly workspace: string | null;
  /** The raw X-Rowhouse-Organization header: what a client says, and no more. */
  readonly header: string | null;
  readonly ip: string;
  /** The browser's own mark, when somebody signed in with it before (lib/auth/seen-places.ts). No right comes of it. */
  readonly device?: string;
  readonly userAgent: string;
  /** What an inline script of this answer has to carry (Content-Security-Policy). */
  readonly nonce: string;
};

/**
 * This request, read once. The only place that reads where a request came to.
 * @throws AppError bad_host when the middleware did not seal the host: then nothing may run.
 */
export const requestInfo = cache(async (): Promise<RequestInfo> => {
  const h = await headers();
  const key = h.get(HOST_HEADER);
  if (!key || !sealed(key, h.get(SEAL_HEADER), env().AUTH_SECRET)) {
    turnedAway({ reason: 'bad_host', why: 'not sealed', host: h.get('host') ?? '', path: '', ip: ipOf(h) });
    throw new AppError('bad_host');
  }
  const path = h.get(PATH_HEADER) ?? '/';
  return {
    id: h.get(REQUEST_ID_HEADER) ?? '',
    hostKey: key === ROOT_KEY ? null : key,
    method: h.get(METHOD_HEADER) ?? 'GET',
    path,
    workspace: workspaceFor(path),
    header: h.get(ORGANIZATION_HEADER),
    ip: ipOf(h),
    device: await deviceOfRequest(),
    userAgent: (h.get('user-agent') ?? '').slice(0, 300),
    nonce: h.get(NONCE_HEADER) ?? '',
  };
});

/** The client's address. The front server replaces what an untrusted peer claims (see server.mjs). */
const ipOf = (h: Headers): string => h.get('x-forwarded-for')?.split(',')[0]?.trim() || '0.0.0.0';
