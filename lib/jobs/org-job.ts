import { z } from 'zod';
import { inOrgAsJob } from '../db/as-job';
import type { OrgId } from '../db/scope';
import { AppError } from '../errors';
import { log } from '../log';

/** On whose account a job runs: a member's, or one of the worker's own tasks'. */
const actorSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('user'), id: z.uuid() }),
  z.strictObject({ kind: z.literal('task'), name: z.string().min(1).max(60) }),
]);
export type JobActor = z.output<typeof actorSchema>;

/** What the queue keeps of a job. Without an organization and an actor there is none. */
const payloadOf = <Schema extends z.ZodType>({ input }: OrgJob<Schema>) =>
  z.strictObject({ org: z.uuid(), actor: actorSchema, input });

/** A kind of job that is done for one organization. */
export type OrgJob<Schema extends z.ZodType = z.ZodType> = {
  /** Kebab case: what the queue and the log call it. */
  name: string;
  input: Schema;
  /**
   * Does it. May be run again after a crash in the middle: an effect happens once all the same. Reaches the
   * organization by inOrgAsJob or a function of the worker's gate, which refuse one that isn't there.
   */
  run(job: { orgId: OrgId; actor: JobActor; input: z.output<Schema> }): Promise<void>;
};

/** Declares a kind of job; its input is of its schema's type. */
export const orgJob = <Schema extends z.ZodType>(job: OrgJob<Schema>): OrgJob<Schema> => job;

const REFUSALS = ['not_found', 'tenant_forbidden'];

/**
 * Runs a job as the queue has it. One that names no organization or no actor, an organization that isn't there, or
 * an actor who is no member of it, does nothing, is never tried again, and stands in the operator's log.
 */
export async function runOrgJob(job: OrgJob, id: string, payload: unknown): Promise<void> {
  const parsed = payloadOf(job).safeParse(payload);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(({ path }) => path.join('.'));
    return refused(job, id, 'its payload is not what it takes', { wrong });
  }
  const { org, actor, input } = parsed.data;
  const orgId = org as OrgId; // a claim: what the job reaches is proved by the database
  try {
    if (actor.kind === 'user') await mustBelong(orgId, actor.id);
    await job.run({ orgId, actor, input });
  } catch (error) {
    if (!(error instanceof AppError && REFUSALS.includes(error.code))) throw error;
    refused(job, id, `${error.code} for this organization`, { org });
  }
}

async function mustBelong(orgId: OrgId, userId: string) {
  const member = await inOrgAsJob(orgId, (db) => db.membership.count({ where: { userId } }));
  if (member === 0) throw new AppError('tenant_forbidden');
}

const refused = (job: OrgJob, id: string, why: string, more: { org?: string; wrong?: string[] }) =>
  log.error('a job was refused', { job: job.name, id, why, ...more });
