import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseHost } from './host.mjs';
import { RESERVED_SLUGS } from './reserved-slugs';
import { SLUG_MAX, SLUG_MIN, slugFrom } from './slug-from';
import { slugProblem } from './slugs';

describe('which slugs are refused', () => {
  test('[B1] reserved names are refused with the reason', () => {
    expect(RESERVED_SLUGS.size).toBeGreaterThanOrEqual(150);
    for (const slug of RESERVED_SLUGS) expect(slugProblem(slug), slug).not.toBeNull();
    expect(slugProblem('admin')).toContain('kept for the service');
    for (const slug of ['www', 'api', 'admin', 'mail', 'auth', 'status', 'static', 'cdn', 'localhost'])
      expect(RESERVED_SLUGS).toContain(slug);
  });

  test('the reserved list is written as slugs are, so that none of it is unreachable', () => {
    for (const slug of RESERVED_SLUGS) expect(slug).toMatch(/^[a-z0-9](-?[a-z0-9])*$/);
  });

  test('[B1] look-alikes and punycode are refused with the reason', () => {
    for (const slug of [
      'аcme',
      'acmе',
      'gІobex',
      'ｇlobex',
      'globeⅹ',
      'acmé',
      'acme\u200b',
      'acme\u00ad',
      '아크메',
    ])
      expect(slugProblem(slug), slug).toContain('mistaken');
    expect(slugProblem('xn--80ak6aa92e')).toContain('xn--');
  });

  test('[B1] each other mistake has its own sentence', () => {
    const cases: Record<string, RegExp> = {
      '': /Choose an address/,
      Acme: /small letters/,
      'acme corp': /letters, digits and hyphens/,
      'acme.corp': /letters, digits and hyphens/,
      acme_corp: /letters, digits and hyphens/,
      '-acme': /Begin and end/,
      'acme-': /Begin and end/,
      'ac--me': /single hyphens/,
      ab: /at least 3/,
      [`a${'b'.repeat(SLUG_MAX)}`]: /at most 40/,
    };
    for (const [slug, sentence] of Object.entries(cases)) expect(slugProblem(slug), slug).toMatch(sentence);
  });

  test('ordinary addresses are taken', () => {
    for (const slug of [
      'acme',
      'globex',
      'initech',
      'a1b',
      '42-north',
      'the-very-long-company-of-springfield-usa',
    ])
      expect(slugProblem(slug), slug).toBeNull();
  });

  test('[R7] whatever is taken is a host that leads to an organization', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9-]{1,45}$/), (slug) => {
        if (slugProblem(slug) !== null) return;
        expect(parseHost(`${slug}.rowhouse.test`, 'rowhouse.test')).toEqual({ kind: 'org', key: slug });
      }),
      { numRuns: 2000 },
    );
  });
});

describe('what a name suggests', () => {
  test('accents, alphabets and signs become plain letters', () => {
    const cases: Record<string, string> = {
      'Acme, Inc.': 'acme-inc',
      'Müller & Söhne': 'muller-and-sohne',
      'Ærøskøbing Værft': 'aeroskobing-vaerft',
      'Straße 9': 'strasse-9',
      'Łódź Centrum': 'lodz-centrum',
      Ромашка: 'romashka',
      'Йошкар-Ола': 'ioshkar-ola',
      'Αθήνα Πλοία': 'athina-ploia',
      'İstanbul Işık': 'istanbul-isik',
      Ｇｌｏｂｅｘ: 'globex',
      "O'Neill’s Bar": 'oneills-bar',
      '  --Hooli--  ': 'hooli',
    };
    for (const [name, slug] of Object.entries(cases)) expect(slugFrom(name), name).toBe(slug);
  });

  test('a name without a usable letter suggests nothing', () => {
    for (const name of ['', '日本', '!!!', 'ab', '🙂🙂🙂']) expect(slugFrom(name), name).toBe('');
  });

  test('a suggestion is always well formed, whatever the name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 90 }), (name) => {
        const slug = slugFrom(name);
        if (slug === '') return;
        expect(slug).toMatch(/^[a-z0-9](-?[a-z0-9])*$/);
        expect(slug.length).toBeGreaterThanOrEqual(SLUG_MIN);
        expect(slug.length).toBeLessThanOrEqual(SLUG_MAX);
      }),
      { numRuns: 2000 },
    );
  });
});
