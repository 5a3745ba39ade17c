import { createHmac, timingSafeEqual } from 'node:crypto';

/** The headers by which the middleware tells the app which host a request came to. Dropped when a client sends them. */
export const HOST_HEADER = 'x-rowhouse-host';
export const SEAL_HEADER = 'x-rowhouse-seal';
export const PATH_HEADER = 'x-rowhouse-path';
export const METHOD_HEADER = 'x-rowhouse-method';
export const REQUEST_ID_HEADER = 'x-rowhouse-request-id';

/** The header by which it hands on what an inline script of the answer has to carry. Dropped too. */
export const NONCE_HEADER = 'x-nonce';

/** The one header of ours that a client may send: the organization that a request asks for. */
export const ORGANIZATION_HEADER = 'x-rowhouse-organization';

/** What stands in HOST_HEADER on the root host. No host key is spelt like it. */
export const ROOT_KEY = '@root';

const TTL_MS = 60_000;

/** Seals a host key: `<milliseconds>.<HMAC>`, to the second. Only a holder of the secret can make or prolong it. */
export function seal(hostKey: string, secret: string, now = Date.now()): string {
  const at = now - (now % 1000);
  return `${at}.${mac(hostKey, at, secret).toString('base64url')}`;
}

/** True when the seal was made for this host key, with this secret, at most a minute ago. */
export function sealed(
  hostKey: string | null,
  given: string | null,
  secret: string,
  now = Date.now(),
): boolean {
  const [stamp, code] = (given ?? '').split('.');
  const at = Number(stamp);
  if (!hostKey || !code || !Number.isSafeInteger(at) || at > now + 1000 || now - at > TTL_MS) return false;
  const got = Buffer.from(code, 'base64url');
  const want = mac(hostKey, at, secret);
  return got.length === want.length && timingSafeEqual(got, want);
}

// Each request is sealed and its seal proved: within a second a host's are the same, and are reckoned once.
const REMEMBERED = 1000;
const macs = new Map<string, Buffer>();

function mac(hostKey: string, at: number, secret: string): Buffer {
  const sealed = `rowhouse host\n${hostKey}\n${at}`;
  const known = macs.get(`${secret}\n${sealed}`);
  if (known) return known;
  const made = createHmac('sha256', secret).update(sealed).digest();
  if (macs.size >= REMEMBERED) macs.clear();
  macs.set(`${secret}\n${sealed}`, made);
  return made;
}
