import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { z } from 'zod';
import { fileHasDirective } from '@/guard/static/ast';
import { readTree } from '@/guard/static/tree';
import { parse } from '@/lib/admit/action';
import { OPERATIONS } from '@/lib/api/operations/all';
import { MOST_BLOCKED_MS, timeOf } from '@/lib/testing/event-loop';
import { fieldsOf, hostileInputs, MOST_IN_FIELD, MOST_IN_LIST } from '@/lib/testing/hostile-inputs';

// What makes an action hands out its schema instead, so that the schemas of all actions can be found.
const { schemaOf } = vi.hoisted(() => ({
  schemaOf: (...given: unknown[]) =>
    given.find((one) => typeof one === 'object' && one !== null && 'safeParse' in one),
}));
vi.mock('@/lib/admit/action', async (original) => {
  const real = await original<Record<string, unknown>>();
  const wrappers = Object.keys(real).filter((name) => name.endsWith('Action'));
  return { ...real, ...Object.fromEntries(wrappers.map((name) => [name, schemaOf])) };
});
vi.mock('@/lib/resources/door', async (original) => ({
  ...(await original<object>()),
  resourceAction: schemaOf,
}));

const tree = readTree(path.join(import.meta.dirname, '..'));

/** Every server action, by its file and name, with its schema. */
async function actions(): Promise<[string, z.ZodType | undefined][]> {
  const files = tree.files.filter(
    (file) => file.path.startsWith('app/') && fileHasDirective(file, 'use server'),
  );
  const found = await Promise.all(
    files.map(async ({ path: file }) => {
      const module: Record<string, z.ZodType> = await import(/* @vite-ignore */ path.join('..', file));
      return Object.entries(module).map(
        ([name, schema]) => [`${file} ${name}`, schema] as [string, z.ZodType],
      );
    }),
  );
  return found.flat();
}

/** Fields that take more; what is done with them is measured where it is named. */
const LARGE: Record<string, string> = {
  'app/t~/[org]/members/invite/actions.ts checkInvites text': 'lib/data/invite-lines.attack.test.ts',
  'app/t~/[org]/members/invite/actions.ts sendInvites text': 'lib/data/invite-lines.attack.test.ts',
};

/** What reads a body that no schema describes, and where it is measured. */
const ROUTES: Record<string, string> = {
  'app/api/v1/route.ts': 'this file: every operation',
  'app/api/relays/[relay]/incoming/route.ts': 'lib/input/json.attack.test.ts',
  'app/api/auth/[...nextauth]/route.ts': 'scripts/lib/front/body.attack.test.ts',
  'app/(root)/auth/sign-out/route.ts': 'reads no body',
  'app/t~/[org]/auth/sign-out/route.ts': 'reads no body',
  'app/t~/[org]/branding/images/route.ts': 'lib/brand/picture.attack.test.ts',
  'app/t~/[org]/s/[subTeam]/[resource]/import/upload/route.ts': 'lib/resources/file.attack.test.ts',
};

/** Whether a field takes a value, in one of the shapes of a union where it is one. */
function takes(schema: z.ZodType, field: string, value: unknown): boolean {
  const shapes = 'options' in schema ? (schema.options as z.ZodType[]) : [schema];
  return shapes.every((shape) => {
    const issues = shape.safeParse({ [field]: value }).error?.issues ?? [];
    return !issues.some(
      ({ path: [first], ...issue }) => first === field || issue.code === 'unrecognized_keys',
    );
  });
}

/** Holds a schema to the rule: no input keeps it busy, and no field lets through more than a field may hold. */
function hold(at: string, schema: z.ZodType) {
  const fields = fieldsOf(schema);
  for (const input of hostileInputs(fields))
    expect
      .soft(
        timeOf(() => parse(schema, input)),
        at,
      )
      .toBeLessThan(MOST_BLOCKED_MS);
  const text = 'a'.repeat(MOST_IN_FIELD + 1);
  const list = Array(MOST_IN_LIST + 1).fill('a');
  for (const field of fields)
    for (const value of [text, list]) {
      if (`${at} ${field}` in LARGE) continue;
      expect.soft(takes(schema, field, value), `${at} takes ${value.length} in ${field}`).toBe(false);
    }
}

describe('[I9] attack 4: inputs that are made to be slow', () => {
  test('[I9] attack 4: no server action is held up by its input, whatever it is', async () => {
    const all = await actions();
    expect(all.length).toBeGreaterThan(80);
    expect(all.filter(([, schema]) => !schema || !('safeParse' in schema)).map(([at]) => at)).toEqual([]);
    for (const [at, schema] of all) hold(at, schema as z.ZodType);
    expect(Object.keys(LARGE).filter((large) => !all.some(([at]) => large.startsWith(`${at} `)))).toEqual([]);
  }, 300_000);

  test('[I9] attack 4: no operation of the API is held up by its body, query or path', () => {
    for (const { id, body, query, params } of OPERATIONS)
      for (const [of, schema] of Object.entries({ body, query, params }))
        if (schema) hold(`${id} ${of}`, schema);
  }, 300_000);

  test('[I9] attack 4: every handler that a body can be sent to is known', () => {
    const routes = tree.files.filter(
      (file) =>
        /^app\/.*\/route\.ts$/.test(file.path) &&
        /export .*\b(POST|PUT|PATCH|DELETE)\b/.test(file.source.text),
    );
    expect(routes.map((file) => file.path).sort()).toEqual(Object.keys(ROUTES).sort());
  });
});
