import { z } from 'zod';
import type { Actor, WorkspaceActor } from '../access/actor';
import type { TokenScope } from '../access/scopes';
import type { Target } from '../data/granted';
import type { RowsOf } from '../db/handle';
import type { Sql } from '../db/sql';
import { fromUlid } from '../ids';
import type { ResourceScope } from '../resources/names';
import type { RequestInfo } from '../tenancy/request';

// An operation of the API, described once: the handler, the OpenAPI document, the reference page, the client's types and
// the matrix of tests follow from the description.

export const METHODS = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'] as const;
export type Method = (typeof METHODS)[number];

type Strict = z.ZodObject;
const NONE = z.strictObject({});
type None = typeof NONE;

/** What the description says besides its schemas. */
type About = {
  /** In camel case; unique. */
  id: string;
  method: Method;
  /** Under /api/v1; `{name}` stands for a parameter. */
  path: string;
  tag: string;
  summary: string;
  about?: string;
  permission: TokenScope;
  /** What some of its calls need besides; `about` says which. */
  besides?: readonly TokenScope[];
  /** 200 unless it says otherwise; 204 has no answer. */
  status?: 201 | 202;
  /** A right body, for the reference page and for tests. */
  example?: Record<string, unknown>;
};

type Input<P extends Strict, Q extends Strict> = { params: z.output<P>; query: z.output<Q> };

type Run<
  A extends Actor,
  P extends Strict,
  Q extends Strict,
  B extends Strict,
  R extends readonly Sql[],
  Answer,
> = (
  context: Input<P, Q> & {
    actor: A;
    request: RequestInfo;
    body: z.output<B>;
    rows: RowsOf<R>;
    /** Does something once the answer went out. */
    later: (work: () => Promise<unknown>) => void;
  },
) => Promise<Answer>;

type Description<
  A extends Actor,
  P extends Strict,
  Q extends Strict,
  B extends Strict,
  R extends readonly Sql[],
  Out extends z.ZodType | null,
> = About & {
  params?: P;
  query?: Q;
  body?: B;
  answer: Out;
  /** The resource that it is about, where grants on it count: who has one that allows it may, without the role. */
  on?: (input: Input<P, Q>) => Target;
  /** What it reads in the round trip that lets the caller in: only for those who may. */
  reads?: (input: Input<P, Q>) => R;
  run: Run<A, P, Q, B, R, Out extends z.ZodType ? z.input<Out> : void>;
};

/** An operation as the server, the document and the tests see it. */
export type Operation = About & {
  workspace: boolean;
  params: Strict;
  query: Strict;
  body: Strict | null;
  answer: z.ZodType | null;
  on: ((input: { params: never; query: never }) => Target) | null;
  reads: ((input: { params: never; query: never }) => readonly Sql[]) | null;
  run: (context: never) => Promise<unknown>;
};

/** An operation on the organization as a whole. */
export const orgOperation = <
  Out extends z.ZodType | null,
  P extends Strict = None,
  Q extends Strict = None,
  B extends Strict = None,
  const R extends readonly Sql[] = [],
>(
  description: Description<Actor, P, Q, B, R, Out>,
): Operation => ({
  params: NONE,
  query: NONE,
  body: null,
  on: null,
  reads: null,
  ...description,
  workspace: false,
});

/**
 * An operation in a workspace: its path begins with /sub-teams/{subTeam}/, where `main` is the main one. Without that it is
 * about what is the organization's as a whole, which lives in the main one.
 */
export const workspaceOperation = <
  Out extends z.ZodType | null,
  P extends Strict = typeof IN_WORKSPACE,
  Q extends Strict = None,
  B extends Strict = None,
  const R extends readonly Sql[] = [],
>(
  description: Description<WorkspaceActor, P, Q, B, R, Out>,
): Operation => ({
  params: IN_WORKSPACE,
  query: NONE,
  body: null,
  on: null,
  reads: null,
  ...description,
  workspace: true,
});

const SUB_TEAM = z.string().max(60).meta({
  description: 'A sub-team’s slug, or `main` for the main workspace.',
  example: 'main',
});

/** The parameters of a path in a workspace. */
export const IN_WORKSPACE = z.strictObject({ subTeam: SUB_TEAM });

/** Where the operations on a resource stand, by its scope, and the parameters of that path. */
export const AT = {
  workspace: { base: '/sub-teams/{subTeam}', params: IN_WORKSPACE },
  org: { base: '', params: NONE },
} as const satisfies Record<ResourceScope, { base: string; params: Strict }>;

/** An id, as it goes in and out: a ULID. What is none is nobody’s, so it is not found rather than refused. */
export const ID = z.string().max(64).meta({
  description: 'A ULID: 26 characters.',
  example: '01JDK3N6V8QW4Y2Z5X7R9T1B3C',
});
/** An id that a list is filtered by: what is none would filter nothing. */
export const SOME_ID = ID.refine((text) => fromUlid(text) !== null, 'That is no id.');
export const TIME = z.iso.datetime().meta({ description: 'A moment in UTC.' });

/** How the parameters of any list go: the cursor of the page before. */
export const PAGE = {
  after: z.string().max(1500).optional().meta({ description: 'The `next` of the page before.' }),
};

/** A page of a list. */
export const pageOf = <Row extends z.ZodType>(row: Row) =>
  z.strictObject({
    data: z.array(row),
    next: z.string().nullable().meta({ description: 'What `after` of the next page is; null at the end.' }),
  });

/** A parameter that may stand many times. */
export const many = <T extends z.ZodType>(one: T) =>
  z.preprocess((given) => (given === undefined ? [] : [given].flat()), z.array(one).max(20)).optional();
