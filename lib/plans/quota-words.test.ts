import { describe, expect, test } from 'vitest';
import { COUNTED } from './limits';
import { amount, quotaSentence } from './quota-words';

describe('[L3] what a refusal says', () => {
  test('which limit, how much of it, and what to do', () => {
    expect(quotaSentence({ org: 'Acme', limit: 'members', used: 25, most: 25 })).toBe(
      'Acme has 25 of 25 members. Remove somebody or change the plan.',
    );
    for (const limit of COUNTED) {
      const sentence = quotaSentence({ org: 'Acme', limit, used: 3_000_000, most: 3_000_000 });
      expect(sentence).toMatch(
        /^Acme [\w ]+ (3,000,000 of 3,000,000|2\.9 MB of 2\.9 MB).*\. .*change the plan.*\.$/,
      );
    }
  });

  test('how many more were asked for, when fewer would fit', () => {
    expect(quotaSentence({ org: 'Acme', limit: 'members', used: 24, most: 25, wanted: 3 })).toBe(
      'Acme has 24 of 25 members. 3 more don’t fit. Remove somebody or change the plan.',
    );
  });

  test('what whoever can’t make room may do instead', () => {
    const instead = 'Ask one of its admins.';
    expect(quotaSentence({ org: 'Acme', limit: 'members', used: 25, most: 25, instead })).toBe(
      'Acme has 25 of 25 members. Ask one of its admins.',
    );
  });
});

test('amounts as people read them', () => {
  expect(amount('members', 12_345)).toBe('12,345');
  const bytes = [0, 1, 1023, 1024, 1536, 52_428_800, 53_687_091_200].map((n) => amount('storage', n));
  expect(bytes).toEqual(['0 bytes', '1 byte', '1,023 bytes', '1 kB', '1.5 kB', '50 MB', '50 GB']);
});
