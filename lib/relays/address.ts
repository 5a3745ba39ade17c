import { lookup } from 'node:dns/promises';
import ipaddr from 'ipaddr.js';
import { isLoopbackAddress, isPublicAddress } from './public-address';

/** Thrown for an address that a relay can't call. The message is shown to the user. */
export class AddressError extends Error {}

/** Names that only private resolvers know. What a public name resolves to is checked at each call. */
const PRIVATE_NAME = /\.(localhost|local|internal|home\.arpa)$/;

/** `loopback` allows this machine, also without TLS (the setting RELAY_LOOPBACK). */
type Allowing = { loopback: boolean };

/**
 * Parses the address of a relay: https on port 443, no user or password, and no IP address that isn't public (see
 * `isPublicAddress`). A host name is resolved and checked again before each call (see `addressesOf`).
 * @throws AddressError
 */
export function relayUrl(text: string, { loopback }: Allowing): URL {
  if (!URL.canParse(text)) throw new AddressError('Enter a full URL, like https://relay.example.com/in.');
  const url = new URL(text);
  if (url.username || url.password)
    throw new AddressError('Remove the user name and password. Calls are signed instead.');
  url.hash = '';
  const host = bareHost(url);
  const here = loopback && (host === 'localhost' || isLoopbackAddress(host));
  if (here && ['http:', 'https:'].includes(url.protocol)) return url;
  if (url.protocol !== 'https:') throw new AddressError('The address must start with https://.');
  if (url.port !== '') throw new AddressError('Remove the port. Relays are called on port 443 only.');
  if (ipaddr.isValid(host) ? !isPublicAddress(host) : !host.includes('.') || PRIVATE_NAME.test(host))
    throw new AddressError('This address isn’t public. Relays can call public addresses only.');
  return url;
}

/** One address to connect to. */
export type Address = { address: string; family: 4 | 6 };

/**
 * Resolves a host. All of its addresses must be public. The caller connects to one of exactly these, so a name that
 * changes between the check and the call (DNS rebinding) reaches nothing else.
 * @throws AddressError when one of them isn't public, or there is none
 */
export async function addressesOf(
  host: string,
  { loopback }: Allowing,
  resolve: (host: string) => Promise<Address[]> = resolveAll,
): Promise<[Address, ...Address[]]> {
  const [first, ...others] = await resolve(host).catch(() => []);
  if (!first) throw new AddressError('the host name could not be resolved');
  for (const { address } of [first, ...others])
    if (!isPublicAddress(address) && !(loopback && isLoopbackAddress(address)))
      throw new AddressError('the host name resolves to an address that isn’t public');
  return [first, ...others];
}

const resolveAll = async (host: string): Promise<Address[]> =>
  (await lookup(host, { all: true })).map(({ address, family }) => ({
    address,
    family: family === 6 ? 6 : 4,
  }));

/** The host of a URL, an IPv6 address without its brackets. */
export const bareHost = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '').replace(/\.+$/, '');
