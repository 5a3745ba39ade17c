import { asUser } from '../db/as-user';
import type { Caller } from '../db/enter';
import type { OrgId } from '../db/scope';
import { sql } from '../db/sql';
import { toUlid } from '../ids';

/** A deleted organization that a person is in, as the database has it. */
export type DeletedOrg = {
  org_id: OrgId;
  slug: string;
  name: string;
  color: string;
  role: string;
  deleted_at: Date;
  /** Until then an owner can bring it back; the purge comes after. */
  restorable_until: Date;
};

/** A read for a flight in a person's own scope: my deleted organizations, the last deleted first. */
export const MY_DELETED_ORGS = sql<DeletedOrg>`SELECT * FROM my_deleted_orgs()`;

/** All deleted organizations of a person that are not purged yet, whatever they may do about it. */
export const myDeletedOrgs = (user: Caller): Promise<DeletedOrg[]> =>
  asUser(user, (db) => db.rows(MY_DELETED_ORGS));

/** A deleted organization as its owner's page shows it. Id is a ULID, times ISO 8601. */
export type DeletedCard = { id: string; name: string; color: string; deletedAt: string; until: string };

/** What of them goes to the browser: those that this person can bring back now. */
export const deletedCards = (orgs: DeletedOrg[], now = new Date()): DeletedCard[] =>
  orgs
    .filter(({ role, restorable_until }) => role === 'owner' && restorable_until > now)
    .map(({ org_id, name, color, deleted_at, restorable_until }) => ({
      id: toUlid(org_id),
      name,
      color,
      deletedAt: deleted_at.toISOString(),
      until: restorable_until.toISOString(),
    }));
