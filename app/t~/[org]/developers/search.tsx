'use client';

import { Search } from 'lucide-react';
import { useDeferredValue, useEffect, useState } from 'react';
import { Input } from '@/components/ui/input';

/** Leaves of the reference only what has every word that is typed: in its name, path or scope. */
export function ReferenceSearch({ count }: { count: number }) {
  const [text, setText] = useState('');
  const words = useDeferredValue(text).toLowerCase().split(/\s+/).filter(Boolean).join(' ');
  const [found, setFound] = useState(count);
  useEffect(() => {
    const wanted = words.split(' ');
    let left = 0;
    for (const one of document.querySelectorAll<HTMLElement>('[data-operation]')) {
      one.hidden = !wanted.every((word) => one.dataset.operation?.includes(word));
      if (!one.hidden) left++;
    }
    for (const group of document.querySelectorAll<HTMLElement>('[data-operations]'))
      group.hidden = group.querySelector('[data-operation]:not([hidden])') === null;
    setFound(left);
  }, [words]);
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Input
        type="search"
        leading={<Search />}
        aria-label="Search operations"
        placeholder="Search operations, paths, scopes"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        className="max-w-sm"
      />
      <p role="status" className="text-xs text-ink-3 tabular-nums">
        {found === count ? `${count} operations` : `${found} of ${count}`}
      </p>
    </div>
  );
}
