import ipaddr from 'ipaddr.js';

// Cloud metadata and wire servers at addresses that registries list as public, or that could be one day.
const METADATA = new Set([
  '168.63.129.16', // Azure
  '169.254.169.254', // AWS, Google, Azure, most others
  '100.100.100.200', // Alibaba
  '192.0.0.192', // Oracle
  'fd00:ec2::254', // AWS
  'fd20:ce::254', // Google
]);

/** Ranges inside 2000::/3 that ipaddr.js doesn't name, or names unicast. Tunnels and documentation are never called. */
const NOT_NATIVE = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20', '2620:4f:8000::/48'].map((cidr) =>
  ipaddr.IPv6.parseCIDR(cidr),
);
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');
const NAT64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96');

/**
 * Returns true for a global unicast address that is no cloud's metadata server: the only kind that is called for a
 * tenant. An IPv4 address inside an IPv6 one is judged as that IPv4 address (mapped, and NAT64's well-known prefix, which
 * DNS64 resolvers answer with); every other form that embeds one (IPv4-compatible, -translated, 6to4, Teredo, ISATAP,
 * local NAT64) is refused, whatever it embeds.
 * @param address text as a resolver or the URL parser writes it; other spellings (octal, hexadecimal) are refused
 */
export function isPublicAddress(address: string): boolean {
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) return isPublicIPv4(ipaddr.IPv4.parse(address));
  if (address.includes('%') || !ipaddr.IPv6.isValid(address)) return false;
  const ip = ipaddr.IPv6.parse(address);
  if (ip.isIPv4MappedAddress()) return isPublicIPv4(ip.toIPv4Address());
  if (ip.match(NAT64)) return isPublicIPv4(new ipaddr.IPv4(ip.toByteArray().slice(12)));
  return (
    ip.match(GLOBAL_UNICAST) &&
    ip.range() === 'unicast' &&
    !NOT_NATIVE.some((range) => ip.match(range)) &&
    !isIsatap(ip) &&
    !METADATA.has(ip.toString())
  );
}

/** Returns true for an address of this machine's loopback interface, also as an IPv4-mapped one. */
export const isLoopbackAddress = (address: string): boolean =>
  ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback';

const isPublicIPv4 = (ip: ipaddr.IPv4): boolean => ip.range() === 'unicast' && !METADATA.has(ip.toString());

/** RFC 5214: an interface identifier of 0000:5efe or 0200:5efe and the IPv4 address of the tunnel's end. */
const isIsatap = ({ parts }: ipaddr.IPv6): boolean =>
  parts[5] === 0x5efe && ((parts[4] ?? 0) & ~0x0200) === 0;
