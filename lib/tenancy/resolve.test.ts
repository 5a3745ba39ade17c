import { describe, expect, test } from 'vitest';
import { toUlid } from '../ids';
import { agrees, resolve, type Signals } from './resolve';

const A = '0190a000-0000-7000-8000-00000000000a';
const B = '0190a000-0000-7000-8000-00000000000b';

const ROUTES: [string, Signals['route']][] = [
  ['no route', undefined],
  ['a host', { host: 'acme' }],
  ['an org in the path', { orgId: A }],
];
const HEADERS: [string, string | undefined][] = [
  ['no header', undefined],
  ['a header for A', toUlid(A)],
  ['a header for B', toUlid(B)],
];
const TOKENS: [string, string | undefined][] = [
  ['an unbound token', undefined],
  ['a token of A', A],
  ['a token of B', B],
];
const CASES = ROUTES.flatMap(([r, route]) =>
  HEADERS.flatMap(([h, header]) =>
    TOKENS.map(([t, token]) => ({ name: `${r}, ${h}, ${t}`, route, header, token })),
  ),
);

describe('[R1] route, then header, then token', () => {
  test('all 27 are here', () => expect(CASES).toHaveLength(27));

  test.each(CASES)('$name', ({ route, header, token }) => {
    const found = resolve({ route, header, token });
    // Written out again, as the requirement has it.
    if (route) expect(found).toEqual({ by: 'route', wanted: route, headerLost: header !== undefined });
    else if (header)
      expect(found).toEqual({
        by: 'header',
        wanted: { orgId: header === toUlid(A) ? A : B },
        headerLost: false,
      });
    else if (token) expect(found).toEqual({ by: 'token', wanted: { orgId: token }, headerLost: false });
    else expect(found).toEqual({ by: 'none', refuse: 'organization_required' });
  });

  test.each(CASES)(
    'an org-bound token that names another org is refused: $name',
    ({ route, header, token }) => {
      const found = resolve({ route, header, token });
      if (found.by === 'none') return expect(token).toBeUndefined();
      const resolved = 'orgId' in found.wanted ? found.wanted.orgId : A; // the host's org
      expect(agrees(resolved, token)).toBe(token === undefined || token === resolved);
    },
  );
});

describe('[R2] nothing falls through', () => {
  test.each([
    '',
    ' ',
    'acme',
    A,
    `${toUlid(A)}x`,
    toUlid(A).slice(1),
    `${toUlid(A)},${toUlid(B)}`,
    'undefined',
    'null',
    '*',
  ])('a header that is no ULID (%j) is refused, with a token and without', (header) => {
    for (const token of [undefined, A])
      expect(resolve({ header, token })).toEqual({ by: 'none', refuse: 'tenant_forbidden' });
    // The route decides all the same; the header has lost.
    expect(resolve({ route: { host: 'acme' }, header })).toMatchObject({ by: 'route', headerLost: true });
  });

  test('a header may stand between spaces and in lower case, as HTTP and the ULID specification allow', () => {
    expect(resolve({ header: ` ${toUlid(A).toLowerCase()} ` })).toMatchObject({
      by: 'header',
      wanted: { orgId: A },
    });
  });

  test('a token bound to something that is no org agrees with none', () => {
    for (const token of ['', 'acme', toUlid(A), A.toUpperCase()]) expect(agrees(A, token)).toBe(false);
  });
});
