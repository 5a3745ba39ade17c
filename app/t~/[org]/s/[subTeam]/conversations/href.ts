import type { ConversationQuery } from '@/lib/data/conversations';
import { toUlid } from '@/lib/ids';
import { orgPaths } from '@/lib/routes';

type Change = { view?: string; q?: string; c?: string; before?: string };

/** An inbox's address: what is asked for now, changed in some of it. Another list begins at its top. */
export function inboxHref(slug: string, { view, q, c, before }: ConversationQuery, change: Change): string {
  const list = {
    view: view === 'open' ? '' : view,
    q,
    c: c ? toUlid(c) : '',
    before,
  };
  const other = 'view' in change || 'q' in change;
  return orgPaths.conversations(slug, { ...list, ...(other && { before: '' }), ...change });
}
