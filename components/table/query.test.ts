import { describe, expect, it } from 'vitest';
import { buildHref, valuesOf } from './query';

describe('the address of a filtered list', () => {
  it('changes one filter and keeps the others', () => {
    expect(buildHref('/members', { q: 'ann', role: 'admin' }, { role: 'owner' })).toBe(
      '/members?q=ann&role=owner',
    );
  });

  it('starts at the first page again', () => {
    expect(buildHref('/members', { q: 'ann', after: '01J' }, { q: 'bob' })).toBe('/members?q=bob');
    expect(buildHref('/members', { after: '01J' }, { after: '01K' })).toBe('/members?after=01K');
  });

  it('leaves empty values out', () => {
    expect(buildHref('/members', { q: 'ann', role: ['a', 'b'] }, { q: '', role: [] })).toBe('/members');
    expect(buildHref('/members', { q: undefined }, { role: null })).toBe('/members');
  });

  it('repeats a parameter with several values, and escapes them', () => {
    expect(buildHref('/m', {}, { role: ['a b', 'c&d'] })).toBe('/m?role=a+b&role=c%26d');
  });

  it('reads a parameter as a list', () => {
    expect(valuesOf({ role: 'admin' }, 'role')).toEqual(['admin']);
    expect(valuesOf({ role: ['a', 'b'] }, 'role')).toEqual(['a', 'b']);
    expect(valuesOf({}, 'role')).toEqual([]);
  });
});
