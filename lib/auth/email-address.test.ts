import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalEmail } from './email-address';

// Groups of spellings: those of one group are one account, those of two groups never are.
const SAME: string[][] = [
  [
    'ann@example.com',
    'ANN@EXAMPLE.COM',
    ' ann@example.com ',
    'Ann@Example.Com',
    'ａｎｎ@ｅｘａｍｐｌｅ.com',
    'ann＠example.com',
  ],
  ['ann.lee@example.com', 'Ann.Lee@example.com', 'ann．lee@example.com'],
  ['ann+news@example.com', 'ANN+NEWS@example.com'],
  ['annlee@example.com'],
  ['file@example.com', 'ﬁle@example.com'],
  ['k@example.com', 'K@example.com', 'K@example.com'],
  ['ann@münchen.example', 'ann@MÜNCHEN.example', 'ann@xn--mnchen-3ya.example', 'ann@mu\u0308nchen.example'],
  ['ann@example.co', 'ann@example.co'],
  ['ann@exam-ple.com'],
  ["o'neill@example.com", "O'Neill@example.com"],
];

// Letters that look or fold like others, but are not: refused rather than guessed at.
const LOOK_ALIKES = [
  'аnn@example.com',
  'annı@example.com',
  'ańn@example.com',
  'αnn@example.com',
  'ann\u200b@example.com',
  'ann\u00ad@example.com',
  'аnn@example.com',
  'straße@example.com',
  '安@example.com',
  'ann\u202e@example.com',
  'İann@example.com',
  'ann\u0301@example.com',
  'ⁿ̃n@example.com',
];

const BROKEN = [
  '',
  ' ',
  '@',
  'ann',
  'ann@',
  '@example.com',
  'ann@example',
  'ann@.com',
  'ann@example.',
  'ann@example..com',
  '.ann@example.com',
  'ann.@example.com',
  'ann..lee@example.com',
  'ann lee@example.com',
  'ann@exa mple.com',
  'ann@@example.com',
  'a@b@example.com',
  '"ann lee"@example.com',
  'ann(comment)@example.com',
  'ann@[127.0.0.1]',
  'ann@127.0.0.1',
  'ann@-example.com',
  'ann@example-.com',
  'ann@example.c0m-',
  'ann@example.123',
  'ann,bob@example.com',
  'ann;bob@example.com',
  'ann:bob@example.com',
  'ann<bob@example.com>',
  'Ann <ann@example.com>',
  'mailto:ann@example.com',
  'ann@example.com, bob@example.com',
  'ann@example.com\nBcc: bob@example.com',
  'ann@example.com\r\nBcc: bob@example.com',
  'ann\n@example.com',
  'ann\0@example.com',
  'ann@example.com\0',
  'ann@exa\tmple.com',
  'ann@ex%61mple.com',
  'ann@exa\u00admple.com',
  'ann@example.com:25',
  'ann@example.com/x',
  'ann@example.com%0abcc:bob@example.com',
  'ann\\@example.com',
  'ann@exam_ple.com',
  'ann@xn--.com',
  'ann@xn--a.com',
  `${'a'.repeat(65)}@example.com`,
  `ann@${'a'.repeat(64)}.com`,
  `ann@${'a.'.repeat(130)}com`,
  'ann@localhost',
  'ann@ex@mple.com',
  'ann@example。com\n',
  'ann@\u2024com',
];

describe('which addresses are one account', () => {
  test('[T2][K1] every spelling of an address gives the same form, and two addresses never do', () => {
    const forms = SAME.map((group) => new Set(group.map(normalEmail)));
    for (const [i, form] of forms.entries()) expect([...form], SAME[i]?.[0]).toHaveLength(1);
    const all = forms.map((form) => [...form][0]);
    expect(all).not.toContain(null);
    expect(new Set(all).size).toBe(SAME.length);
  });

  test('[K1] look-alikes are refused, never taken for the address they look like', () => {
    for (const text of LOOK_ALIKES) expect(normalEmail(text), JSON.stringify(text)).toBeNull();
  });

  test('[K1] what is no address, is two, or would write a header is refused', () => {
    for (const text of BROKEN) expect(normalEmail(text), JSON.stringify(text)).toBeNull();
  });

  test('[T2][K1] on three hundred odd letters in three places', () => {
    const odd = [...'ıİſßẞﬁﬀŉǰΐΰʼѵ©™№℀⓪①ⅰⅯ㎏ｱªº²½‚，；：＠．。｡․﹒‥…⁄∕⧸＼％＂＇（）［］｛｝'];
    const more = Array.from({ length: 300 - odd.length }, (_, i) => String.fromCodePoint(0x00a1 + i * 37));
    for (const letter of [...odd, ...more]) {
      for (const text of [
        `an${letter}n@example.com`,
        `ann@exa${letter}mple.com`,
        `ann${letter}example.com`,
      ]) {
        const form = normalEmail(text);
        if (form === null) continue;
        // Taken: then it is plain ASCII, one address, and its own form.
        expect(form, text).toMatch(/^[!-~]+@[a-z0-9.-]+$/);
        expect(form.split('@'), text).toHaveLength(2);
        expect(normalEmail(form), text).toBe(form);
      }
    }
  });

  test('[T2] the form of a form is itself, whatever was typed', () => {
    const text = fc.oneof(
      fc.emailAddress(),
      fc.string({ unit: 'grapheme', maxLength: 60 }).map((s) => `${s}@example.com`),
    );
    fc.assert(
      fc.property(text, (typed) => {
        const form = normalEmail(typed);
        if (form === null) return;
        expect(normalEmail(form)).toBe(form);
        expect(form).toBe(form.toLowerCase());
        expect(form).not.toMatch(/[\s\p{Cc},;:<>()[\]\\"]/u);
      }),
      { numRuns: 3000 },
    );
  });
});
