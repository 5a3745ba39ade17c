import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BOM, csvRow, guarded, unguarded } from './csv';

// Strings as people and attackers have them: formula starts, quotes, line ends, blanks, apostrophes, any Unicode.
const nasty = fc.array(
  fc.oneof(
    fc.constantFrom(
      ...'=+-@\t\r\n\'" ,;|＝＋－＠﹦﹢﹣﹫−',
      '\uFEFF',
      '\u00A0',
      '\u2028',
      'cmd|',
      'HYPERLINK("x")',
    ),
    fc.string({ unit: 'binary', maxLength: 4 }),
  ),
  { maxLength: 12 },
);
const cell = nasty.map((parts) => parts.join(''));

describe('[M5] CSV export', () => {
  it('[M5] gives back every text that was written, 10,000 rows of them', () => {
    fc.assert(
      fc.property(fc.array(cell, { minLength: 2, maxLength: 4 }), (cells) => {
        const [read] = parse(csvRow(cells), { relax_column_count: true }) as string[][];
        expect(read?.map(unguarded)).toEqual(cells);
      }),
      { numRuns: 10_000 },
    );
  }, 60_000);

  it('[M5] writes no cell that a spreadsheet could take for a formula', () => {
    fc.assert(
      fc.property(cell, (text) => {
        const [read] = parse(csvRow([text, 'x'])) as string[][];
        expect(read?.[0]?.trimStart()).not.toMatch(/^[=+\-@\t\r＝＋－＠﹦﹢﹣﹫−]/u);
      }),
      { numRuns: 10_000 },
    );
  }, 60_000);

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', ' =1', '＝1', '＋1', '－1', '＠x', "'=1"])(
    '[M5] guards %j',
    (text) => {
      expect(guarded(text)).toBe(`'${text}`);
      expect(unguarded(guarded(text))).toBe(text);
    },
  );

  it.each(["O'Brien", "'quoted'", 'a=b', 'x-y@z.test', '', 'ann', '1-2'])('leaves %j alone', (text) => {
    expect(guarded(text)).toBe(text);
  });

  it('quotes what RFC 4180 asks for, and ends records with CRLF', () => {
    expect(csvRow(['a', 'b"c', 'd,e', 'f\ng'])).toBe('a,"b""c","d,e","f\ng"\r\n');
    expect(BOM).toBe(String.fromCodePoint(0xfeff));
  });
});
