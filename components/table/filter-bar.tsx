'use client';

import { useRouter } from 'next/navigation';
import { type ReactNode, useCallback, useOptimistic, useTransition } from 'react';
import { buttonClass } from '@/components/ui/button-class';
import { cn } from '@/components/ui/cn';
import { type Filter, FilterChip } from './filter-chip';
import { buildHref, type Params, valuesOf } from './query';
import { SearchInput } from './search-input';

type FilterBarProps = {
  /** The page's address without its query. */
  path: string;
  /** Its query now. */
  params: Params;
  /** A search field for the parameter `key` (default "q"). */
  search?: { placeholder: string; key?: string };
  filters?: Filter[];
  /** At the right: an export button, say. */
  end?: ReactNode;
};

/**
 * Search and filters over a list. They live in the address, so that a view can be bookmarked, sent and
 * gone back to; a change shows at once and dims the ListRegion until the rows are there.
 */
export function FilterBar({ path, params, search, filters = [], end }: FilterBarProps) {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  const [shown, setShown] = useOptimistic(params);
  const searchKey = search?.key ?? 'q';

  const go = useCallback(
    (change: Record<string, string | string[]>) => {
      startTransition(() => {
        setShown((now) => ({ ...now, ...change }));
        router.replace(buildHref(path, shown, change), { scroll: false });
      });
    },
    [path, shown, router, setShown],
  );
  const onSearch = useCallback((text: string) => go({ [searchKey]: text }), [go, searchKey]);

  const used = [...filters.map((filter) => filter.key), searchKey].filter(
    (key) => valuesOf(shown, key).length > 0,
  );
  return (
    <search data-filtering={pending || undefined} className="flex flex-wrap items-center gap-2">
      {search ? (
        <SearchInput
          value={valuesOf(params, searchKey)[0] ?? ''}
          placeholder={search.placeholder}
          pending={pending}
          onSearch={onSearch}
        />
      ) : null}
      {filters.map(({ key, ...filter }) => (
        <FilterChip
          key={key}
          {...filter}
          chosen={valuesOf(shown, key)}
          onChange={(values) => go({ [key]: values })}
        />
      ))}
      {used.length > 1 ? (
        <button
          type="button"
          className={cn(buttonClass({ variant: 'ghost' }), 'px-2')}
          onClick={() => go(Object.fromEntries(used.map((key) => [key, ''])))}
        >
          Clear all
        </button>
      ) : null}
      {end ? <div className="ml-auto flex flex-wrap gap-2">{end}</div> : null}
    </search>
  );
}
