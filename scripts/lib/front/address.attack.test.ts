import { describe, expect, test } from 'vitest';
import { networkOf, readAddress, readHop } from '../../../lib/tenancy/address.mjs';
import { settleForwarding, trustedProxies } from './rules.mjs';

const PROXY = '10.0.0.1';

/** The client that the application sees, for a chain of hops that a trusted proxy handed on. */
function client(chain: string, peer = PROXY, setting = `${PROXY}, 10.0.0.2, 2001:DB8:0:0::2`) {
  const headers: Record<string, string> = { 'x-forwarded-for': chain };
  settleForwarding(headers, peer, trustedProxies(setting));
  return headers['x-forwarded-for'];
}

describe("[R9] attack 6: the client's own text is never its address", () => {
  test.each([
    ['198.51.100.1, 203.0.113.9:41000', '203.0.113.9'],
    ['198.51.100.1, [2001:db8::1]:443', '2001:db8::1'],
    ['198.51.100.1, [2001:db8::1]', '2001:db8::1'],
    ['198.51.100.1, 2001:DB8:0:0::1', '2001:db8::1'],
    ['198.51.100.1, ::ffff:203.0.113.9', '203.0.113.9'],
    ['198.51.100.1, [::ffff:203.0.113.9]:443', '203.0.113.9'],
    ['198.51.100.1, ::ffff:cb00:7109', '203.0.113.9'],
    ['198.51.100.1, 203.0.113.9, 10.0.0.2', '203.0.113.9'],
    ['198.51.100.1, 203.0.113.9, 10.0.0.2:9000', '203.0.113.9'],
    ['198.51.100.1, 203.0.113.9, [2001:db8::2]:1', '203.0.113.9'],
    ['198.51.100.1,203.0.113.9', '203.0.113.9'],
  ])('%s is %s', (chain, address) => {
    expect(client(chain)).toBe(address);
  });

  test.each([
    'unknown',
    '_hidden',
    '',
    '203.0.113.9:',
    '203.0.113.9:99999',
    '203.0.113.9:41000:1',
    '[2001:db8::1',
    '2001:db8::1]:443',
    '[203.0.113.9',
    '203.0.113.999',
    '0x7f.1',
    '2130706433',
    '127.1',
    '010.0.0.1',
    'for=203.0.113.9',
    '"203.0.113.9"',
    '203.0.113.9 198.51.100.1',
    '<b>',
  ])('at the unreadable hop %j reading stops at the proxy', (hop) => {
    expect(client(`198.51.100.1, ${hop}`)).toBe(PROXY);
    expect(client(`198.51.100.1, ${hop}, 10.0.0.2`)).toBe(PROXY);
  });

  test('a chain of nothing but proxies, and none at all, is the peer', () => {
    expect(client('10.0.0.2, 10.0.0.1')).toBe(PROXY);
    expect(client('')).toBe(PROXY);
  });

  test('a proxy is known in every spelling of its address', () => {
    expect(client('203.0.113.9', '2001:db8:0::2')).toBe('203.0.113.9');
    expect(client('203.0.113.9', '::ffff:10.0.0.1')).toBe('203.0.113.9');
    expect(client('203.0.113.9', '10.0.0.1', '::ffff:10.0.0.1')).toBe('203.0.113.9');
  });

  test('a /64 of IPv6 is one network, and IPv4 is itself however it is written', () => {
    expect(networkOf('2001:db8:1:2:ffff::1')).toBe(networkOf('2001:DB8:1:2::'));
    expect(networkOf('2001:db8:1:3::1')).not.toBe(networkOf('2001:db8:1:2::1'));
    expect(networkOf('::ffff:203.0.113.9')).toBe('203.0.113.9');
    expect(networkOf('::ffff:cb00:7109')).toBe('203.0.113.9');
    expect(networkOf('fe80::1%eth0')).toBe(networkOf('fe80::2%eth1'));
    expect([readAddress('nonsense'), readHop('nonsense'), networkOf('nonsense')]).toEqual([
      null,
      null,
      'nonsense',
    ]);
  });
});
