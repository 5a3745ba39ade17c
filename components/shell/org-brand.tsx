'use client';

import { useState } from 'react';
import { OrgMark } from '@/components/ui/avatar';
import { cn } from '@/components/ui/cn';

/** How an organization shows itself. Pictures by address; without them its name and colour stand for it. */
export type Brand = { name: string; color?: string | null; logoUrl?: string | null; iconUrl?: string | null };

type OrgBrandProps = Brand & { size?: 24 | 32; className?: string };

/** An organization where there is room for all of it: its logo alone, or else its mark with the name. */
export function OrgBrand({ name, color, logoUrl, iconUrl, size = 24, className }: OrgBrandProps) {
  // The address that failed, not a flag: a new logo gets its own chance.
  const [failed, setFailed] = useState<string | null>(null);
  if (logoUrl && logoUrl !== failed) {
    return (
      // biome-ignore lint/performance/noImgElement: nothing is optimised here, and next/image is 6 kB on every page
      <img
        src={logoUrl}
        alt={name}
        style={{ height: size + 4 }}
        className={cn('block w-auto max-w-full object-contain object-left', className)}
        onError={() => setFailed(logoUrl)}
      />
    );
  }
  return (
    <span className={cn('flex min-w-0 items-center gap-2.5', className)}>
      <OrgMark name={name} color={color} src={iconUrl} size={size} />
      <span className="truncate font-semibold text-ink">{name}</span>
    </span>
  );
}
