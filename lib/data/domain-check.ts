import type { Actor } from '../access/actor';
import { raiseAlert } from '../alert';
import type { OrgDb, OrgTx } from '../db/handle';
import { inOrg, inOrgTx } from '../db/in-org';
import type { OrgId } from '../db/scope';
import { type Found, lookUp, seenIn } from '../domains/dns';
import { dnsSettings } from '../domains/settings';
import { type Claim, isHeld, nextClaim, nextLook, type Seen } from '../domains/state';
import { AppError } from '../errors';
import { toUlid } from '../ids';
import type { RequestInfo } from '../tenancy/request';
import { type AuditSource, type Happening, record } from './audit';
import { claimOf, type DomainRow, domainLocked } from './domains';
import { lockStandings } from './owners';

/** On whose behalf a domain is looked up, and how its org is reached. */
export type Looker = {
  read: <T>(fn: (db: OrgDb) => Promise<T>) => Promise<T>;
  change: <T>(fn: (db: OrgTx) => Promise<T>) => Promise<T>;
  source: AuditSource;
};

/** A member who pressed "Check now". */
export const lookingAs = (actor: Actor, request: RequestInfo): Looker => ({
  read: (fn) => inOrg(actor, fn),
  change: (fn) => inOrgTx(actor, fn),
  source: { actor, request },
});

/**
 * Asks the DNS about a domain and settles what it is now, by the rule of lib/domains/state.ts. The look-up comes before
 * the transaction; what changed in between (a removal, a new proof) wins over it.
 * @returns the claim as it is now
 * @throws AppError not_found
 */
export async function checkDomain(by: Looker, id: string): Promise<Pick<Claim, 'state' | 'taken'>> {
  const asked = await by.read((db) =>
    db.domain.findFirst({ where: { id }, select: { host: true, proof: true, state: true } }),
  );
  if (!asked) throw new AppError('not_found');
  if (asked.state === 'lapsed') return { state: 'lapsed', taken: false };
  const found = await lookUp(asked.host, asked.proof, dnsSettings());
  const change = await by.change((db) => settle(db, by.source, { id, proof: asked.proof, found }));
  if (!change) throw new AppError('not_found');
  await tellOperators(change);
  return change.after;
}

type Change = { orgId: OrgId; host: string; before: Claim; after: Claim };

async function settle(
  db: OrgTx,
  source: AuditSource,
  { id, proof, found }: { id: string; proof: string; found: Found },
): Promise<Change | null> {
  // The org first, as everybody who changes which host is its primary one: otherwise two could wait for each other.
  await lockStandings(db, []);
  const [row] = await db.rows(domainLocked(id));
  if (!row || row.proof !== proof) return null;
  const now = new Date();
  const before = claimOf(row);
  const after = await judge(db, row, seenIn(found), now);
  await db.domain.updateMany({
    where: { id },
    data: {
      ...after,
      heldHost: isHeld(after) ? row.host : null,
      ...(after.state !== before.state && { stateSince: now }),
      found,
      checkedAt: now,
      nextLookAt: nextLook(after, row.created_at, now),
    },
  });
  // Once no domain names it any more. Where it was the primary host, the subdomain is again.
  if (isHeld(before) && !isHeld(after)) await db.orgHost.deleteMany({ where: { host: row.host } });
  const happened = happening(row, before, after);
  if (happened) await record(db, source, happened);
  return { orgId: db.orgId, host: row.host, before, after };
}

/** The next claim. One that would hold the host takes it first: the table of hosts says whether it could. */
async function judge(db: OrgTx, row: DomainRow, seen: Seen, now: Date): Promise<Claim> {
  const before = claimOf(row);
  const after = nextClaim(before, seen, now);
  if (isHeld(before) || !isHeld(after) || (await hold(db, row.host))) return after;
  return nextClaim(before, seen, now, true);
}

/** Takes the host for this org; false when another has it. Of many at the same moment one gets it. */
async function hold(db: OrgTx, host: string): Promise<boolean> {
  const { count } = await db.orgHost.createMany({ data: [{ orgId: db.orgId, host }], skipDuplicates: true });
  return count === 1 || (await db.orgHost.count({ where: { host } })) === 1;
}

function happening({ id, host }: DomainRow, before: Claim, after: Claim): Happening | null {
  const target = { kind: 'domain', id, label: host };
  if (after.taken && !before.taken)
    return { action: 'domain.check', target, refused: 'another organization holds it' };
  if (after.state === before.state) return null;
  const recovered = before.state === 'failing' && after.state !== 'lapsed';
  const verified = before.state === 'pending' && isHeld(after);
  const action = recovered ? 'recovered' : verified ? 'verified' : after.state;
  return {
    action: `domain.${action}`,
    target,
    before: { state: before.state },
    after: { state: after.state, ...(after.state === 'failing' && { why: whyFailing(after) }) },
  };
}

const whyFailing = ({ missed }: Claim): string => (missed > 0 ? 'its proof is gone' : 'it leads elsewhere');

async function tellOperators({ orgId, host, before, after }: Change) {
  if (after.state === before.state || (after.state !== 'failing' && after.state !== 'lapsed')) return;
  // A claim that nobody proved harms nobody by lapsing.
  if (!isHeld(before)) return;
  const text =
    after.state === 'lapsed'
      ? `${host} was released: its proof was missing for days.`
      : `${host} is failing: ${whyFailing(after)}.`;
  await raiseAlert({ kind: `domain.${after.state}`, text, host, organization: toUlid(orgId) });
}
