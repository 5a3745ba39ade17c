import { askWorkerGate, inWorkspaceAsJob } from '../db/as-job';
import { sql } from '../db/sql';
import { log } from '../log';
import { openImport, type Waiting } from './import-rows';
import type { Task } from './task';

/** Imports that one round takes up side by side; the rest wait for the next. */
const AT_ONCE = 20;

/**
 * Brings in the files that people let begin. They take turns, a few hundred rows each: a large one holds up no small one,
 * and no other organization.
 */
export const runImports: Task = {
  name: 'run-imports',
  cron: '* * * * *',
  everySeconds: 2,
  run: async () => {
    const waiting = await askWorkerGate(sql<Waiting>`SELECT * FROM waiting_imports(${AT_ONCE}::int)`);
    let going = waiting.map((one) => ({ one, step: openImport(one) }));
    while (going.length) {
      const more = [];
      for (const each of going) if (await stepped(each)) more.push(each);
      going = more;
    }
  },
};

/** One that can't be brought in now waits a minute, and holds up no other. */
async function stepped({
  one,
  step,
}: {
  one: Waiting;
  step: ReturnType<typeof openImport>;
}): Promise<boolean> {
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
