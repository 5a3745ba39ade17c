import type { Role } from '../../lib/access/permissions';
import type { IdClass, RowKind } from './world';

// What every surface must answer, row by row. The surfaces themselves are found in the build: one without a row
// here fails the run, and so does a row whose surface is gone. The roles are written out, not read from
// lib/access, so that a slip in that table shows.

const ALL: readonly Role[] = ['owner', 'admin', 'member', 'viewer'];
const ADMINS: readonly Role[] = ['owner', 'admin'];
const OWNERS: readonly Role[] = ['owner'];

/** Who may; everybody else who is signed in gets 403. `by` tells which query parameters take ids of which rows. */
export type PageRow = {
  roles: readonly Role[] | 'user' | 'public';
  status?: number;
  by?: Record<string, RowKind>;
};

/** Pages and GET handlers, by the path a client asks for. */
export const PAGES: Record<string, PageRow> = {};

/** An action: who may, and the input that names a row. `input` gets a ULID of the class that is tried. */
export type ActionRow = {
  roles: readonly Role[] | 'user' | 'public';
  kind?: RowKind;
  input: (ulid: string) => unknown;
  /** The code for an id that is nothing here; a bulk action answers ok with a result a row. */
  absent?: 'not_found' | 'per row';
  /** Not tried with an own id: it would end the world of this test (see the test named here). */
  ownElsewhere?: string;
};

/** Server actions, by file and name. */
export const ACTIONS: Record<string, ActionRow> = {};

export const allowed = (roles: PageRow['roles'], principal: string): boolean =>
  roles === 'public' ||
  (roles === 'user' ? principal !== 'anonymous' : (roles as string[]).includes(principal));

export const ABSENT: readonly IdClass[] = ['foreign', 'guessed', 'deleted'];
export { ADMINS, ALL, OWNERS };
