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
  const [shown, setShown] = useOptimistic(columns.filter((one) => one.shown).map(({ key }) => key));
  const go = (change: Record<string, string | null>) =>
    router.replace(buildHref(path, params, change), { scroll: false });
  const flip = (key: string) =>
    start(() => {
      const next = columns
        .filter((one) => (one.key === key ? !shown.includes(key) : shown.includes(one.key)))
        .map((one) => one.key);
      setShown(next);
      const usual = columns.filter((one) => one.usual).map((one) => one.key);
      go({ columns: next.join('.') === usual.join('.') ? null : next.join('.') || 'none' });
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
        <MenuCheckItem key={key} checked={shown.includes(key)} onCheckedChange={() => flip(key)}>
          {label}
        </MenuCheckItem>
      ))}
      <MenuSeparator />
      <MenuLabel>Rows</MenuLabel>
      <MenuRadioGroup
        value={compact ? 'compact' : 'usual'}
        onValueChange={(value) => start(() => go({ rows: value === 'compact' ? 'compact' : null }))}
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
