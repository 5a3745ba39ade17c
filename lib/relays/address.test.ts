import { describe, expect, test } from 'vitest';
import { type Address, addressesOf, relayUrl } from './address';

const closed = { loopback: false };
const open = { loopback: true };

describe('[C2] where a relay may lead', () => {
  test.each(['https://relay.example.com/in', 'https://relay.example.com:443/in?team=1', 'https://8.8.8.8/'])(
    '%s',
    (url) => {
      expect(relayUrl(url, closed).protocol).toBe('https:');
    },
  );

  test.each([
    'http://relay.example.com/',
    'https://relay.example.com:8443/',
    'https://user:pass@relay.example.com/',
    'ftp://relay.example.com/',
    'file:///etc/passwd',
    'relay.example.com',
    '',
    'https://localhost/',
    'https://localhost./',
    'https://intranet/',
    'https://db.internal/',
    'https://printer.local/',
    'https://acme.rowhouse.localhost/',
    'https://127.0.0.1/',
    'https://127.1/',
    'https://2130706433/',
    'https://0x7f000001/',
    'https://017700000001/',
    'https://0.0.0.0/',
    'https://0/',
    'https://10.0.0.1/',
    'https://172.16.0.1/',
    'https://192.168.1.1/',
    'https://100.64.0.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://224.0.0.1/',
    'https://255.255.255.255/',
    'https://[::1]/',
    'https://[::]/',
    'https://[fe80::1]/',
    'https://[fd00::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:a9fe:a9fe]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[2002:7f00:1::]/',
    'https://[ff02::1]/',
  ])('never %s', (url) => {
    expect(() => relayUrl(url, closed)).toThrow();
  });

  test('this machine where the setting allows it, and no other private one', () => {
    for (const url of ['http://127.0.0.1:4000/in', 'http://localhost:4000/', 'https://[::1]:4000/'])
      expect(relayUrl(url, open).href).toBe(url);
    for (const url of ['http://10.0.0.1/', 'https://192.168.1.1/', 'http://example.com/', 'ftp://localhost/'])
      expect(() => relayUrl(url, open), url).toThrow();
  });
});

const leads =
  (...addresses: string[]) =>
  async (): Promise<Address[]> =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

describe('[C2] where its name leads', () => {
  test('to public addresses', async () => {
    const found = await addressesOf('a.example', closed, leads('93.184.216.34', '2606:2800:220:1::1'));
    expect(found.map(({ address }) => address)).toEqual(['93.184.216.34', '2606:2800:220:1::1']);
  });

  test.each([
    [['10.0.0.5']],
    [['93.184.216.34', '127.0.0.1']],
    [['93.184.216.34', '169.254.169.254']],
    [['::ffff:192.168.0.1']],
    [['64:ff9b::a00:1']],
    [['nonsense']],
    [[]],
  ])('never to %j', async (addresses) => {
    await expect(addressesOf('a.example', closed, leads(...addresses))).rejects.toThrow();
  });

  test('never to another private one, whatever the setting', async () => {
    await expect(addressesOf('a.example', open, leads('10.0.0.5'))).rejects.toThrow();
    expect(await addressesOf('a.example', open, leads('127.0.0.1'))).toHaveLength(1);
  });
});
