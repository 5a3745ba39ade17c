'use client';

import { Search, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Input } from '@/components/ui/input';
import { isTyping } from '@/components/ui/is-typing';
import { Kbd } from '@/components/ui/kbd';
import { Spinner } from '@/components/ui/spinner';

const DEBOUNCE_MS = 220;

type SearchInputProps = {
  /** What the address says now. */
  value: string;
  placeholder: string;
  pending: boolean;
  onSearch: (text: string) => void;
};

/** A search field that asks while one types; "/" focuses it, Esc empties it. */
export function SearchInput({ value, placeholder, pending, onSearch }: SearchInputProps) {
  const [text, setText] = useState(value);
  const ref = useRef<HTMLInputElement>(null);
  const asked = useRef(value);

  // The address changed by something else than typing here: a cleared filter, the back button. While one
  // types, an address that lags behind must not take letters away.
  useEffect(() => {
    if (value === asked.current || document.activeElement === ref.current) return;
    asked.current = value;
    setText(value);
  }, [value]);

  useEffect(() => {
    if (text.trim() === asked.current) return;
    const timer = setTimeout(() => {
      asked.current = text.trim();
      onSearch(text.trim());
    }, DEBOUNCE_MS);
    return () => clearTimeout(timer);
  }, [text, onSearch]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target))
        return;
      if (document.querySelector('[role=dialog]')) return;
      event.preventDefault();
      ref.current?.focus();
      ref.current?.select();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);

  return (
    <div className="group/search relative w-full sm:w-64">
      <Input
        ref={ref}
        type="search"
        role="searchbox"
        aria-label={placeholder}
        placeholder={placeholder}
        value={text}
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
        leading={pending ? <Spinner label="Searching" /> : <Search />}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          if (text) setText('');
          else event.currentTarget.blur();
        }}
        className="[&_input]:pr-8 [&_input::-webkit-search-cancel-button]:hidden"
      />
      <span className="absolute inset-y-0 right-1.5 flex items-center">
        {text ? (
          <button
            type="button"
            aria-label="Clear search"
            onClick={() => {
              setText('');
              ref.current?.focus();
            }}
            className="touch-target grid size-6 place-items-center rounded-[5px] text-ink-3 hover:bg-hover hover:text-ink"
          >
            <X className="size-3.5!" />
          </button>
        ) : (
          <Kbd keys="/" className="mr-1 group-focus-within/search:hidden pointer-coarse:hidden" />
        )}
      </span>
    </div>
  );
}
