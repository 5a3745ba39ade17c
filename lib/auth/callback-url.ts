import { secure } from '../env';
import { rootPaths, safeNext } from '../routes';
import { rootUrl } from '../tenancy/urls';

/** The cookie in which next-auth keeps where a browser goes on to when a provider sends it back. */
export const callbackUrlCookie = (): string => `${secure() ? '__Secure-' : ''}next-auth.callback-url`;

/** Returns the path in that cookie when it's one of the root host; '' for anything else, and for the usual place. */
export function nextOf(callbackUrl: string | undefined): string {
  if (!callbackUrl) return '';
  try {
    const url = new URL(callbackUrl, rootUrl());
    if (url.origin !== new URL(rootUrl()).origin) return '';
    const next = safeNext(url.pathname + url.search, '');
    return next === '/' || next === rootPaths.organizations ? '' : next;
  } catch {
    return '';
  }
}
