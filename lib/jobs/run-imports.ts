import { askWorkerGate, inWorkspaceAsJob } from '../db/as-job';
import { sql } from '../db/sql';
import { log } from '../log';
import { openImport, type Waiting } from './import-rows';
import type { Task } from './task';

/** Imports under way side by side. */
const AT_ONCE = 20;
/** Kept free for organizations with no import under way. */
const RESERVED = 20;

/**
 * Imports the files that people started. They take turns, a few hundred rows each, and the next ones join after every
 * turn: neither a large file nor an organization with many files keeps another organization's waiting.
 */
export const runImports: Task = {
  name: 'run-imports',
  cron: '* * * * *',
  everySeconds: 2,
  run: async () => {
    const taken = new Set<string>();
    let going: Going[] = [];
    for (;;) {
      for (const one of await askWorkerGate(WAITING)) {
        const first = going.every(({ one: { org_id } }) => org_id !== one.org_id);
        if (taken.has(one.id) || going.length >= (first ? AT_ONCE + RESERVED : AT_ONCE)) continue;
        taken.add(one.id);
        going.push({ one, step: openImport(one) });
      }
      if (going.length === 0) return;
      const more = [];
      for (const each of going) if (await stepped(each)) more.push(each);
      going = more;
    }
  },
};

type Going = { one: Waiting; step: ReturnType<typeof openImport> };

const WAITING = sql<Waiting>`SELECT * FROM waiting_imports(${AT_ONCE + RESERVED}::int)`;

/** Takes one turn. An import that fails waits a minute, and delays no other. @returns whether there is more of it */
async function stepped({ one, step }: Going): Promise<boolean> {
  try {
    return await (await step)();
  } catch (error) {
    log.error('an import could not go on', {
      org: one.org_id,
      workspace: one.workspace_id,
      import: one.id,
      error,
    });
    await putOff(one);
    return false;
  }
}

const RETRY_MS = 60_000;

async function putOff({ org_id: orgId, workspace_id: workspaceId, id }: Waiting) {
  const data = { retryAt: new Date(Date.now() + RETRY_MS) };
  await inWorkspaceAsJob(orgId, workspaceId, (db) => db.csvImport.updateMany({ where: { id }, data })).catch(
    (error) => log.warn('an import could not be put off', { import: id, error }),
  );
}
