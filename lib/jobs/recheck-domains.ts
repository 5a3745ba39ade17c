import { checkDomain, type Looker } from '../data/domain-check';
import { askWorkerGate, inOrgAsJob, inOrgTxAsJob } from '../db/as-job';
import type { OrgId } from '../db/scope';
import { sql } from '../db/sql';
import { newId } from '../ids';
import { log } from '../log';
import type { Task } from './task';

const AT_ONCE = 8;
const MOST_A_ROUND = 400;

type Due = { org_id: OrgId; id: string };

/**
 * Looks up every domain that is due, a few at a time. A domain that can't be looked up, or whose name server is slow,
 * delays no other; a second run only looks again. It asks for no feature: a claim follows its proof whatever the plan,
 * or an organization could keep a host that it no longer owns.
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
