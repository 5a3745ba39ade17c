'use client';

import { ListFilter, X } from 'lucide-react';
import { cn } from '@/components/ui/cn';
import { Menu, MenuCheckItem, MenuItem, MenuSeparator } from '@/components/ui/dropdown-menu';

export type Filter = {
  /** The parameter in the address. */
  key: string;
  label: string;
  options: { value: string; label: string; count?: number }[];
  /** More than one value at a time. */
  multiple?: boolean;
};

type FilterChipProps = Omit<Filter, 'key'> & { chosen: string[]; onChange: (values: string[]) => void };

/** One filter as a chip: its name, what is chosen, a menu of values, a cross to drop it. */
export function FilterChip({ label, options, multiple, chosen, onChange }: FilterChipProps) {
  const names = chosen.map((value) => options.find((option) => option.value === value)?.label ?? value);
  const summary = names.length > 2 ? `${names.length} chosen` : names.join(', ');
  const active = chosen.length > 0;
  const flip = (value: string) => {
    const on = chosen.includes(value);
    if (!multiple) return onChange(on ? [] : [value]);
    onChange(on ? chosen.filter((each) => each !== value) : [...chosen, value]);
  };
  return (
    <span
      className={cn(
        'inline-flex h-8 max-w-full items-stretch rounded-control border text-sm pointer-coarse:h-10',
        active ? 'border-line-strong bg-field shadow-control' : 'border-dashed border-line-strong',
      )}
    >
      <Menu
        align="start"
        label={label}
        className="min-w-48"
        trigger={
          <button
            type="button"
            className="flex min-w-0 items-center gap-1.5 rounded-control px-2.5 text-ink-2 hover:text-ink data-[state=open]:bg-hover data-[state=open]:text-ink"
          >
            {active ? null : <ListFilter className="size-3.5!" />}
            <span className={cn(active && 'text-ink-3')}>{label}</span>
            {active ? <span className="truncate font-medium text-ink">{summary}</span> : null}
          </button>
        }
      >
        {options.map(({ value, label: text, count }) => (
          <MenuCheckItem
            key={value}
            checked={chosen.includes(value)}
            keepOpen={Boolean(multiple)}
            onCheckedChange={() => flip(value)}
          >
            <span className="flex justify-between gap-4">
              {text}
              {count === undefined ? null : (
                <span className="text-ink-3 tabular-nums">{count.toLocaleString('en')}</span>
              )}
            </span>
          </MenuCheckItem>
        ))}
        {active ? (
          <>
            <MenuSeparator />
            <MenuItem icon={<X />} onSelect={() => onChange([])}>
              Clear
            </MenuItem>
          </>
        ) : null}
      </Menu>
      {active ? (
        <button
          type="button"
          aria-label={`Remove the filter ${label}`}
          onClick={() => onChange([])}
          className="grid w-7 place-items-center rounded-r-control border-l border-line text-ink-3 hover:bg-hover hover:text-ink pointer-coarse:w-10"
        >
          <X className="size-3.5!" />
        </button>
      ) : null}
    </span>
  );
}
