import { askWorkerGate, inWorkspaceAsJob } from '../db/as-job';
import { sql } from '../db/sql';
import { log } from '../log';
import { openImport, type Waiting } from './import-rows';
import type { Task } from './task';

/** Imports that get one turn each, side by side in memory. */
const A_TURN = 20;

type Step = Awaited<ReturnType<typeof openImport>>;

/**
 * Runs the imports that members started, a few hundred rows of each in turn. After every turn the database says again whose
 * turn it is (`waiting_imports`), so a file that is started meanwhile doesn't wait until the files before it are done.
 */
export const runImports: Task = {
  name: 'run-imports',
  cron: '* * * * *',
  everySeconds: 2,
  run: async () => {
    const failed = new Set<string>();
    let open = new Map<string, Step>();
    for (;;) {
      const listed = await askWorkerGate(sql<Waiting>`SELECT * FROM waiting_imports(${A_TURN}::int)`);
      const turn = listed.filter(({ id }) => !failed.has(id));
      if (!turn.length) return;
      const kept = new Map<string, Step>();
      for (const one of turn) {
        const step = await stepped(one, open.get(one.id));
        if (step === 'failed') failed.add(one.id);
        else kept.set(one.id, step);
      }
      open = kept;
    }
  },
};

/** Takes the next rows. An import that fails waits a minute, and delays no other. */
async function stepped(one: Waiting, opened: Step | undefined): Promise<Step | 'failed'> {
  try {
    const step = opened ?? (await openImport(one));
    await step();
    return step;
  } catch (error) {
    log.error('an import could not go on', {
      org: one.org_id,
      workspace: one.workspace_id,
      import: one.id,
      error,
    });
    await putOff(one);
    return 'failed';
  }
}

const RETRY_MS = 60_000;

async function putOff({ org_id: orgId, workspace_id: workspaceId, id }: Waiting) {
  const data = { retryAt: new Date(Date.now() + RETRY_MS) };
  await inWorkspaceAsJob(orgId, workspaceId, (db) => db.csvImport.updateMany({ where: { id }, data })).catch(
    (error) => log.warn('an import could not be put off', { import: id, error }),
  );
}
