import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvRow } from '../data/csv';
import { contact } from './contact';
import { checkedFile, guessed, judgeRow, MOST_ROWS, rowsOf, withoutTwins } from './file';
import { group } from './group';

const mapping = { name: 0, email: 1 };
const judge = (...cells: string[]) => judgeRow(contact, mapping, { line: 2, cells });

test('[C3] what an export wrote is read back as it was', () => {
  const cell = fc
    .string({ unit: 'grapheme', maxLength: 20 })
    .map((text) => text.replace(/[\r\0\uFFFD\uFEFF]/gu, '').trim());
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 8 }), (records) => {
      const text = csvRow(['a', 'b', 'c']) + records.map((record) => csvRow(record)).join('');
      const full = records.filter((record) => record.some(Boolean));
      expect(
        rowsOf(text)
          .slice(1)
          .map(({ cells }) => cells),
      ).toEqual(full);
    }),
  );
});

test('[C3] comma, semicolon and tab, with a mark of its encoding or without', () => {
  for (const sign of [',', ';', '\t'])
    for (const mark of ['', '\uFEFF'])
      expect(rowsOf(`${mark}Name${sign}Mail\r\nAnn${sign}a@x.test\r\n`).map(({ cells }) => cells)).toEqual([
        ['Name', 'Mail'],
        ['Ann', 'a@x.test'],
      ]);
});

test('[C3] what stands in quotes, and empty lines before the head, decide nothing about the sign between cells', () => {
  const cells = (text: string) => rowsOf(text).map((row) => row.cells);
  expect(cells('\r\n\nname;email\r\nAnn;a@x.test')).toEqual([
    ['name', 'email'],
    ['Ann', 'a@x.test'],
  ]);
  expect(cells('name;"Phone, mobile, home"\nAnn;1')).toEqual([
    ['name', 'Phone, mobile, home'],
    ['Ann', '1'],
  ]);
});

test('[C3] a quotation mark that is never closed is refused, with its line', () => {
  for (const text of ['name,email\n"Ann,ann@x.test', 'name,email\n"Ann"x,ann@x.test'])
    expect(() => checkedFile(text)).toThrow(/quotation mark .* near line \d/);
});

test('[C3] two are the same as the database sees it: capitals that JavaScript makes small in another way', () => {
  const judged = ['İZMİR', 'izmir', 'ΟΔΟΣ', 'οδοσ'].map((name, i) =>
    judgeRow(group, { name: 0 }, { line: i + 2, cells: [name] }),
  );
  expect(withoutTwins(group, judged, {}).map(({ reason }) => reason)).toEqual([
    undefined,
    'The same as in line 2: izmir',
    undefined,
    'The same as in line 4: οδοσ',
  ]);
});

test('[C3] a row is called by its line, whatever stands above it', () => {
  const text = 'name,notes\nAnn,"two\nlines"\n\nBob,one\n';
  expect(rowsOf(text).map(({ line, cells }) => [line, cells[0]])).toEqual([
    [1, 'name'],
    [2, 'Ann'],
    [5, 'Bob'],
  ]);
});

test('[C3] what is no file of rows is refused with what to do', () => {
  for (const text of ['', 'name\n', '\n\n', 'na\0me\nAnn', 'n\uFFFDme\nAnn'])
    expect(() => checkedFile(text)).toThrow();
  const many = `name\n${'Ann\n'.repeat(MOST_ROWS + 1)}`;
  expect(() => checkedFile(many)).toThrow(/10,000 rows at a time; this file has 10,001/);
  expect(checkedFile(`name\n${'Ann\n'.repeat(3)}`).rows.length).toBe(3);
});

test('[C3] columns are guessed by what people call them, each once', () => {
  expect(
    guessed(contact, ['E-Mail Address', 'full_name', 'Employer', 'Tel.', 'Comments', 'Shoe size']),
  ).toEqual({
    name: 1,
    email: 0,
    phone: 3,
    company: 2,
    notes: 4,
  });
  expect(guessed(contact, ['Name', 'Name'])).toEqual({ name: 0 });
  expect(guessed(contact, ['x', 'y'])).toEqual({});
});

test('[C3] a row is judged as a form is: its values, or a reason that names the field', () => {
  expect(judge('Ann', 'ANN@x.test').values).toMatchObject({ name: 'Ann', email: 'ann@x.test' });
  expect(judge('Ann').values).toMatchObject({ name: 'Ann', email: null });
  expect(judge('', 'nobody').reason).toMatch(/^Name: .*E-mail: /);
});

test('[C3] of two that are the same the first is taken; the second is told of it', () => {
  const rows = [
    judge('Ann', 'a@x.test'),
    judge('Other', 'A@x.test'),
    judge('Third', 'b@x.test'),
    judge('Fourth'),
    judge('Fifth'),
  ];
  const settled = withoutTwins(contact, rows, { email: new Set(['b@x.test']) });
  expect(settled.map(({ values, reason }) => (values ? 'taken' : reason))).toEqual([
    'taken',
    'The same as in line 2: a@x.test',
    'Another contact has this address already.',
    'taken',
    'taken',
  ]);
});
