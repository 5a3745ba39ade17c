// What scripts/domains-check.mjs runs.
import { workerPool } from '../lib/db/worker-store.ts';
import { checkDomains } from '../lib/jobs/check-domains.ts';

try {
  process.exitCode = await checkDomains(process.argv[2], (text) => process.stdout.write(text));
} catch (error) {
  process.stderr.write(`It could not be checked: ${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 2;
}
await workerPool().end();
