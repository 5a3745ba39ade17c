import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { customHost, proofName, readableHost } from './custom-host';
import { parseHost } from './host.mjs';

const ROOT = 'console.rowhouse.example';
const read = (text: string) => customHost(text, ROOT);

describe('[B2] what a custom domain may be', () => {
  test.each([
    ['console.acme.test', 'console.acme.test'],
    ['acme.test', 'acme.test'],
    [' Console.ACME.test. ', 'console.acme.test'],
    ['www.acme.co.uk', 'www.acme.co.uk'],
    ['acme.github.io', 'acme.github.io'],
    ['Müller.example', 'xn--mller-kva.example'],
    ['例え.テスト.example', 'xn--r8jz45g.xn--zckzah.example'],
    ['xn--mller-kva.example', 'xn--mller-kva.example'],
    ['a-b.c-d.test', 'a-b.c-d.test'],
    ['acme。test', 'acme.test'],
  ])('%s is taken as %s', (text, host) => {
    expect(read(text)).toEqual({ host });
  });

  test.each([
    ['', /Write a domain/],
    ['https://console.acme.test', /without https/],
    ['console.acme.test/members', /without a path/],
    ['console.acme.test?x', /without a path/],
    ['ann@acme.test', /e-mail/],
    ['*.acme.test', /one by one/],
    ['console.acme.test:3000', /port/],
    ['10.0.0.1', /IP address/],
    ['0x7f.1', /IP address/],
    ['2130706433', /IP address/],
    ['[::1]', /IP address/],
    ['::1', /IP address/],
    ['acme', /whole/],
    ['com', /whole/],
    ['co.uk', /Everybody registers/],
    ['github.io', /Everybody registers/],
    ['acme.localhost', /own a name/],
    ['printer.local', /own a name/],
    ['1.168.192.in-addr.arpa', /own a name/],
    [ROOT, /console itself/],
    [`acme.${ROOT}`, /Settings/],
    [`a.b.${ROOT}`, /Settings/],
    ['rowhouse.example', /belongs to the service/],
    ['a_b.test', /letters, digits and hyphens/],
    ['-acme.test', /letters, digits and hyphens/],
    ['acme..test', /letters, digits and hyphens/],
    ['acme test.test', /not a domain name/],
    ['acme.test, globex.test', /not a domain name/],
    [`${'a'.repeat(64)}.test`, /.+/],
    [`${'a.'.repeat(121)}test`, /at most 243/],
    ['xn--a.test', /not a domain name/],
  ])('%s is refused, and told how to mend it', (text, why) => {
    expect(read(text)).toMatchObject({ why: expect.stringMatching(why) });
  });

  test('[R7] whatever is taken is a host that leads to that key, and its proof has a name that fits', () => {
    const piece = fc.oneof(
      fc.domain(),
      fc.stringMatching(/^[a-zA-Z0-9_.:*-]{1,30}$/),
      fc.string({ unit: 'grapheme', maxLength: 20 }),
      fc.constantFrom(ROOT, 'rowhouse.example', 'co.uk', 'test', 'müller', '127.0.0.1'),
    );
    let taken = 0;
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 3 }), (pieces) => {
        const answer = read(pieces.join('.'));
        if (!('host' in answer)) return;
        taken++;
        const { host } = answer;
        expect(parseHost(host, ROOT)).toEqual({ kind: 'org', key: host });
        expect(`.${host}`.endsWith(`.${ROOT}`)).toBe(false);
        expect(proofName(host).length).toBeLessThanOrEqual(253);
        // Written as people write it, it is the same host.
        expect(read(readableHost(host))).toEqual({ host });
      }),
      { numRuns: 5000 },
    );
    expect(taken).toBeGreaterThan(200);
  });
});
