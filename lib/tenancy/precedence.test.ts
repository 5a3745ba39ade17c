import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newId, toUlid } from '../ids';
import { agrees, resolve } from './resolve';

// The whole decision, against a model that is written from the requirement alone: slowly, by listing what is
// said, crossing out and looking at what is left. It shares no line with lib/tenancy/resolve.

type World = { orgs: string[]; memberOf: string[] };
type Asked = { route?: string; header?: string; token?: string };
type Verdict = { org: string } | { refused: 400 | 403 };

/** What the product does: resolve, enter (as a member), and ask whether the token may. */
function product({ orgs, memberOf }: World, { route, header, token }: Asked): Verdict {
  const found = resolve({ ...(route && { route: { host: route } }), header, token });
  if (found.by === 'none') return { refused: found.refuse === 'organization_required' ? 400 : 403 };
  const org = 'orgId' in found.wanted ? found.wanted.orgId : hostOf(found.wanted.host);
  if (!orgs.includes(org) || !memberOf.includes(org)) return { refused: 403 };
  return agrees(org, token) ? { org } : { refused: 403 };
}

/** What the requirement says. */
function model({ orgs, memberOf }: World, { route, header, token }: Asked): Verdict {
  const said: { by: string; names: string | null }[] = [];
  if (route !== undefined) said.push({ by: 'route', names: hostOf(route) });
  if (header !== undefined) {
    const named = orgs.concat(STRANGERS).find((org) => toUlid(org) === header.trim().toUpperCase());
    said.push({ by: 'header', names: named ?? null });
  }
  if (token !== undefined) said.push({ by: 'token', names: token });
  if (said.length === 0) return { refused: 400 };
  const hit = said[0] as (typeof said)[number];
  // Nothing falls through: what the hit says is all there is.
  const right = orgs.filter((org) => org === hit.names).filter((org) => memberOf.includes(org));
  const [org] = right;
  if (!org) return { refused: 403 };
  const bindings = said.filter(({ by }) => by === 'token').map(({ names }) => names);
  return bindings.every((bound) => bound === org) ? { org } : { refused: 403 };
}

const [A, B, C] = [newId(), newId(), newId()];
const STRANGERS = [newId()];
const HOSTS: Record<string, string> = { a: A, b: B, c: C };
const hostOf = (host: string) => HOSTS[host] ?? 'nowhere';

describe('[R1][R2][R3][T19] what disagrees, and who wins', () => {
  const routes = [undefined, 'a', 'b'];
  const headers = [undefined, toUlid(A), toUlid(B)];
  const tokens = [undefined, A, B];
  const cases = routes.flatMap((route) =>
    headers.flatMap((header) => tokens.map((token) => ({ route, header, token }))),
  );

  test.each(cases)('route $route, header $header, token $token', (asked) => {
    for (const memberOf of [[], [A], [B], [A, B]]) {
      const world = { orgs: [A, B, C], memberOf };
      expect(product(world, asked)).toEqual(model(world, asked));
    }
  });

  test('the two readings agree about everything that can be said', () => {
    const header = fc.oneof(
      fc.constantFrom(...[A, B, C, ...STRANGERS].map(toUlid)),
      fc.constantFrom(...[A, B].map((org) => ` ${toUlid(org).toLowerCase()} `)),
      fc.constantFrom('', 'acme', A, `${toUlid(A)},${toUlid(B)}`),
    );
    const one = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
    fc.assert(
      fc.property(
        fc.record({
          route: one(fc.constantFrom('a', 'b', 'c', 'd')),
          header: one(header),
          token: one(fc.constantFrom(A, B, C, ...STRANGERS, '', 'acme', A.toUpperCase())),
        }),
        fc.subarray([A, B, C]),
        fc.subarray([A, B, C]),
        (asked, orgs, memberOf) => {
          const world = { orgs, memberOf };
          const verdict = product(world, asked);
          expect(verdict).toEqual(model(world, asked));
          // An org is never anybody's but a member's, and never one that nobody named.
          if ('org' in verdict) {
            expect(memberOf).toContain(verdict.org);
            expect(Object.values(asked).length).toBeGreaterThan(0);
          }
        },
      ),
      { numRuns: 5000 },
    );
  }, 60_000);
});
