import type { Role } from '@/lib/access/permissions';
import type { Outcome } from '@/lib/data/outcome';
import { toUlid } from '@/lib/ids';

/** What became of one person, as the browser gets it. */
export type Told = { id: string; label: string; done: boolean; why?: string; before?: Role };

/** An outcome for the browser: ids as they are known outside. */
export const told = ({ id, label, done, why, before }: Outcome): Told => ({
  id: toUlid(id),
  label: label || 'Somebody who is no longer here',
  done,
  ...(why && { why }),
  ...(before && { before: before as Role }),
});
