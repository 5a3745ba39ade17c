import type { Inside } from '../db/in-org';
import { readOrg } from '../db/in-org';
import { BOM, csvRow } from './csv';
import type { Walk } from './keyset';
import { type MemberRow, memberList } from './member-list';
import type { MemberQuery } from './member-query';

/** Rows that are read at a time: little enough for one round trip, much enough for few. */
const STEP = 250;

const HEAD = [
  'name',
  'email',
  'role',
  'status',
  'joined_at',
  'last_seen_at',
  'invited_at',
  'invitation_expires_at',
];

/**
 * The whole list that the query describes, as CSV in pieces: page after page by its key, so that neither the
 * database nor this process ever holds all of it.
 */
export async function* memberCsv(inside: Inside, query: MemberQuery): AsyncGenerator<string> {
  yield BOM + csvRow(HEAD);
  let walk: Walk = { desc: query.dir === 'desc', cursor: null, size: STEP - 1 };
  for (;;) {
    const [rows] = await readOrg(inside, [memberList(query, walk)]);
    if (rows.length) yield rows.map(record).join('');
    const last = rows.at(-1);
    if (!last || rows.length <= walk.size) return;
    const key = last.key instanceof Date ? last.key.toISOString() : last.key;
    const { run, id } = last;
    walk = { ...walk, cursor: { orgId: inside.orgId, way: 'after', run, key, id, position: 0 } };
  }
}

function record({ kind, name, email, role, status, since, seen, expires }: MemberRow): string {
  const member = kind === 'member';
  return csvRow([
    name,
    email,
    role,
    status,
    member ? since.toISOString() : '',
    seen?.toISOString() ?? '',
    member ? '' : since.toISOString(),
    expires?.toISOString() ?? '',
  ]);
}
