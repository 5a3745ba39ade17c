import { z } from 'zod';
import type { Walk } from '../data/keyset';
import { openPage, searchText } from '../data/member-query';
import { fromUlid } from '../ids';
import type { Column, Description } from './describe';

export const PAGE_SIZE = 50;

/** What a resource's list shows, in which order and how. Filters hold uuids; an empty list means "all". */
export type RecordQuery = {
  q: string;
  filters: Readonly<Record<string, readonly string[]>>;
  sort: string;
  dir: 'asc' | 'desc';
  /** Keys of the columns to show; null: the usual ones. */
  columns: readonly string[] | null;
  compact: boolean;
};

/** A page that is asked for. `lost` tells that the address held a cursor that can't be used. */
export type RecordAsk = { query: RecordQuery; list: string; walk: Walk; lost: boolean };

const one = z.string().optional().catch(undefined);
const many = z
  .union([z.string(), z.array(z.string())])
  .catch([])
  .default([])
  .transform((given) => [given].flat());

/** Reads an address's query. Never throws: addresses are typed, cut off and mailed around. */
export function readRecordQuery(resource: Description, params: Record<string, unknown>): RecordAsk {
  const { sorts, filters = {}, columns } = resource;
  const asked = one.parse(params.sort);
  const sort = asked && Object.hasOwn(sorts, asked) ? asked : 'name';
  const shown = one.parse(params.columns);
  const query: RecordQuery = {
    q: searchText.default('').parse(params.q),
    filters: Object.fromEntries(
      Object.keys(filters).map((key) => [key, idsIn(many.parse(params[key])).slice(0, 100)]),
    ),
    sort,
    dir: directionOf(params.dir, sorts[sort]?.first ?? 'asc'),
    columns: shown === undefined ? null : columns.map(({ key }) => key).filter(among(shown)),
    compact: params.rows === 'compact',
  };
  // Neither columns nor density change which rows a page has.
  const list = `${resource.name} ${JSON.stringify([query.q, query.filters, query.sort, query.dir])}`;
  const cursor = openPage(list, one.parse(params.after), one.parse(params.before));
  const walk = { desc: query.dir === 'desc', cursor: cursor ?? null, size: PAGE_SIZE };
  return { query, list, walk, lost: cursor === null };
}

const idsIn = (texts: string[]) => [...new Set(texts.flatMap((text) => fromUlid(text) ?? []))];
const among = (list: string) => (key: string) => list.split('.').includes(key);
const directionOf = (asked: unknown, first: 'asc' | 'desc') =>
  asked === 'asc' || asked === 'desc' ? asked : first;

/** The columns that a query shows: those it names, else all that aren't extra. */
export const columnsOf = ({ columns }: Description, query: RecordQuery): readonly Column[] =>
  columns.filter(({ key, extra }) => (query.columns ? query.columns.includes(key) : !extra));
