import { readdirSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newId, toUlid } from '../ids';
import { DESCRIPTIONS, resourceAt } from './all';
import { contact } from './contact';
import { describe as described, wordsOf } from './describe';
import { formFields } from './line';
import { ORG_PARTS, RESOURCE_NAMES, RESOURCES } from './names';
import { recordParams, sortChange } from './params';
import { columnsOf, readRecordQuery } from './query';

const read = (params: Record<string, unknown>) => readRecordQuery(contact, params);

test('[C1] an address that says nothing is the usual list', () => {
  const { query, walk, lost } = read({});
  expect(query).toEqual({
    q: '',
    filters: { group: [] },
    sort: 'name',
    dir: 'asc',
    columns: null,
    compact: false,
  });
  expect(walk).toEqual({ desc: false, cursor: null, size: 50 });
  expect(lost).toBe(false);
  expect(recordParams(contact, query)).toEqual({ group: [] });
});

test('[C1] no address is an error, and what is nonsense in it is left out', () => {
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.constantFrom('q', 'group', 'sort', 'dir', 'columns', 'rows', 'after', 'before', '__proto__'),
        fc.anything(),
      ),
      (params) => {
        const { query } = read(params);
        expect(Object.hasOwn(contact.sorts, query.sort)).toBe(true);
        for (const id of query.filters.group ?? []) expect(id).toMatch(/^[0-9a-f-]{36}$/);
      },
    ),
  );
  expect(
    read({ sort: 'constructor', dir: 'up', group: ['x', ''], columns: 'email.secret' }).query,
  ).toMatchObject({
    sort: 'name',
    dir: 'asc',
    filters: { group: [] },
    columns: ['email'],
  });
});

test('[C1] what a query says is in its address, and read from there again', () => {
  const id = newId();
  const params = { q: 'Ann', group: toUlid(id), sort: 'added', dir: 'asc', columns: 'none', rows: 'compact' };
  const { query } = read(params);
  expect(query).toEqual({
    q: 'Ann',
    filters: { group: [id] },
    sort: 'added',
    dir: 'asc',
    columns: [],
    compact: true,
  });
  const again = recordParams(contact, query);
  expect(read(again).query).toEqual(query);
  expect(read({ ...again, after: 'forged' }).lost).toBe(true);
});

test('[C1] a column turns its order over, a new one begins with what one looks for', () => {
  const by = (params: Record<string, unknown>, sort: string) => sortChange(contact, read(params).query, sort);
  expect(by({}, 'name')).toEqual({ sort: null, dir: 'desc' });
  expect(by({}, 'added')).toEqual({ sort: 'added', dir: null });
  expect(read({ sort: 'added' }).query.dir).toBe('desc');
  expect(by({ sort: 'added' }, 'added')).toEqual({ sort: 'added', dir: 'asc' });
});

test('[C1] columns that are extra show on request alone', () => {
  const keys = (params: Record<string, unknown>) =>
    columnsOf(contact, read(params).query).map(({ key }) => key);
  expect(keys({})).toEqual(['email', 'phone', 'company', 'created_at']);
  expect(keys({ columns: 'notes.email' })).toEqual(['email', 'notes']);
  expect(keys({ columns: 'none' })).toEqual([]);
});

test('[C1] every resource has its pages, its words and its verbs', () => {
  for (const name of RESOURCE_NAMES) {
    const description = DESCRIPTIONS[name];
    expect(description.name).toBe(name);
    expect(resourceAt(RESOURCES[name].path)).toBe(description);
    for (const field of Object.keys(description.schema.shape))
      expect(wordsOf(description, field)?.label, `${name}.${field}`).toBeTruthy();
    const files = (['import', 'export'] as const).map((verb) =>
      (RESOURCES[name].verbs as readonly string[]).includes(verb),
    );
    expect(files).toEqual([Boolean(description.csv), Boolean(description.csv)]);
    expect(description.schema.safeParse({ name: 'x', nothing: '' }).success).toBe(false);
  }
  for (const part of ['', 'contact', 'Contacts', '__proto__', 'constructor'])
    expect(resourceAt(part)).toBe(null);
  expect(formFields(contact).map(({ name, optional }) => [name, optional])).toEqual([
    ['name', false],
    ['email', true],
    ['phone', true],
    ['company', true],
    ['notes', true],
  ]);
});

test('[C1] no resource of the organization as a whole has the address of another of its pages', () => {
  const pages = readdirSync(path.join(import.meta.dirname, '../../app/t~/[org]'));
  expect(pages).toContain('members');
  expect([...ORG_PARTS].filter((part) => pages.includes(part))).toEqual([]);
  const paths = RESOURCE_NAMES.map((name) => RESOURCES[name].path);
  expect(new Set(paths).size).toBe(paths.length);
});

test('[C1] a description that contradicts itself is refused where it stands', () => {
  expect(() => described({ ...contact, csv: ['name', 'shoes'] })).toThrow(/a field that it hasn’t/);
  expect(() => described({ ...contact, sorts: {} as typeof contact.sorts })).toThrow(/can’t be sorted/);
});
