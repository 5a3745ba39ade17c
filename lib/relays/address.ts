import { lookup } from 'node:dns/promises';
import ipaddr from 'ipaddr.js';

/** An address that a relay may not lead to, with the reason for a person. */
export class AddressError extends Error {}

/** Lets through what `RELAY_LOOPBACK` allows: this machine, also without TLS. */
type Allowing = { loopback: boolean };

/**
 * The address of a relay as it may be stored and called: https on its usual port, no user or password in it, no IP
 * address of a private, local or special net. Where the name leads is asked anew at each call (see `addressesOf`).
 * @throws AddressError
 */
export function relayUrl(text: string, { loopback }: Allowing): URL {
  if (!URL.canParse(text))
    throw new AddressError('Write a whole address, like https://relay.example.com/in.');
  const url = new URL(text);
  if (url.username || url.password)
    throw new AddressError('Leave user and password out: calls are signed instead.');
  url.hash = '';
  const host = bareHost(url);
  const here = loopback && (host === 'localhost' || isLoopback(host));
  if (here && ['http:', 'https:'].includes(url.protocol)) return url;
  if (url.protocol !== 'https:') throw new AddressError('It must begin with https://.');
  if (url.port !== '') throw new AddressError('Only the usual port of https is called, 443.');
  if (
    ipaddr.isValid(host) ? !isPublic(host) : !host.includes('.') || /\.(localhost|local|internal)$/.test(host)
  )
    throw new AddressError('That leads to a private network, which is not called from here.');
  return url;
}

/** One address to connect to. */
export type Address = { address: string; family: 4 | 6 };

/**
 * Where a host leads now. All of its addresses must be public; the caller connects to one of exactly these, so that a
 * name which changes its mind after this leads nowhere else.
 * @throws AddressError when it leads to a private, local or special net, or nowhere
 */
export async function addressesOf(
  host: string,
  { loopback }: Allowing,
  resolve: (host: string) => Promise<Address[]> = resolveAll,
): Promise<[Address, ...Address[]]> {
  const [first, ...others] = await resolve(host).catch(() => []);
  if (!first) throw new AddressError('its name is not known');
  for (const { address } of [first, ...others])
    if (!isPublic(address) && !(loopback && isLoopback(address)))
      throw new AddressError('its name leads to a private network');
  return [first, ...others];
}

const resolveAll = async (host: string): Promise<Address[]> =>
  (await lookup(host, { all: true })).map(({ address, family }) => ({
    address,
    family: family === 6 ? 6 : 4,
  }));

/** The host of a URL, an IPv6 address without its brackets. */
export const bareHost = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');

// `process` reads an IPv4 address inside an IPv6 one as what it is. NAT64, 6to4 and Teredo are no unicast here.
const rangeOf = (address: string): string | null =>
  ipaddr.isValid(address) ? ipaddr.process(address).range() : null;
const isPublic = (address: string): boolean => rangeOf(address) === 'unicast';
const isLoopback = (address: string): boolean => rangeOf(address) === 'loopback';
