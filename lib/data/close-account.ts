import type { Person } from '../access/actor';
import { mustBeProved } from '../auth/proof';
import { asUser } from '../db/as-user';
import type { Caller } from '../db/enter';
import { inMyOrgTx } from '../db/in-org';
import { isStillReferenced } from '../db/violations';
import { AppError } from '../errors';
import type { RequestInfo } from '../tenancy/request';
import { record } from './audit';
import { myDeletedOrgs } from './deleted-orgs';
import { type MyOrg, myOrgs } from './my-orgs';
import { keepAnOwner, lockEvenDeleted } from './owners';

/** The organizations that would be left without an owner if this person went. */
export async function onlyOwnerOf(person: Caller): Promise<MyOrg[]> {
  const { userId } = person;
  const owned = (await myOrgs(person)).filter(({ role }) => role === 'owner');
  const others = await Promise.all(
    owned.map(({ org_id: orgId }) =>
      inMyOrgTx(orgId, person, (db) =>
        db.membership.count({ where: { role: 'owner', userId: { not: userId } } }),
      ),
    ),
  );
  return owned.filter((_, i) => others[i] === 0);
}

/**
 * Deletes an account: leaves every organization, each under its lock and with a line in its log, then removes the
 * person with their sessions. Refused at once while an organization would be left without an owner.
 *
 * A deleted organization is left too, by its only owner as well: then nobody can bring it back.
 *
 * Each organization is its own transaction, since none may know of another. Those the person owns come first: only
 * there can leaving still be refused, when the last other owner goes at the same moment.
 * @throws AppError last_owner, password_required, sign_in_required
 */
export async function closeAccount(person: Person, request: RequestInfo): Promise<void> {
  await asUser(person, (db) => mustBeProved(db, person));
  if ((await onlyOwnerOf(person)).length) throw new AppError('last_owner');
  const orgs = [...(await myOrgs(person)), ...(await myDeletedOrgs(person))];
  const owned = ({ role }: Left) => (role === 'owner' ? 0 : 1);
  for (const org of orgs.toSorted((a, b) => owned(a) - owned(b))) await leave(org, person, request);
  try {
    await asUser(person, (db) => db.user.deleteMany({ where: {} }));
  } catch (error) {
    // Let into an organization at this very moment: the membership holds the account.
    throw isStillReferenced(error) ? new AppError('conflict') : error;
  }
}

type Left = Pick<MyOrg, 'org_id' | 'role'>;

async function leave({ org_id: orgId }: Left, person: Person, request: RequestInfo) {
  const { userId, email } = person;
  await inMyOrgTx(orgId, person, async (db) => {
    const { deleted, standings } = await lockEvenDeleted(db, [userId]);
    const mine = standings.get(userId);
    if (!mine) return; // removed in the meantime
    if (mine.role === 'owner' && !deleted) await keepAnOwner(db, [userId]);
    await db.membership.deleteMany({ where: { userId } });
    await record(
      db,
      { actor: { kind: 'user', userId, email }, request },
      {
        action: 'member.left',
        target: { kind: 'member', id: userId, label: email },
        before: { role: mine.role },
        after: { account: 'deleted' },
      },
    );
  });
}
