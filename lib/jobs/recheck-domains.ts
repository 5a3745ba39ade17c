import { checkDomain, type Looker } from '../data/domain-check';
import { askWorkerGate, inOrgAsJob, inOrgTxAsJob } from '../db/as-job';
import type { OrgId } from '../db/scope';
import { ORG, sql } from '../db/sql';
import { newId } from '../ids';
import { log } from '../log';
import { featuresOf, type PlanRow } from '../plans/entitlements';
import type { Task } from './task';

const AT_ONCE = 8;
const MOST_A_ROUND = 400;
const DAY_MS = 24 * 60 * 60_000;

type Due = { org_id: OrgId; id: string };

/**
 * Looks up every domain that is due, a few at a time. One that can't be looked up, or whose name server is slow, holds
 * up no other; run twice, it only looks twice.
 */
export const recheckDomains: Task = {
  name: 'recheck-domains',
  cron: '*/10 * * * *',
  run: async () => {
    const due = await askWorkerGate(sql<Due>`SELECT * FROM due_domains(${MOST_A_ROUND})`);
    const waiting = due.values();
    const clerk = async () => {
      for (const domain of waiting) await recheck(domain);
    };
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, due.length) }, clerk));
  },
};

async function recheck({ org_id: orgId, id }: Due) {
  try {
    if (!(await isOn(orgId))) return await putOff(orgId, id);
    const source = {
      actor: { kind: 'system', userId: null, email: 'Rowhouse' },
      request: { id: newId(), ip: '', userAgent: '' },
    } as const;
    const by: Looker = {
      read: (fn) => inOrgAsJob(orgId, fn),
      change: (fn) => inOrgTxAsJob(orgId, fn),
      source,
    };
    await checkDomain(by, id);
  } catch (error) {
    log.error('a domain could not be looked up', { orgId, domain: id, error });
  }
}

const PLAN = sql<PlanRow>`SELECT o.plan, o.features, o.features_off, o.limits FROM org o WHERE o.id = ${ORG}`;

async function isOn(orgId: OrgId): Promise<boolean> {
  const [row] = await inOrgAsJob(orgId, (db) => db.rows(PLAN));
  return row !== undefined && featuresOf(row).has('custom_domains');
}

/** While the feature is off nothing of it happens: what is served stays, and nothing is looked up or released. */
const putOff = (orgId: OrgId, id: string) =>
  inOrgAsJob(orgId, (db) =>
    db.domain.updateMany({ where: { id }, data: { nextLookAt: new Date(Date.now() + DAY_MS) } }),
  );
