import { ChevronsUpDown, House, Plus, Users } from 'lucide-react';
import { type Brand, OrgBrand } from '@/components/shell/org-brand';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';

/** A corner of the organization's pages: its place in the sidebar, the page one is on, the button that acts. */
export function ShellPreview(brand: Brand) {
  return (
    <>
      <div className="h-0.5 bg-accent" />
      <div className="grid grid-cols-[minmax(0,1fr)] sm:grid-cols-[11.5rem_minmax(0,1fr)]">
        <div className="grid content-start gap-1 bg-canvas p-2 max-sm:border-b sm:border-r">
          <div className="flex h-10 min-w-0 items-center gap-2.5 px-2">
            <span className="min-w-0 flex-1">
              <OrgBrand {...brand} />
            </span>
            <ChevronsUpDown className="size-3.5! text-ink-3" />
          </div>
          <div className="flex h-8 items-center gap-2.5 rounded-control bg-press px-2 font-medium text-ink">
            <House className="text-accent-text" />
            Overview
          </div>
          <div className="flex h-8 items-center gap-2.5 rounded-control px-2 text-ink-2">
            <Users className="text-ink-3" />
            Members
          </div>
        </div>
        <div className="grid content-start gap-3 p-4">
          <div className="flex items-center justify-between gap-3">
            <span className="text-base font-semibold text-ink">Overview</span>
            <Button variant="primary" icon={<Plus />}>
              Invite
            </Button>
          </div>
          <div className="flex items-center gap-2 border-t border-line pt-3 text-ink-2">
            <span className="min-w-0 flex-1 truncate font-medium text-accent-text">3 members joined</span>
            <Badge tone="accent">Admin</Badge>
          </div>
        </div>
      </div>
    </>
  );
}
