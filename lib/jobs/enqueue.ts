import type { z } from 'zod';
import { askWorkerGate } from '../db/as-job';
import type { OrgId } from '../db/scope';
import { sql } from '../db/sql';
import type { JobActor, OrgJob } from './org-job';
import { ATTEMPTS } from './retries';

/**
 * Puts a job for an organization into the queue. While one of its kind waits for the same organization, the new one
 * takes its place: jobs don't pile up. Only in the worker; the web process can't reach the queue.
 */
export async function enqueue<Schema extends z.ZodType>(
  job: OrgJob<Schema>,
  { orgId, actor, input }: { orgId: OrgId; actor: JobActor; input: z.input<Schema> },
): Promise<void> {
  const payload = JSON.stringify({ org: orgId, actor, input: job.input.parse(input) });
  await askWorkerGate(sql`
    SELECT graphile_worker.add_job(identifier => ${job.name}::text, payload => ${payload}::json,
      max_attempts => ${ATTEMPTS}::int, job_key => ${`${job.name}:${orgId}`}::text)`);
}
