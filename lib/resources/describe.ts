import { z } from 'zod';
import type { ResourceKind } from '../access/grants';
import type { Searched } from '../data/search-rows';
import type { WorkspaceTx } from '../db/handle';
import type { Sql } from '../db/sql';
import { typedText } from '../input/typed-text';
import type { HeldLimit } from '../plans/limits';
import { type ResourceName, scopeOf } from './names';

/** What a field says of itself to people: in forms, as a column's head, in a file's head. */
export type FieldWords = {
  label: string;
  hint?: string;
  /** A value as people write it: stands in the empty field, and in the file to begin with. */
  example?: string;
  control?: 'text' | 'email' | 'tel' | 'url' | 'long';
  /** Other names that a column of a file has for it, in lower case. */
  aka?: readonly string[];
};

/** Fields and their words. A field is any schema that takes a text; `.register(WORDS, { label: … })` comes last. */
export const WORDS = z.registry<FieldWords>();

/** A row as a list or a page gets it: its fields by their column's name, and where it stands in the order. */
export type RecordRow = {
  run: number;
  key: string | Date;
  id: string;
  name: string;
  created_at: Date;
  updated_at: Date;
} & { [column: string]: unknown };

export type Column = {
  /** The column of `rows`. */
  key: string;
  label: string;
  kind?: 'text' | 'email' | 'tel' | 'number' | 'time';
  /** Only on request: the list shows it when somebody chooses it. */
  extra?: true;
  /** The key of `sorts` that its head asks for. */
  sort?: string;
  width?: number;
};

/** How a list can be sorted: by a column `r.…` that an index (org_id, workspace_id, column, id) answers. */
export type Sort = { label: string; key: Sql; type: 'text' | 'timestamptz'; first?: 'desc' };

export type Filter = {
  label: string;
  /** The rows it can be set to: `id` and `name` of another resource, at most a hundred. */
  options: Sql<{ id: string; name: string }>;
  /** The condition on `r`, for one or more of them: looked up for each row, where most rows are met soon. */
  where: (ids: readonly string[]) => Sql;
  /** The ids of the rows that it leaves, each once: where they are few. */
  ids: (ids: readonly string[]) => Sql<{ id: string }>;
};

/** Rows of another resource of the same scope that belong to one of these. Both ends are written from either page. */
export type Relation = {
  to: ResourceName;
  label: string;
  /** What the page says while there are none. */
  none: string;
  /** The Prisma model of the pairs, and what its two columns are called there. */
  model: string;
  mine: string;
  theirs: string;
  /** Those that belong to one row: `id` and `name`, by name, a few at most. */
  few: (id: string) => Sql<{ id: string; name: string }>;
};

/** A resource, described once. Its pages, forms, data functions, permissions, files and walls follow from it. */
export type Description = Searched & {
  name: ResourceName;
  /** One sentence for the head of its list. */
  about: string;
  /** What it is for, said while there is none. */
  empty: string;
  /** Its Prisma model, as the handle names it. */
  model: string;
  /** Strict; every field takes text and has words. `name` is one of them. */
  schema: z.ZodObject;
  columns: readonly Column[];
  /** Its rows can be shared, one by one: `grantable(…)` in its migration, and an entry in lib/access/grants.ts. */
  shares?: ResourceKind;
  /** Its rows are people: they have faces in the list. */
  faces?: true;
  sorts: Readonly<Record<'name' | (string & {}), Sort>>;
  /** What search looks in, for people. */
  searches: string;
  filters?: Readonly<Record<string, Filter>>;
  relations?: readonly Relation[];
  /** The limit of the plan that its rows count towards: counted(…) in its migration. */
  limit?: HeldLimit;
  /** Fields that no two rows of a workspace share, with what a second one is told. */
  unique?: Readonly<Record<string, string>>;
  /** It can be imported and exported: the fields of a file, in their order. */
  csv?: readonly string[];
  /**
   * Adds many rows at once, from a JSON list of them with their ids: for files of more rows than Prisma writes quickly.
   * Without it they are written by Prisma.
   */
  insert?: (db: WorkspaceTx, rows: string) => Sql;
};

/** Declares a resource; checks what the types can't. @throws Error when the description contradicts itself */
export function describe(description: Description): Description {
  const fields = Object.keys(description.schema.shape);
  const broken = [
    !fields.includes('name') && 'it has no field called name',
    !description.sorts.name && 'it can’t be sorted by name',
    fields.find((field) => !wordsOf(description, field)) && 'a field has no words',
    description.csv?.find((field) => !fields.includes(field)) && 'its file has a field that it hasn’t',
    // Pairs live in one workspace, with both their ends.
    description.relations?.find(({ to }) => scopeOf(to) !== scopeOf(description.name)) &&
      'it has a relation to a resource of another scope',
  ].find(Boolean);
  if (broken) throw new Error(`the resource ${description.name}: ${broken}`);
  return description;
}

/** What a field says of itself. */
export const wordsOf = ({ schema }: Description, field: string): FieldWords | undefined => {
  const type = schema.shape[field];
  return type && WORDS.get(type as z.ZodType);
};

/** A text of at most `most` characters, blanks around it dropped. */
export const shortText = (most: number) =>
  typedText()
    .transform((text) => text.replace(/\p{Cc}/gu, ' ').trim())
    .pipe(z.string().max(most, `At most ${most} characters.`))
    .default('');

/** The same with line breaks kept. */
export const longText = (most: number) =>
  typedText()
    .transform((text) =>
      text
        .replace(/\r\n?/g, '\n')
        .replace(/[^\P{Cc}\n\t]/gu, ' ')
        .trim(),
    )
    .pipe(z.string().max(most, `At most ${most.toLocaleString('en')} characters.`))
    .default('');

/** A text that is needed. */
export const neededText = (most: number, says: string) =>
  typedText(says)
    .transform((text) => text.replace(/\p{Cc}/gu, ' ').trim())
    .pipe(z.string().min(1, says).max(most, `At most ${most} characters.`));
