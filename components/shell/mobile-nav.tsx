'use client';

import { Menu, X } from 'lucide-react';
import { usePathname } from 'next/navigation';
import { type ReactNode, useEffect, useState } from 'react';
import { IconButton } from '@/components/ui/icon-button';
import { Sheet } from '@/components/ui/sheet';

/** The navigation as a sheet from the left, which closes once it led somewhere. */
export function MobileNav({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState(false);
  const path = usePathname();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new address is what closes it
  useEffect(() => setOpen(false), [path]);
  return (
    <Sheet
      bare
      side="left"
      title="Navigation"
      open={open}
      onOpenChange={setOpen}
      trigger={<IconButton label="Open navigation" icon={<Menu />} side="bottom" />}
    >
      <div className="flex h-full flex-col">
        <div className="flex h-12 shrink-0 items-center px-2 pt-0.5">
          <IconButton label="Close navigation" icon={<X />} side="bottom" onClick={() => setOpen(false)} />
        </div>
        {children}
      </div>
    </Sheet>
  );
}
