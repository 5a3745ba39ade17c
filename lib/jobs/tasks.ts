import { pruneAudit } from './prune-audit';
import { pruneRelays } from './prune-relays';
import { pruneRouting } from './prune-routing';
import { pruneUsage } from './prune-usage';
import { purgeOrganizations } from './purge-organizations';
import { purgeSubTeams } from './purge-sub-teams';
import { recheckDomains } from './recheck-domains';
import { runImports } from './run-imports';
import { sealAudit } from './seal-audit';
import { streamAudit } from './stream-audit';
import type { Task } from './task';

/** All tasks of the worker. A new one is one entry here. */
export const TASKS: readonly Task[] = [
  pruneAudit,
  pruneRelays,
  pruneRouting,
  pruneUsage,
  purgeOrganizations,
  purgeSubTeams,
  recheckDomains,
  runImports,
  sealAudit,
  streamAudit,
];
