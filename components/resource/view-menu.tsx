'use client';

import { Columns3, Rows2, Rows3 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useOptimistic, useTransition } from 'react';
import { buildHref, type Params } from '@/components/table/query';
import { Button } from '@/components/ui/button';
import {
  Menu,
  MenuCheckItem,
  MenuLabel,
  MenuRadioGroup,
  MenuRadioItem,
  MenuSeparator,
} from '@/components/ui/dropdown-menu';

type ViewMenuProps = {
  path: string;
  params: Params;
  columns: { key: string; label: string; shown: boolean; usual: boolean }[];
  compact: boolean;
};

/** Which columns a list shows and how dense it is. Both live in the address, as filters do. */
export function ViewMenu({ path, params, columns, compact }: ViewMenuProps) {
  const router = useRouter();
  const [, start] = useTransition();
  // What was chosen a moment ago counts before the page with it is there: two choices in a row are both kept.
  const [now, setNow] = useOptimistic({
    columns: columns.filter((one) => one.shown).map(({ key }) => key),
    compact,
  });
  const go = (next: typeof now) =>
    start(() => {
      setNow(next);
      const usual = columns.filter((one) => one.usual).map((one) => one.key);
      const change = {
        columns: next.columns.join('.') === usual.join('.') ? null : next.columns.join('.') || 'none',
        rows: next.compact ? 'compact' : null,
      };
      router.replace(buildHref(path, params, change), { scroll: false });
    });
  const flip = (key: string) =>
    go({
      ...now,
      columns: columns
        .map((one) => one.key)
        .filter((one) => (one === key ? !now.columns.includes(key) : now.columns.includes(one))),
    });
  return (
    <Menu
      label="View"
      className="min-w-48"
      trigger={
        <Button icon={<Columns3 />} variant="ghost">
          View
        </Button>
      }
    >
      <MenuLabel>Columns</MenuLabel>
      {columns.map(({ key, label }) => (
        <MenuCheckItem key={key} checked={now.columns.includes(key)} onCheckedChange={() => flip(key)}>
          {label}
        </MenuCheckItem>
      ))}
      <MenuSeparator />
      <MenuLabel>Rows</MenuLabel>
      <MenuRadioGroup
        value={now.compact ? 'compact' : 'usual'}
        onValueChange={(value) => go({ ...now, compact: value === 'compact' })}
      >
        <MenuRadioItem value="usual" icon={<Rows2 />}>
          Comfortable
        </MenuRadioItem>
        <MenuRadioItem value="compact" icon={<Rows3 />}>
          Compact
        </MenuRadioItem>
      </MenuRadioGroup>
    </Menu>
  );
}
