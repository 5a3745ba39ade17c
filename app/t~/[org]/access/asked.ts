import { z } from 'zod';
import { isResourceKind } from '@/lib/access/grants';
import type { Target } from '@/lib/data/granted';
import { fromUlid } from '@/lib/ids';

// Nonsense in an address is a default, never an error.
const one = z.string().max(80).optional().catch(undefined);

/** What the address asks about: a member, a resource (`relay.<id>`), both or neither. */
export function askedAbout(params: Record<string, unknown>): {
  member: string | null;
  target: Target | null;
  after?: string;
  before?: string;
} {
  const long = z.string().optional().catch(undefined);
  const [kind = '', id = ''] = (one.parse(params.on) ?? '').split('.');
  const uuid = fromUlid(id);
  return {
    member: fromUlid(one.parse(params.member) ?? ''),
    target: uuid && isResourceKind(kind) ? { kind, id: uuid } : null,
    after: long.parse(params.after),
    before: long.parse(params.before),
  };
}
