import { EventEmitter } from 'node:events';
import { Logger, parseCronItems, run, type TaskList, type WorkerEvents } from 'graphile-worker';
import { workerPool } from '../db/worker-store';
import { log } from '../log';
import { openLiveness } from './liveness';
import { type OrgJob, runOrgJob } from './org-job';
import { ATTEMPTS } from './retries';
import { openBooks, QUEUE } from './schema';
import type { Task } from './task';

/** What a worker can do. */
export type Work = { tasks: readonly Task[]; jobs: readonly OrgJob[] };

/** Jobs that one process does side by side. */
const HANDS = 4;
const LOOK_FOR_DEAD_MS = 30_000;
/** A task that was due while no worker ran is made up for, once, if it is no older. */
const MAKE_UP_MS = 24 * 60 * 60 * 1000;

/**
 * Opens the queue and works on it until it is stopped.
 * @param onLost it can't go on: the process has to end, and another takes over its jobs
 * @returns stop: takes no more jobs, and resolves when those under way are done
 */
export async function openQueue(
  { tasks, jobs }: Work,
  onLost: (error: unknown) => void,
): Promise<{ stop(): Promise<void> }> {
  await openBooks();
  const liveness = await openLiveness(onLost);
  const runner = await run({
    pgPool: workerPool(),
    schema: QUEUE,
    concurrency: HANDS,
    noHandleSignals: true,
    logger: new Logger(() => onlyTrouble),
    events: heard(),
    taskList: taskList({ tasks, jobs }),
    parsedCronItems: parseCronItems(tasks.map(cronItem)),
    preset: {
      plugins: [
        {
          name: 'liveness',
          version: '1',
          worker: { hooks: { startWorker: (_, { worker }) => liveness.announce(worker.workerId) } },
        },
      ],
    },
  });
  runner.promise.catch(onLost);
  await liveness.freeOfDead();
  const looking = [
    setInterval(() => liveness.freeOfDead().catch(onLost), LOOK_FOR_DEAD_MS),
    ...tasks.flatMap((task) =>
      task.everySeconds ? [setInterval(() => lookSoon(task).catch(onLost), task.everySeconds * 1000)] : [],
    ),
  ];
  return {
    stop: async () => {
      for (const timer of looking) clearInterval(timer);
      await runner.stop();
      liveness.end();
      await workerPool().end();
    },
  };
}

// The key: while a round waits, the next takes its place. The queue of its own: no two rounds side by side.
const cronItem = ({ name, cron }: Task) => ({
  task: name,
  match: cron,
  identifier: name,
  options: { backfillPeriod: MAKE_UP_MS, maxAttempts: ATTEMPTS, jobKey: name, queueName: name },
});

// As the clock would put it there: while a round waits, the next one takes its place.
const lookSoon = ({ name }: Task) =>
  workerPool().query(
    `SELECT ${QUEUE}.add_job(identifier => $1, max_attempts => $2, job_key => $1, queue_name => $1)`,
    [name, ATTEMPTS],
  );

const taskList = ({ tasks, jobs }: Work): TaskList => ({
  ...Object.fromEntries(tasks.map((task) => [task.name, () => task.run()])),
  ...Object.fromEntries(
    jobs.map((job) => [
      job.name,
      (payload: unknown, { job: row }: { job: { id: string } }) => runOrgJob(job, row.id, payload),
    ]),
  ),
});

/** What graphile-worker says of itself, without its accounts of jobs: those are told below. */
function onlyTrouble(level: string, message: string, meta?: { failure?: boolean }) {
  if (meta?.failure) return;
  if (level === 'error') log.error('queue', { said: message });
  if (level === 'warning') log.warn('queue', { said: message });
}

/** Failures for the operator's log: each try as a warning, the last one as an error. */
function heard(): WorkerEvents {
  const events: WorkerEvents = new EventEmitter();
  events.on('worker:getJob:error', ({ error }) => log.warn('the queue gave no job', { error }));
  events.on('job:error', ({ job, error }) => {
    const { id, task_identifier: name, attempts, max_attempts: of } = job;
    const fields = { job: name, id, attempt: attempts, of, error };
    if (attempts < of) log.warn('a job failed and will be tried again', fields);
    else log.error('a job is dead: it failed as often as it may be tried', fields);
  });
  return events;
}
