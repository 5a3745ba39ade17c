import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvRow } from '../data/csv';
import { contact } from './contact';
import {
  checkedFile,
  type FileRow,
  guessed,
  judgeRow,
  MOST_COLUMNS,
  MOST_ROWS,
  rowsOf,
  withoutTwins,
} from './file';
import { group } from './group';

const mapping = { name: 0, email: 1 };
async function read(text: string) {
  const rows: FileRow[] = [];
  for await (const row of rowsOf(text)) rows.push(row);
  return rows;
}
const cellsOf = async (text: string) => (await read(text)).map(({ cells }) => cells);
const judge = (...cells: string[]) => judgeRow(contact, mapping, { line: 2, cells });

test('[C3] what an export wrote is read back as it was', async () => {
  const cell = fc
    .string({ unit: 'grapheme', maxLength: 20 })
    .map((text) => text.replace(/[\r\0\uFFFD\uFEFF]/gu, '').trim());
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 8 }),
      async (records) => {
        const text = csvRow(['a', 'b', 'c']) + records.map((record) => csvRow(record)).join('');
        const full = records.filter((record) => record.some(Boolean));
        expect((await cellsOf(text)).slice(1)).toEqual(full);
      },
    ),
  );
});

test('[C3] comma, semicolon and tab, with a mark of its encoding or without', async () => {
  for (const sign of [',', ';', '\t'])
    for (const mark of ['', '\uFEFF'])
      expect(await cellsOf(`${mark}Name${sign}Mail\r\nAnn${sign}a@x.test\r\n`)).toEqual([
        ['Name', 'Mail'],
        ['Ann', 'a@x.test'],
      ]);
});

test('[C3] what stands in quotes, and empty lines before the head, decide nothing about the sign between cells', async () => {
  expect(await cellsOf('\r\n\nname;email\r\nAnn;a@x.test')).toEqual([
    ['name', 'email'],
    ['Ann', 'a@x.test'],
  ]);
  expect(await cellsOf('name;"Phone, mobile, home"\nAnn;1')).toEqual([
    ['name', 'Phone, mobile, home'],
    ['Ann', '1'],
  ]);
});

test('[C3] a quotation mark that is never closed is refused, with its line', async () => {
  for (const text of ['name,email\n"Ann,ann@x.test\nBob', 'name,email\n"Ann"x,ann@x.test'])
    await expect(checkedFile(text)).rejects.toThrow(/quotation mark isn’t closed near line 2/);
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

test('[C3] a row is called by its line, whatever stands above it', async () => {
  const text = 'name,notes\nAnn,"two\nlines"\n\nBob,one\n';
  expect((await read(text)).map(({ line, cells }) => [line, cells[0]])).toEqual([
    [1, 'name'],
    [2, 'Ann'],
    [5, 'Bob'],
  ]);
});

test('[C3] what is no file of rows is refused with what to do', async () => {
  for (const text of ['', 'name\n', '\n\n', 'na\0me\nAnn', 'n\uFFFDme\nAnn'])
    await expect(checkedFile(text)).rejects.toMatchObject({ code: 'invalid' });
  const rows = (count: number) => `name\n${'Ann\n'.repeat(count)}`;
  await expect(checkedFile(rows(MOST_ROWS + 1))).rejects.toThrow('The file has more than 10,000 rows.');
  expect((await checkedFile(rows(MOST_ROWS))).total).toBe(MOST_ROWS);
});

test('[C3] a file with too many columns or a cell that is too long is refused, with the line', async () => {
  const wide = (count: number) => `name\n${Array(count).fill('x').join(',')}\n`;
  await expect(checkedFile(wide(MOST_COLUMNS + 1))).rejects.toThrow('more than 100 columns in line 2');
  expect((await checkedFile(wide(MOST_COLUMNS))).total).toBe(1);
  await expect(checkedFile(`name\nAnn\n${'x'.repeat(32_768)}`)).rejects.toThrow(
    'A cell in line 3 has more than 32,767 characters',
  );
});

test('[C3] it is read as csv-parse reads it', async () => {
  const cell = fc.constantFrom('', 'a', ' b c ', '""', ' "d,e" ', '"f\n""g"', '"h\r\ni"', 'é', 'x"y', '\tz');
  const record = fc.array(cell, { minLength: 1, maxLength: 4 }).map((cells) => cells.join(','));
  const options = { relaxColumnCount: true, relaxQuotes: true, skipEmptyLines: true, trim: true };
  await fc.assert(
    fc.asyncProperty(fc.array(record), fc.constantFrom('\n', '\r\n'), async (records, end) => {
      const text = ['h,i', ...records].join(end);
      const theirs = parse(text, { ...options, recordDelimiter: end }) as string[][];
      expect(await cellsOf(text)).toEqual(theirs.filter((one) => one.some(Boolean)));
    }),
    { numRuns: 1000 },
  );
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
