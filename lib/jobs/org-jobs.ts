import type { OrgJob } from './org-job';
import { purgeOrganization } from './purge-organizations';

/** All kinds of jobs for one organization. A new one is one entry here. */
export const ORG_JOBS: readonly OrgJob[] = [purgeOrganization];
