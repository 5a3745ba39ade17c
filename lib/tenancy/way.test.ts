import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isInternalPath, parseHost } from './host.mjs';
import { wayOf } from './way';

const ROOT = 'rowhouse.localhost';

describe('[R7][R4] where a request goes by host and path', () => {
  test.each([
    ['rowhouse.localhost:3000', '/members', { to: 'root' }],
    ['acme.rowhouse.localhost', '/members', { to: 'org', key: 'acme', api: false }],
    ['acme.rowhouse.localhost', '/api/v1/context', { to: 'org', key: 'acme', api: true }],
    ['acme.rowhouse.localhost', '/api/health', { to: 'org', key: 'acme', api: true }],
    ['acme.rowhouse.localhost', '/api/auth/csrf', { to: 'org', key: 'acme', api: false }],
    ['console.acme.test', '/', { to: 'org', key: 'console.acme.test', api: false }],
    ['localhost:3000', '/api/health', { to: 'health' }],
    ['localhost:3000', '/', { to: 'nowhere', status: 404, code: 'not_found', why: 'local' }],
    ['acme.rowhouse.localhost', '/t~/globex', { to: 'nowhere', status: 404, why: 'internal path' }],
    ['rowhouse.localhost', '/%74~/globex', { to: 'nowhere', status: 404, why: 'internal path' }],
    ['10.0.0.1', '/', { to: 'nowhere', status: 400, code: 'bad_host', why: 'an IP address' }],
    [undefined, '/', { to: 'nowhere', status: 400, code: 'bad_host', why: 'missing' }],
  ])('%s %s', (host, path, way) => expect(wayOf(host, path, ROOT)).toMatchObject(way));

  test('an organization is reached by its host alone, and never by an internal path', () => {
    const host = fc.oneof(
      fc.constantFrom('acme', 'a.b', 'localhost', '127.0.0.1', '').map((name) => `${name}.${ROOT}`),
      fc.string({ maxLength: 40 }),
      fc.domain(),
    );
    const path = fc.oneof(
      fc.webPath(),
      fc.constantFrom('/t~/acme', '/T%7e/x', '/%2574~/x', '/api/v1/x', '/api/health'),
    );
    fc.assert(
      fc.property(host, path, (at, target) => {
        const way = wayOf(at, target, ROOT);
        const kind = parseHost(at, ROOT);
        if (way.to === 'org') {
          expect(kind).toEqual({ kind: 'org', key: way.key });
          expect(isInternalPath(target)).toBe(false);
        }
        if (way.to === 'root') expect(kind.kind).toBe('root');
        if (kind.kind === 'bad') expect(way).toMatchObject({ to: 'nowhere', status: 400 });
      }),
      { numRuns: 1000 },
    );
  }, 60_000);
});
