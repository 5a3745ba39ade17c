// What an IP address is here, read by the front server and by the limits alike.
import net from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * Reads an IP address into its one spelling: IPv4 addresses written as IPv6 ones (what a dual-stack socket reports) in
 * their own form, IPv6 ones in lower case, shortened, without a zone.
 * @param {string | undefined} text
 * @returns {string | null} null when it is no address
 */
export function readAddress(text = '') {
  const [bare = ''] = text.split('%', 1);
  if (net.isIP(text) === 0) return null;
  return ipaddr.process(bare).toString();
}

/**
 * Reads a hop of X-Forwarded-For: an address as proxies write it, with its port or in brackets.
 * @param {string} text
 * @returns {string | null} null when it can't be read
 */
export function readHop(text) {
  const hop = text.trim();
  const match = /^\[([^\]]*)\](?::(\d{1,5}))?$/.exec(hop) ?? /^([\d.]+):(\d{1,5})$/.exec(hop);
  if (!match) return readAddress(hop);
  const [, address, port = '0'] = match;
  return Number(port) <= 65_535 ? readAddress(address) : null;
}

/**
 * The network that counts as one client: an IPv4 address, or the /64 of an IPv6 one, which is the least that one
 * customer gets.
 * @param {string} address
 * @returns {string} the text itself when it is no address
 */
export function networkOf(address) {
  const read = readAddress(address);
  if (read === null || !read.includes(':')) return read ?? address;
  const { parts } = ipaddr.IPv6.parse(read);
  const prefix = parts.slice(0, 4).map((part) => part.toString(16));
  return `${prefix.join(':')}::/64`;
}
