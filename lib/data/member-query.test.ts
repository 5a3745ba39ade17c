import { describe, expect, test, vi } from 'vitest';
import { newId } from '../ids';
import { sealCursor } from './cursor';
import { memberParams, readMemberQuery } from './member-query';

vi.stubEnv('AUTH_SECRET', 'a secret of at least thirty-two characters');
vi.stubEnv('APP_DATABASE_URL', 'postgresql://nowhere');

const DEFAULT = { q: '', role: [], status: [], sort: 'name', dir: 'asc' };
const place = { orgId: newId(), run: 0, key: 'ann', id: newId(), position: 51 };

describe('[M5] the member list’s address', () => {
  test.each([
    {},
    { sort: 'password', dir: 'up', role: 'root', status: 'gone' },
    { sort: ['name', 'role'], q: ['a', 'b'], dir: [], after: ['x', 'y'] },
    { q: '   ', org: 'other', userId: 'x' },
  ])('nonsense is the default: %j', (params) => {
    expect(readMemberQuery(params)).toMatchObject({ query: DEFAULT, lost: false });
    expect(readMemberQuery(params).walk.cursor).toBeNull();
  });

  test('[M5] survives being written and read again', () => {
    const params = {
      q: 'ann',
      role: ['viewer', 'owner', 'viewer'],
      status: 'expired',
      sort: 'seen',
      dir: 'desc',
    };
    const { query } = readMemberQuery(params);
    expect(query).toEqual({
      q: 'ann',
      role: ['owner', 'viewer'],
      status: ['expired'],
      sort: 'seen',
      dir: 'desc',
    });
    expect(readMemberQuery(memberParams(query)).query).toEqual(query);
  });

  test('[M5] takes a cursor of the same order and filters only, in its own direction', () => {
    const { list } = readMemberQuery({ sort: 'seen' });
    const after = sealCursor(list, { ...place, way: 'after' });
    expect(readMemberQuery({ sort: 'seen', after })).toMatchObject({ lost: false, walk: { cursor: place } });
    for (const other of [
      { sort: 'joined', after },
      { sort: 'seen', q: 'ann', after },
      { sort: 'seen', before: after },
      { sort: 'seen', after, before: after },
      { sort: 'seen', after: `${after}x` },
    ])
      expect(readMemberQuery(other)).toMatchObject({ lost: true, walk: { cursor: null } });
  });

  test('searches for what was typed, without control characters and ends', () => {
    expect(readMemberQuery({ q: ' Zoë\u0000\n ' }).query.q).toBe('Zoë');
    expect(readMemberQuery({ q: 'x'.repeat(500) }).query.q).toHaveLength(100);
  });
});
