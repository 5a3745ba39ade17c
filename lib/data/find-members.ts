import { type Inside, inOrg } from '../db/in-org';
import { ORG, sql } from '../db/sql';
import { hits } from './member-search';

export type FoundMember = { user_id: string; name: string; email: string; role: string };

const LIMIT = 8;
// So many hits are sorted by name; of more, some: whoever types on gets to the one that was meant.
const SORTED = 200;

/** At most eight members whose name or e-mail has this text in it, by name. `text` is trimmed and not empty. */
export const findMembers = (inside: Inside, text: string): Promise<FoundMember[]> =>
  inOrg(inside, (db) =>
    db.rows(sql<FoundMember>`
      SELECT m.user_id, m.name, m.email, m.role
      FROM (${hits(text, SORTED)}) h JOIN membership m ON m.user_id = h.user_id
      WHERE m.org_id = ${ORG} ORDER BY m.name_key, m.user_id LIMIT ${LIMIT}::int`),
  );
