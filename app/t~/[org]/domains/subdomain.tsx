import { ActionButton } from '@/components/form/action-button';
import { Badge } from '@/components/ui/badge';
import { LinkButton } from '@/components/ui/link-button';
import { Status } from '@/components/ui/status';
import { orgPaths } from '@/lib/routes';
import { orgHostLabel, orgUrl } from '@/lib/tenancy/urls';
import { makeAddressPrimary } from './actions';

type SubdomainProps = { slug: string; primary: boolean; mayRename: boolean; maySetPrimary: boolean };

/** The address that every organization has. It opens whatever the primary domain is. */
export function Subdomain({ slug, primary, mayRename, maySetPrimary }: SubdomainProps) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 rounded-card border border-line bg-surface px-4 py-3.5">
      <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
        <a
          href={orgUrl(slug)}
          className="rounded-[4px] font-mono text-sm font-medium break-all text-ink hover:underline"
        >
          {orgHostLabel(slug)}
        </a>
        {primary ? <Badge tone="accent">Primary</Badge> : null}
        <Status tone="green">Live</Status>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        {!primary && maySetPrimary ? (
          <ActionButton action={makeAddressPrimary} input={{}}>
            Make primary
          </ActionButton>
        ) : null}
        {mayRename ? <LinkButton href={orgPaths.settings}>Rename</LinkButton> : null}
      </div>
    </div>
  );
}
