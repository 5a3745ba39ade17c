import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inScope, ScopeError } from './filter';
import type { OrgId } from './scope';

const OURS = '0190a000-0000-7000-8000-00000000000a' as OrgId;
const THEIRS = '0190a000-0000-7000-8000-00000000000b';
const scoped = (operation: string, args?: object) => inScope(operation, args as never, OURS, 'orgId');

const MANY = [
  'findMany',
  'findFirst',
  'findFirstOrThrow',
  'count',
  'aggregate',
  'groupBy',
  'updateMany',
  'updateManyAndReturn',
  'deleteMany',
];
const ONE = ['findUnique', 'findUniqueOrThrow', 'update', 'delete', 'upsert'];

describe.each(MANY)('%s', (operation) => {
  test('[I2] names the org with no where, with a where, and beside an OR', () => {
    expect(scoped(operation).where).toEqual({ orgId: OURS });
    expect(scoped(operation, { where: { role: 'owner' } }).where).toEqual({ role: 'owner', orgId: OURS });
    const or = { OR: [{ role: 'owner' }, { role: 'admin' }] };
    expect(scoped(operation, { where: or }).where).toEqual({ ...or, orgId: OURS });
  });

  test('[I2] a where that names another org is narrowed to nothing, never widened', () => {
    expect(scoped(operation, { where: { orgId: THEIRS } }).where).toEqual({
      AND: [{ orgId: OURS }, { orgId: THEIRS }],
    });
    const either = { orgId: { in: [OURS, THEIRS] } };
    expect(scoped(operation, { where: either }).where).toEqual({ AND: [{ orgId: OURS }, either] });
  });

  test('[I2] undefined is refused, not read as "any"', () => {
    expect(() => scoped(operation, { where: undefined })).toThrow(ScopeError);
    expect(() => scoped(operation, { where: { id: undefined } })).toThrow(ScopeError);
    expect(() => scoped(operation, { where: { AND: [{ id: { equals: undefined } }] } })).toThrow(ScopeError);
  });

  test('[I2] a cursor is a key of the own org', () => {
    const cursor = { orgId_id: { orgId: THEIRS, id: '1' } };
    expect(() => scoped(operation, { cursor })).toThrow(ScopeError);
  });
});

describe.each(ONE)('%s', (operation) => {
  const args = (where: object | undefined) => ({ where, create: {}, update: {}, data: {} });

  test('[I2] takes a key of the own org', () => {
    const compound = { orgId_userId: { orgId: OURS, userId: '1' } };
    expect(scoped(operation, args(compound)).where).toEqual(compound);
    expect(scoped(operation, args({ host: 'acme' })).where).toEqual({ host: 'acme', orgId: OURS });
  });

  test('[I2] refuses a key of another org, no key, and an undefined one', () => {
    for (const where of [
      { orgId_userId: { orgId: THEIRS, userId: '1' } },
      { orgId_userId: { orgId: { in: [OURS] }, userId: '1' } },
      { orgId_userId: { userId: '1' } },
      { host: 'acme', orgId: THEIRS },
      { orgId_userId: { orgId: OURS, userId: undefined } },
      undefined,
    ]) {
      expect(() => scoped(operation, args(where)), JSON.stringify(where)).toThrow(ScopeError);
    }
  });
});

describe('new and changed rows', () => {
  test('[I2] a new row gets the org, and can name no other', () => {
    expect(scoped('create', { data: { role: 'owner' } }).data).toEqual({ role: 'owner', orgId: OURS });
    expect(scoped('createMany', { data: [{ a: 1 }, { a: 2, orgId: OURS }] }).data).toEqual([
      { a: 1, orgId: OURS },
      { a: 2, orgId: OURS },
    ]);
    for (const bad of [
      { orgId: THEIRS },
      { org: { connect: { id: THEIRS } } },
      { org: { connect: { id: OURS } } },
    ]) {
      expect(() => scoped('create', { data: bad })).toThrow(ScopeError);
      expect(() => scoped('createMany', { data: [{ a: 1 }, bad] })).toThrow(ScopeError);
      expect(() => scoped('createManyAndReturn', { data: [bad] })).toThrow(ScopeError);
      expect(() => scoped('upsert', { where: { host: 'a' }, create: bad, update: {} })).toThrow(ScopeError);
    }
  });

  test('[I2][T1] a row is never moved', () => {
    for (const data of [
      { orgId: THEIRS },
      { orgId: { set: THEIRS } },
      { org: { connect: { id: THEIRS } } },
    ]) {
      expect(() => scoped('update', { where: { host: 'a' }, data })).toThrow(ScopeError);
      expect(() => scoped('updateMany', { data })).toThrow(ScopeError);
      expect(() => scoped('updateManyAndReturn', { data })).toThrow(ScopeError);
      expect(() => scoped('upsert', { where: { host: 'a' }, create: {}, update: data })).toThrow(ScopeError);
    }
  });
});

test('[I2] what is no known operation is refused', () => {
  for (const operation of ['$queryRaw', 'findRaw', 'aggregateRaw', 'truncate', '', 'constructor'])
    expect(() => scoped(operation, {})).toThrow(ScopeError);
});

test('[I2] whatever the where, a row of another org never matches', () => {
  const leaf = fc.record(
    { orgId: fc.constantFrom(OURS, THEIRS), id: fc.constantFrom('1', '2') },
    { requiredKeys: [] },
  );
  const where = fc.letrec((tie) => ({
    node: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.record({ AND: fc.array(tie('node')) }),
      fc.record({ OR: fc.array(tie('node')) }),
      fc.record({ NOT: tie('node') }),
    ),
  })).node;
  fc.assert(
    fc.property(where, fc.constantFrom('1', '2'), fc.constantFrom(...MANY), (given, id, operation) => {
      expect(matches(scoped(operation, { where: given }).where, { orgId: THEIRS, id })).toBe(false);
      // And the own rows are the ones that the caller's condition alone would give.
      const ours = { orgId: OURS, id };
      expect(matches(scoped(operation, { where: given }).where, ours)).toBe(matches(given, ours));
    }),
    { numRuns: 5000 },
  );
});

/** Prisma's reading of a where: all keys hold. */
function matches(where: unknown, row: Record<string, unknown>): boolean {
  return Object.entries(where as object).every(([key, value]) => {
    if (key === 'AND') return (value as unknown[]).every((w) => matches(w, row));
    if (key === 'OR') return (value as unknown[]).some((w) => matches(w, row));
    if (key === 'NOT') return !matches(value, row);
    return row[key] === value;
  });
}

test('the arguments given are not touched', () => {
  const args = Object.freeze({ where: Object.freeze({ role: 'owner' }), data: Object.freeze({ name: 'x' }) });
  for (const operation of [...MANY, 'create']) expect(() => scoped(operation, args)).not.toThrow();
});

describe('in a workspace', () => {
  const MINE = '0190a000-0000-7000-8000-0000000000aa';
  const NEXT = '0190a000-0000-7000-8000-0000000000bb';
  const both = (operation: string, args?: object) =>
    inScope(operation, scoped(operation, args), MINE, 'workspaceId');

  test('[S1] every query names org and workspace', () => {
    for (const operation of MANY)
      expect(both(operation, { where: { name: 'x' } }).where).toEqual({
        name: 'x',
        orgId: OURS,
        workspaceId: MINE,
      });
    const key = { orgId_workspaceId_id: { orgId: OURS, workspaceId: MINE, id: '1' } };
    expect(both('findUnique', { where: key }).where).toEqual(key);
    expect(both('create', { data: { id: '1' } }).data).toEqual({ id: '1', orgId: OURS, workspaceId: MINE });
  });

  test('[S1] what names another workspace is refused, or narrowed to nothing', () => {
    const key = (orgId: string, workspaceId: string) => ({
      where: { orgId_workspaceId_id: { orgId, workspaceId, id: '1' } },
      data: {},
    });
    for (const operation of ['findUnique', 'update', 'delete']) {
      expect(() => both(operation, key(OURS, NEXT))).toThrow('a key of another workspace');
      expect(() => both(operation, key(THEIRS, MINE))).toThrow('a key of another organization');
    }
    expect(() => both('create', { data: { workspaceId: NEXT } })).toThrow('a row of another workspace');
    expect(() => both('updateMany', { data: { workspaceId: NEXT } })).toThrow('a row of another workspace');
    expect(() => both('create', { data: { workspace: { connect: {} } } })).toThrow(ScopeError);
    expect(both('findMany', { where: { workspaceId: NEXT } }).where).toEqual({
      AND: [{ workspaceId: MINE }, { workspaceId: NEXT, orgId: OURS }],
    });
  });
});
