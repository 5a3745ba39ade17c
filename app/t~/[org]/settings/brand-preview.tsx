import { House, Plus } from 'lucide-react';
import { accentOf, accentStyle } from '@/components/ui/accent';
import { OrgMark } from '@/components/ui/avatar';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { contrast } from '@/components/ui/oklch';

type BrandPreviewProps = { name: string; color: string };

/** A corner of the organization's pages in both themes, in the colour that is being chosen. */
export function BrandPreview({ name, color }: BrandPreviewProps) {
  const { light, dark } = accentOf(color);
  const moved = [light.fill !== color && 'light', dark.fill !== color && 'dark'].filter(Boolean);
  const least = Math.min(contrast(light.fill, light.ink), contrast(dark.fill, dark.ink));
  return (
    <figure>
      <div inert className="grid gap-2 sm:grid-cols-2">
        {(['light', 'dark'] as const).map((theme) => (
          <div
            key={theme}
            data-theme={theme}
            style={accentStyle(color)}
            className="org-color overflow-hidden rounded-card border border-line bg-surface"
          >
            <div className="h-0.5 bg-accent" />
            <div className="grid gap-3 p-3">
              <div className="flex min-w-0 items-center gap-2.5">
                <OrgMark name={name} color={color} size={24} />
                <span className="truncate font-semibold text-ink">{name}</span>
              </div>
              <div className="flex h-8 items-center gap-2.5 rounded-control bg-press px-2 font-medium text-ink">
                <House className="text-accent-text" />
                Overview
              </div>
              <div className="flex items-center justify-between gap-2">
                <Button variant="primary" size="sm" icon={<Plus />}>
                  Invite
                </Button>
                <Badge tone="accent">Admin</Badge>
              </div>
            </div>
          </div>
        ))}
      </div>
      <figcaption className="mt-1.5 text-xs text-ink-3">
        Text on it reads at {least.toFixed(1)} : 1.
        {moved.length
          ? ` In the ${moved.join(' and the ')} theme its lightness is shifted a little, so that it can be read.`
          : ''}
      </figcaption>
    </figure>
  );
}
