'use client';

import { useRouter } from 'next/navigation';
import { useCallback, useTransition } from 'react';
import { SearchInput } from '@/components/table/search-input';
import type { ConversationQuery } from '@/lib/data/conversations';
import { orgPaths } from '@/lib/routes';

/** Searches by a part of a name or an address, while one types. */
export function InboxSearch({ slug, query }: { slug: string; query: ConversationQuery }) {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  const view = query.view === 'open' ? '' : query.view;
  const search = useCallback(
    (q: string) => startTransition(() => router.replace(orgPaths.conversations(slug, { view, q }))),
    [router, slug, view],
  );
  return (
    <SearchInput
      value={query.q}
      placeholder="Search by name or address"
      pending={pending}
      onSearch={search}
    />
  );
}
