import { fromUlid, isUuid } from '../ids';

/** What a request says about the org it wants. `undefined` where it says nothing. */
export type Signals = {
  /** The host key of an org's host, or an org in an API path. */
  route?: { host: string } | { orgId: string };
  /** The raw X-Rowhouse-Organization header: a ULID. */
  header?: string;
  /** The org that the token is bound to. */
  token?: string;
};

export type Resolution =
  | { by: 'route' | 'header' | 'token'; wanted: { host: string } | { orgId: string }; headerLost: boolean }
  | { by: 'none'; refuse: 'organization_required' | 'tenant_forbidden' };

/**
 * Which org a request is for: route, then header, then token; the first that says something wins, and is a
 * request, never a right. Nothing falls through: a header or a token's claim that can't be read is refused, not skipped.
 *
 * `headerLost` tells that the header named an org while the route decided; whether they agree is known once the
 * route's host is an id (see `agrees`).
 */
export function resolve({ route, header, token }: Signals): Resolution {
  const headerId = header === undefined ? undefined : fromUlid(header.trim());
  if (route) return { by: 'route', wanted: route, headerLost: header !== undefined };
  if (headerId === null) return { by: 'none', refuse: 'tenant_forbidden' };
  if (headerId) return { by: 'header', wanted: { orgId: headerId }, headerLost: false };
  if (token !== undefined)
    return isUuid(token)
      ? { by: 'token', wanted: { orgId: token }, headerLost: false }
      : { by: 'none', refuse: 'tenant_forbidden' };
  return { by: 'none', refuse: 'organization_required' };
}

/** Whether an org-bound token may be used for the org that was resolved. One that is bound to none may. */
export const agrees = (orgId: string, token: string | undefined): boolean =>
  token === undefined || (isUuid(token) && token === orgId);
