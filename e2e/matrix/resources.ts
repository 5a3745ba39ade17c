import { v7 } from 'uuid';
import { toUlid } from '../../lib/ids';
import { DESCRIPTIONS } from '../../lib/resources/all';
import { RESOURCE_NAMES, type ResourceName } from '../../lib/resources/names';
import { recordPaths } from '../../lib/resources/paths';
import type { ActionRow, PageRow, Who } from './expectations';

// The rows of every described resource: a new one has its own the day it is described.

const READERS: Who = ['owner', 'admin', 'member', 'viewer'];
const WORKERS: Who = ['owner', 'admin', 'member'];

/**
 * The row of each resource, and its import, that stand in the matrix' own sub-team, or are the organization's: one id for
 * all.
 */
export const RECORD_ID = v7();
/** A team to share them with. */
export const CREW_ID = v7();
/** Rows to tie others to. */
export const OTHER_ID = v7();

const base = (name: ResourceName) => `/t~/[org]${recordPaths('[subTeam]', name).list}`;
const each = <Row>(rows: (name: ResourceName) => Record<string, Row>): Record<string, Row> =>
  Object.assign({}, ...RESOURCE_NAMES.map(rows));

// The matrix has one file, of contacts: for another resource it is not there.
const missing = (name: ResourceName) => (name === 'contact' ? {} : { status: 404 });

export const RESOURCE_PAGES = each<PageRow>((name) => ({
  [base(name)]: { who: READERS, by: { after: name } },
  [`${base(name)}/[id]`]: { who: READERS, there: true },
  [`${base(name)}/new`]: { who: WORKERS },
  [`${base(name)}/[id]/edit`]: { who: WORKERS, there: true },
  [`${base(name)}/export`]: { who: WORKERS },
  [`${base(name)}/import`]: { who: WORKERS },
  [`${base(name)}/import/[importId]`]: { who: WORKERS, there: name === 'contact', ...missing(name) },
  [`${base(name)}/import/[importId]/refused`]: { who: WORKERS, there: name === 'contact', ...missing(name) },
}));

export const RESOURCE_WRITES = each<{ who: Who }>((name) => ({
  [`POST ${base(name)}/import/upload`]: { who: WORKERS },
}));

/** Right values: what a field needs, and a name that nobody has. */
const values = (name: ResourceName) => {
  const { schema } = DESCRIPTIONS[name];
  const needed = Object.entries(schema.shape).filter(([, type]) => !type.safeParse(undefined).success);
  return { ...Object.fromEntries(needed.map(([field]) => [field, 'Matrix'])), name: `Matrix ${v7()}` };
};

export const RESOURCE_ACTIONS = each<ActionRow>((resource) => {
  const to = DESCRIPTIONS[resource].relations?.[0]?.to;
  return {
    [`addRecord ${resource}`]: { who: WORKERS, input: () => ({ resource, values: values(resource) }) },
    [`changeRecord ${resource}`]: {
      who: WORKERS,
      kind: resource,
      input: (id) => ({ resource, id, values: values(resource) }),
    },
    [`removeRecords ${resource}`]: { who: WORKERS, kind: resource, input: (id) => ({ resource, ids: [id] }) },
    [`tieRecords ${resource}`]: {
      who: WORKERS,
      ...(to
        ? {
            kind: resource,
            input: (id: string) => ({ resource, to, ids: [id], other: toUlid(OTHER_ID), tied: true }),
          }
        : {
            input: () => ({ resource, to: 'contact', ids: [toUlid(v7())], other: toUlid(v7()), tied: true }),
            provedIn: 'nowhere: it has no relation',
          }),
    },
    ...(DESCRIPTIONS[resource].shares && {
      [`shareRecord ${resource}`]: {
        who: WORKERS,
        kind: resource,
        input: (id: string) => ({ resource, id, to: `team.${toUlid(CREW_ID)}`, role: 'viewer' }),
      },
      [`unshareRecord ${resource}`]: {
        who: WORKERS,
        kind: resource,
        input: (id: string) => ({ resource, id, from: `team.${toUlid(CREW_ID)}` }),
        provedIn: 'lib/data/grants.db.test.ts',
      },
    }),
    [`findRecords ${resource}`]: { who: READERS, input: () => ({ resource, q: 'Matrix' }) },
    [`beginImport ${resource}`]: {
      who: WORKERS,
      input: () => ({ resource, id: toUlid(v7()), mapping: { name: 0 } }),
      provedIn: 'contacts.spec.ts',
    },
    [`forgetImport ${resource}`]: {
      who: WORKERS,
      input: () => ({ resource, id: toUlid(v7()) }),
      provedIn: 'lib/jobs/import-rows.db.test.ts',
    },
  };
});
