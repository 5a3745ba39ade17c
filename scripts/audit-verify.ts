// What scripts/audit-verify.mjs runs.
import { workerPool } from '../lib/db/worker-store.ts';
import { verifyAudits } from '../lib/jobs/verify-audits.ts';

try {
  const [slug, noted] = process.argv.slice(2);
  process.exitCode = await verifyAudits({ slug, noted }, (text) => process.stdout.write(text));
} catch (error) {
  process.stderr.write(`It could not be verified: ${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 2;
}
await workerPool().end();
