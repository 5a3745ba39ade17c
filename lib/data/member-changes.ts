import type { Actor } from '../access/actor';
import { can } from '../access/can';
import type { Permission, Role } from '../access/permissions';
import { mustManageOwners } from '../auth/proof';
import type { OrgTx } from '../db/handle';
import { inOrgTx } from '../db/in-org';
import { AppError } from '../errors';
import type { RequestInfo } from '../tenancy/request';
import { type Happening, recordMany } from './audit';
import { bequeath } from './offboard';
import { type Outcome, outcomeOf, refusedFor } from './outcome';
import { keepAnOwner, lockStandings, mayChange, type Standing } from './owners';

/** At most so many people in one act: what one transaction does within its time. */
export const MOST_AT_ONCE = 500;

type By = { actor: Actor; request: RequestInfo };

/**
 * Gives these members the role `to`. All are judged under one lock, each by itself: whoever may not be changed is
 * left as they are, with the reason, and the others are changed and audited.
 * @throws AppError forbidden when the actor may change nobody (any more); when an owner is among them, or would be:
 *   password_required, sign_in_required, and forbidden for a token without that scope. Then nobody is changed.
 */
export function changeRoles({ actor, request }: By, userIds: string[], to: Role): Promise<Outcome[]> {
  return inOrgTx(actor, async (db) => {
    const judged = await judge(db, actor, 'member.change_role', userIds, to);
    const changing = judged.filter(({ who, outcome }) => outcome.done && who.role !== to);
    if (changing.some(({ who }) => who.role === 'owner' || to === 'owner')) await mustManageOwners(db, actor);
    await db.membership.updateMany({ where: { userId: { in: idsOf(changing) } }, data: { role: to } });
    await recordMany(db, { actor, request }, [
      ...changing.map(({ who }) => ({
        ...event('member.role_changed', who),
        before: { role: who.role },
        after: { role: to },
      })),
      ...refusals('member.change_role', judged),
    ]);
    return withTheMissing(userIds, judged);
  });
}

/**
 * Removes these members from the org: their access ends with their next request, and with the membership their places
 * in teams and sub-teams and their grants go. What they own by name gets the heir, in the same transaction; without one
 * it is left to the org's own owners and admins. Judged like `changeRoles`. Their accounts and their other memberships
 * are not touched.
 * @param heir a member who stays
 * @throws AppError forbidden when the actor may remove nobody (any more); not_found, or invalid, when the heir is no
 *   member, or goes along; password_required, sign_in_required, or forbidden for a token without the scope when an owner
 *   is among them: then nobody is removed
 */
export function removeMembers({ actor, request }: By, userIds: string[], heir?: string): Promise<Outcome[]> {
  return inOrgTx(actor, async (db) => {
    const judged = await judge(db, actor, 'member.remove', userIds, null);
    const going = judged.filter(({ outcome }) => outcome.done);
    if (going.some(({ who }) => who.role === 'owner')) await mustManageOwners(db, actor);
    if (heir)
      await bequeath(
        db,
        { actor, request },
        going.map(({ who }) => who),
        heir,
      );
    await db.membership.deleteMany({ where: { userId: { in: idsOf(going) } } });
    await recordMany(db, { actor, request }, [
      ...going.map(({ who }) => ({ ...event('member.removed', who), before: { role: who.role } })),
      ...refusals('member.remove', judged),
    ]);
    return withTheMissing(userIds, judged);
  });
}

type Judged = { who: Standing; outcome: Outcome };

/** Who of these may be changed, under the lock. Those who aren't members are left out. */
async function judge(db: OrgTx, actor: Actor, act: Permission, userIds: string[], to: Role | null) {
  const standings = await lockStandings(db, [actor.userId, ...userIds]);
  const mine = standings.get(actor.userId)?.role;
  if (!mine || !can(mine, act)) throw new AppError('forbidden');
  const judged: Judged[] = [];
  const leaving: string[] = [];
  for (const id of new Set(userIds)) {
    const who = standings.get(id);
    if (!who) continue;
    try {
      if (id === actor.userId) aboutMyself(to, userIds.length > 1);
      mayChange(mine, who.role, to);
      if (who.role === 'owner' && to !== 'owner') {
        await keepAnOwner(db, [...leaving, id]);
        leaving.push(id);
      }
      judged.push({ who, outcome: { id, label: who.name, done: true, before: who.role } });
    } catch (error) {
      judged.push({ who, outcome: outcomeOf(id, who.name, error) });
    }
  }
  return judged;
}

/** Selecting everybody must not throw out whoever did it. Leaving is an act of its own. */
function aboutMyself(to: Role | null, among: boolean) {
  if (to === null) {
    throw new AppError('forbidden', {
      message: 'That is you. Leave the organization in its settings instead.',
    });
  }
  if (among) throw new AppError('forbidden', { message: 'That is you. Change your own role by itself.' });
}

const idsOf = (judged: Judged[]) => judged.map(({ outcome }) => outcome.id);

const event = (action: string, who: Standing): Happening => ({
  action,
  target: { kind: 'member', id: who.user_id, label: who.email },
});

const refusals = (act: Permission, judged: Judged[]): Happening[] =>
  judged.flatMap(({ who, outcome: { why } }) => (why ? [{ ...event(act, who), refused: why }] : []));

/** One outcome for each id that was asked for: an id of another org, a guessed and a former one are the same. */
const withTheMissing = (ids: string[], judged: Judged[]): Outcome[] =>
  [...new Set(ids)].map(
    (id) => judged.find(({ who }) => who.user_id === id)?.outcome ?? refusedFor(id, '', 'not_found'),
  );
