import { createConfig, lintFromString } from '@redocly/openapi-core';
import { describe, expect, test } from 'vitest';
import { KINDS, RESOURCE_KINDS } from '../access/grants';
import { TOKEN_SCOPES } from '../access/scopes';
import { ERRORS } from '../errors';
import { ORG_PARTS, RESOURCE_NAMES } from '../resources/names';
import { openApiDocument } from './openapi';
import { OPERATIONS, operationAt } from './operations/all';

const document = openApiDocument('https://rowhouse.example/api/v1');

describe('[K4] the API’s document', () => {
  test('is OpenAPI 3.1 that Redocly’s recommended rules find no error and no warning in', async () => {
    const config = await createConfig({
      extends: ['recommended'],
      // The document speaks of operations on many servers: those of whoever runs it.
      rules: { 'no-server-example.com': 'off' },
    });
    const problems = await lintFromString({ source: JSON.stringify(document), config });
    expect(
      problems.map(({ ruleId, message, location }) => `${ruleId} ${message} ${location[0]?.pointer}`),
    ).toEqual([]);
  });

  test('has every operation of the table, once, with its scope', () => {
    const paths = document.paths as Record<
      string,
      Record<string, { operationId: string; 'x-scope': string }>
    >;
    const told = Object.values(paths).flatMap((methods) =>
      Object.values(methods).map((one) => one.operationId),
    );
    expect(told.toSorted()).toEqual(OPERATIONS.map(({ id }) => id).toSorted());
    expect(new Set(told).size).toBe(told.length);
  });

  test('names no code that there is none of', () => {
    const codes = JSON.stringify(document).match(/`([a-z_]+)`: /g) ?? [];
    expect(codes.length).toBeGreaterThan(0);
    for (const code of codes) expect([...Object.keys(ERRORS)]).toContain(code.slice(1, -3));
  });
});

describe('[K4] the table of operations', () => {
  test('[K3] asks for exactly the scopes that a token can have', () => {
    const asked = OPERATIONS.flatMap(({ permission, besides = [] }) => [permission, ...besides]);
    expect([...new Set(asked)].toSorted()).toEqual([...TOKEN_SCOPES].toSorted());
  });

  test('has five operations for every described resource', () => {
    for (const name of RESOURCE_NAMES)
      expect(
        OPERATIONS.filter(
          ({ permission, path }) => permission.startsWith(`${name}.`) && !path.includes('/grants'),
        ),
      ).toHaveLength(5);
  });

  test('[G3] has five operations on grants for every kind that can be shared, where what was granted counts', () => {
    for (const kind of RESOURCE_KINDS) {
      const { review, share, many, inWorkspace } = KINDS[kind];
      const below = inWorkspace && !ORG_PARTS.has(many) ? '/sub-teams/{subTeam}' : '';
      const path = `${below}/${many}/{id}/grants`;
      const own = OPERATIONS.filter((one) => one.path.startsWith(path));
      expect(own.map(({ method, permission }) => `${method} ${permission}`).toSorted()).toEqual(
        [`DELETE ${share}`, `DELETE ${share}`, `GET ${review}`, `PUT ${share}`, `PUT ${share}`].toSorted(),
      );
      for (const { on, workspace } of own)
        expect([on?.({ params: { id: '' } as never, query: {} as never })?.kind, workspace]).toEqual([
          kind,
          inWorkspace,
        ]);
    }
  });

  test('finds each of its operations by its own path, and says what else a path takes', () => {
    for (const operation of OPERATIONS) {
      const path = operation.path.replace(/\{(\w+)\}/g, 'x-$1');
      expect(operationAt(operation.method, path)).toMatchObject({
        operation: { id: operation.id },
        params: Object.fromEntries(
          [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name, `x-${name}`]),
        ),
      });
    }
    expect(operationAt('PUT', '/members')).toEqual({ allowed: ['GET'] });
    for (const nowhere of [
      '',
      '/',
      '/members/',
      '/nothing',
      '/members/a/b',
      '/__proto__',
      '/sub-teams//contacts',
    ])
      expect(operationAt('GET', nowhere), nowhere).toBeNull();
  });

  test('takes strict input: an unknown field is refused, not dropped', () => {
    for (const { params, query, body, id } of OPERATIONS)
      for (const schema of [params, query, ...(body ? [body] : [])]) {
        const parsed = schema.safeParse({ nobody_asked_for_this: 1 });
        expect(JSON.stringify(parsed.error?.issues), id).toContain('nobody_asked_for_this');
      }
  });
});
