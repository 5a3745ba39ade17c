import type { Role } from '@/lib/access/permissions';
import type { Outcome } from '@/lib/data/outcome';
import type { ErrorCode } from '@/lib/errors';
import { toUlid } from '@/lib/ids';

/** What became of one person, as the browser gets it. */
export type Told = {
  id: string;
  label: string;
  done: boolean;
  code?: ErrorCode;
  why?: string;
  before?: Role;
};

/** An outcome for the browser: ids as they are known outside. */
export const told = ({ id, label, done, code, why, before }: Outcome): Told => ({
  id: toUlid(id),
  label: label || 'A former member',
  done,
  ...(code && { code }),
  ...(why && { why }),
  ...(before && { before: before as Role }),
});
