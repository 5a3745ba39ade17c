// The worker: a process of its own, started by scripts/lib/worker.mjs.
import { ORG_JOBS } from './org-jobs';
import { workUntilStopped } from './process';
import { relaySender } from './relay-sender';
import { TASKS } from './tasks';

await workUntilStopped({ tasks: TASKS, jobs: ORG_JOBS, loops: [relaySender] });
