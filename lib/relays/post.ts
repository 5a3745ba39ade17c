import http from 'node:http';
import https from 'node:https';
import { AddressError, addressesOf, bareHost, relayUrl } from './address';
import type { SignedHeaders } from './signature';

/** What came of one call. `status` when it was answered; `error` in a few words when it was no success. */
export type Called = { status?: number; error?: string; ms: number; retryAfterS?: number };

const TIMEOUT_MS = 10_000;

/**
 * Posts a signed body, once: to an address that was checked just before, without following redirects, within ten
 * seconds from resolving to the answer's status. Whatever the answer says beyond that is not read. Never throws.
 */
export async function post(
  address: string,
  headers: SignedHeaders,
  body: string,
  { loopback, timeoutMs = TIMEOUT_MS }: { loopback: boolean; timeoutMs?: number },
): Promise<Called> {
  const start = performance.now();
  const ended = (rest: Omit<Called, 'ms'>): Called => ({
    ...rest,
    ms: Math.round(performance.now() - start),
  });
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const url = relayUrl(address, { loopback });
    const late = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
    const [pinned] = await Promise.race([addressesOf(bareHost(url), { loopback }), late]);
    const { status, retryAfterS } = await request(url, pinned, headers, body, signal);
    if (status >= 200 && status < 300) return ended({ status });
    const error = status >= 300 && status < 400 ? 'redirects are not followed' : `answered ${status}`;
    return ended({ status, error, ...(retryAfterS !== undefined && { retryAfterS }) });
  } catch (error) {
    return ended({ error: wordsOf(error) });
  }
}

function request(
  url: URL,
  { address, family }: { address: string; family: number },
  headers: SignedHeaders,
  body: string,
  signal: AbortSignal,
): Promise<{ status: number; retryAfterS?: number }> {
  return new Promise((resolve, reject) => {
    const call = (url.protocol === 'https:' ? https : http).request(url, {
      method: 'POST',
      agent: false,
      signal,
      // Pinned: the name is not asked a second time. (TLS still checks the certificate against the name.)
      lookup: (_, options, done) =>
        options.all ? done(null, [{ address, family }]) : done(null, address, family),
      headers: {
        ...headers,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'user-agent': 'Rowhouse-Relay/1',
      },
    });
    call.on('error', reject);
    call.on('response', (answer) => {
      const wait = Number(answer.headers['retry-after']);
      answer.on('error', () => {}); // of what is not read
      resolve({ status: answer.statusCode ?? 0, ...(wait > 0 && { retryAfterS: wait }) });
      answer.destroy();
    });
    call.end(body);
  });
}

/** What a person may read of a failure: never what the other side said. */
function wordsOf(error: unknown): string {
  if (error instanceof AddressError) return error.message;
  const { name, code } = error as { name?: string; code?: string };
  if (name === 'TimeoutError' || name === 'AbortError') return 'did not answer in time';
  if (code === 'ECONNREFUSED') return 'refused the connection';
  if (code === 'ECONNRESET' || code === 'EPIPE') return 'broke the connection off';
  if (code?.startsWith('ERR_TLS') || code?.startsWith('CERT_') || code?.includes('SELF_SIGNED'))
    return 'has no valid certificate';
  return 'could not be reached';
}
