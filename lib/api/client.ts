import createFetch, { type Client } from 'openapi-fetch';
import type { paths } from '../generated/api';

type Options = {
  /** Whom to ask: an organization's host, or the root host. `https://acme.rowhouse.example` */
  baseUrl: string;
  token: string;
  /** The organization's ULID, where neither the host nor the token names it. */
  organization?: string;
  /** Sends the requests instead of the global `fetch`. */
  fetch?: (request: Request) => Promise<Response>;
};

/**
 * A client of the API, typed by its document: a path that there is none of, a field too many and an answer taken for
 * another are errors of the compiler. A call resolves with `{ data, error, response }`: `data` when it was done, `error` (a
 * problem with its `code`) when it was refused. It rejects only when nothing was answered.
 */
export const createClient = ({ baseUrl, token, organization, fetch }: Options): Client<paths> =>
  createFetch<paths>({
    baseUrl: new URL('/api/v1', baseUrl).href,
    headers: {
      authorization: `Bearer ${token}`,
      ...(organization && { 'x-rowhouse-organization': organization }),
    },
    ...(fetch && { fetch }),
  });
