import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newId, toUlid } from '../ids';
import { bearerToken, newApiToken, readApiToken, TOKEN_PATTERN } from './api-token.mjs';

const ORG = toUlid(newId());
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

describe('[K3] a token', () => {
  test('is found by the pattern that scanners are given, in the middle of a text', () => {
    for (const org of [ORG, null])
      for (let i = 0; i < 200; i++) {
        const token = newApiToken(org);
        expect(new RegExp(TOKEN_PATTERN).exec(`key = "${token}"`)?.[0]).toBe(token);
      }
  });

  test('says whose it is, and its checksum is the CRC-32 of what stands before it', () => {
    const token = newApiToken(ORG);
    expect(readApiToken(token)).toMatchObject({ kind: 'org', orgUlid: ORG });
    expect(readApiToken(newApiToken(null))).toMatchObject({ kind: 'user', orgUlid: null });
    const check = [...token.slice(-6)].reduce((sum, digit) => sum * 62 + DIGITS.indexOf(digit), 0);
    // The other way round: Node's own, where it has one.
    if (typeof crc32 === 'function') expect(check).toBe(crc32(token.slice(0, -6)));
  });

  test('with any one character changed is no token, and neither is anything else', () => {
    const token = newApiToken(ORG);
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.constantFrom(...DIGITS), (at, digit) => {
        const changed = token.slice(0, at) + digit + token.slice(at + 1);
        expect(readApiToken(changed) === null).toBe(changed !== token);
      }),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(readApiToken(text)).toBeNull();
      }),
    );
  });

  test('is as random as 40 digits of 62 are', () => {
    const seen = new Map<string, number>();
    for (let i = 0; i < 2000; i++)
      for (const digit of newApiToken(null).slice(8, -6)) seen.set(digit, (seen.get(digit) ?? 0) + 1);
    const mean = (2000 * 40) / 62;
    expect(seen.size).toBe(62);
    for (const count of seen.values()) expect(Math.abs(count - mean)).toBeLessThan(mean * 0.2);
  });

  test('is read from the Authorization header alone, which may hold nothing else', () => {
    const token = newApiToken(ORG);
    expect(bearerToken(undefined)).toBeUndefined();
    expect(bearerToken(null)).toBeUndefined();
    expect(bearerToken(`Bearer ${token}`)?.orgUlid).toBe(ORG);
    expect(bearerToken(`bearer  ${token} `)?.orgUlid).toBe(ORG);
    for (const other of [
      '',
      token,
      `Basic ${token}`,
      `Bearer ${token} ${token}`,
      `Bearer x${token}`,
      'Bearer ',
    ])
      expect(bearerToken(other)).toBeNull();
  });
});
