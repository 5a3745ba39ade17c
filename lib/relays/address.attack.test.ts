import { describe, expect, test } from 'vitest';
import { addressesOf, bareHost, relayUrl } from './address';
import { isPublicAddress } from './public-address';

const closed = { loopback: false };

// What must never be called: IPv4 networks, each written in every way that a URL or a resolver allows.
const IPV4 =
  `127.0.0.1 127.255.255.254 10.0.0.1 10.255.255.255 172.16.0.1 172.31.255.254 192.168.0.1 192.168.255.254
  169.254.169.254 169.254.0.1 100.64.0.1 100.127.255.254 0.0.0.0 0.1.2.3 168.63.129.16 100.100.100.200 192.0.0.192
  192.0.0.1 192.0.2.1 198.51.100.7 203.0.113.9 198.18.0.1 198.19.255.254 192.88.99.1 224.0.0.1 239.255.255.250
  240.0.0.1 255.255.255.255`.split(/\s+/);
const bytes = (ip: string) => ip.split('.').map(Number);
const number = (ip: string) => bytes(ip).reduce((sum, byte) => sum * 256 + byte, 0);
const hex = (ip: string) => number(ip).toString(16).padStart(8, '0');
const two = (ip: string) => `${hex(ip).slice(0, 4)}:${hex(ip).slice(4)}`;

/** Forms of a host in a URL that the URL parser reads as this IPv4 address. */
const written = (ip: string) => {
  const [a, b, c, d] = bytes(ip) as [number, number, number, number];
  return [
    ip,
    String(number(ip)),
    `0x${hex(ip)}`,
    `0${number(ip).toString(8)}`,
    `${a}.${(b * 256 + c) * 256 + d}`,
    `0x${a.toString(16)}.0${b.toString(8)}.${c * 256 + d}`,
    `${ip}.`,
    ip.replaceAll('.', '。'),
    ip.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit))),
    ip.replace(/\d/, (digit) => `%3${digit}`),
  ];
};

/** IPv6 addresses that carry this IPv4 address in them. */
const embedded = (ip: string) => [
  `::ffff:${ip}`,
  `0:0:0:0:0:ffff:${two(ip)}`,
  `::${ip}`, // IPv4-compatible
  `::ffff:0:${ip}`, // IPv4-translated
  `64:ff9b::${ip}`, // NAT64
  `64:ff9b:1::${ip}`, // local NAT64
  `2002:${two(ip)}::1`, // 6to4
  `2001:0:${two(ip)}:0:0:0:1`, // Teredo, its server
  `2001:0:4136:e378:8000:63bf:${two(ip)}`, // Teredo, its client
  `2606:4700::5efe:${ip}`, // ISATAP
  `2606:4700::200:5efe:${ip}`,
  `fe80::5efe:${ip}`,
];

const IPV6 =
  `:: ::1 ::a00:1 ::7f00:1 fe80::1 febf::1 fec0::1 fc00::1 fd00::1 fd00:ec2::254 fd20:ce::254 ff02::1 ff0e::1
  100::1 100:0:0:1::1 2001:db8::1 2001:2::1 2001:10::1 2001:20::1 2001:1::1 2001:4:112::1 2620:4f:8000::1 2002:808:808::1
  2001::1 3fff::1 3fff:fff::1 5f00::1 4000::1 8000::1 e000::1 1::1 64:ff9b:1::808:808 64:ff9b:2::1 ::808:808`.split(
    /\s+/,
  );

const PUBLIC =
  `8.8.8.8 1.1.1.1 93.184.216.34 168.63.129.15 168.63.129.17 100.128.0.1 172.32.0.1 11.0.0.1 192.0.1.1 198.20.0.1 223.255.255.254
  2606:2800:220:1::1 2a00:1450:4001:812::200e 2001:4860:4860::8888 2620:fe::fe 2001:200::1 ::ffff:8.8.8.8 64:ff9b::8.8.8.8`.split(
    /\s+/,
  );

const urls = [
  ...IPV4.flatMap(written),
  ...IPV4.flatMap(embedded).map((ip) => `[${ip}]`),
  ...IPV6.map((ip) => `[${ip}]`),
  ...[
    'localhost',
    'localhost.',
    'localhost..',
    'LOCALHOST',
    'ⓛocalhost',
    'acme.localhost',
    'intranet',
    'db.internal',
  ],
  ...[
    'metadata.google.internal',
    'metadata.google.internal.',
    'printer.local',
    'router.home.arpa',
    '[::%31]',
    '[fe80::1%25eth0]',
  ],
].map((host) => `https://${host}/`);

describe('[C2] attack 17, 18: a relay leads to public addresses only', () => {
  test('the corpus is large enough to mean something', () => {
    expect(new Set(urls).size).toBeGreaterThan(500);
  });

  test.each(urls)('saved: never %s', (url) => {
    expect(() => relayUrl(url, closed)).toThrow();
  });

  test.each([
    ...IPV4,
    ...IPV4.flatMap(embedded),
    ...IPV6,
    '127.1',
    '0x7f000001',
    '010.0.0.1',
    'fe80::1%eth0',
    '',
  ])('resolved: never to %j', async (address) => {
    expect(isPublicAddress(address)).toBe(false);
    const lookup = async () => [
      { address: '93.184.216.34', family: 4 as const },
      { address, family: 6 as const },
    ];
    await expect(addressesOf('a.example', closed, lookup)).rejects.toThrow();
  });

  test.each(PUBLIC)('still called: %s', async (address) => {
    expect(isPublicAddress(address)).toBe(true);
    const host = address.includes(':') ? `[${address}]` : address;
    const url = relayUrl(`https://${host}/in`, closed);
    expect(isPublicAddress(bareHost(url))).toBe(true);
  });
});
