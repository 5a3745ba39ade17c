import { z } from 'zod';
import { PERMISSIONS } from '../access/permissions';
import { ERRORS, type ErrorCode } from '../errors';
import type { Operation } from './operation';
import { OPERATIONS } from './operations/all';

type Json = Record<string, unknown>;

// Codes that any operation may answer with, beside those of its own.
const EVERYWHERE: ErrorCode[] = [
  'invalid',
  'organization_required',
  'unauthenticated',
  'root_host_required',
  'tenant_forbidden',
  'forbidden',
  'not_found',
  'rate_limited',
  'unavailable',
];
const WHEN_WRITING: ErrorCode[] = ['conflict', 'idempotency_mismatch'];
const ABOUT_OWNERS: ErrorCode[] = ['password_required', 'sign_in_required'];
const WITH_BODY: ErrorCode[] = ['unsupported_media', 'too_large'];

/** The API as an OpenAPI 3.1 document, made of the table of operations: the schemas are those that judge each request. */
export function openApiDocument(server: string): Json {
  const paths: Record<string, Json> = {};
  for (const operation of OPERATIONS) {
    const methods = paths[operation.path] ?? {};
    methods[operation.method.toLowerCase()] = operationObject(operation);
    paths[operation.path] = methods;
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Rowhouse API',
      version: '1',
      description:
        'What the console does, for machines. A request names its organization by its host, by /orgs/{ULID} in its path, by the header X-Rowhouse-Organization, or by an organization’s token.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: server }],
    security: [{ token: [] }],
    tags: tagsInOrder().map((name) => ({ name, description: `Operations on ${name.toLowerCase()}.` })),
    paths,
    components: {
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description: 'An API token: rwh_org_… of an organization, or rwh_usr_… of a person.',
        },
      },
      parameters: {
        organization: {
          name: 'X-Rowhouse-Organization',
          in: 'header',
          description: 'The organization, by its ULID: needed where neither host, path nor token names it.',
          schema: { type: 'string' },
        },
        idempotencyKey: {
          name: 'Idempotency-Key',
          in: 'header',
          description:
            'The same request with the same key within 24 hours is done once, and answered as the first was.',
          schema: { type: 'string', minLength: 1, maxLength: 255 },
        },
      },
      schemas: { Problem: PROBLEM },
    },
  };
}

/** Tags as the table has them, the first first. */
export const tagsInOrder = (): string[] => [...new Set(OPERATIONS.map(({ tag }) => tag))];

function operationObject(operation: Operation): Json {
  const { id, method, tag, summary, about, permission, besides, body, answer } = operation;
  const writes = method !== 'GET';
  const codes = [
    ...EVERYWHERE,
    ...(writes ? WHEN_WRITING : []),
    ...(besides?.includes('member.manage_owners') ? ABOUT_OWNERS : []),
    ...(body ? WITH_BODY : []),
  ];
  const parameters = [
    ...parametersOf(operation.params, 'path'),
    ...parametersOf(operation.query, 'query'),
    { $ref: '#/components/parameters/organization' },
    ...(writes ? [{ $ref: '#/components/parameters/idempotencyKey' }] : []),
  ];
  return {
    operationId: id,
    tags: [tag],
    summary,
    description: [about, `Needs the scope \`${permission}\`: ${PERMISSIONS[permission]}.`]
      .filter(Boolean)
      .join(' '),
    'x-scope': permission,
    parameters,
    ...(body && {
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: schemaOf(body, 'input'),
            ...(operation.example && { example: operation.example }),
          },
        },
      },
    }),
    responses: {
      ...(answer
        ? {
            [operation.status ?? 200]: {
              description: 'Done.',
              content: { 'application/json': { schema: schemaOf(answer, 'output') } },
            },
          }
        : { 204: { description: 'Done. There is nothing to say.' } }),
      ...problems(codes),
    },
  };
}

/** One answer a status, with the codes that it may carry. */
function problems(codes: ErrorCode[]): Json {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of codes) {
    const { status } = ERRORS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, some]) => [
      status,
      {
        description: some.map((code) => `\`${code}\`: ${ERRORS[code].sentence}`).join(' '),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  );
}

const PROBLEM: Json = {
  type: 'object',
  description: 'RFC 9457, with a stable code.',
  required: ['type', 'title', 'status', 'code', 'detail'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable: what programs go by.' },
    detail: { type: 'string', description: 'A sentence for people, which may change.' },
    fields: {
      type: 'object',
      description: 'What is wrong with which field.',
      additionalProperties: { type: 'string' },
    },
    reference: { type: 'string', description: 'For support, when something broke.' },
  },
};

function parametersOf(schema: z.ZodObject, place: 'path' | 'query'): Json[] {
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...own }]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(description !== undefined && { description }),
    schema: own,
  }));
}

/** A schema as JSON Schema: what goes in as it is sent, what goes out as it arrives. */
export function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json;
  return json;
}
