import { Callout } from '@/components/ui/callout';
import { LinkButton } from '@/components/ui/link-button';

/** What a page that a mailed link opens shows when the link came without its secret. */
export function LinkIncomplete({ href, label }: { href: string; label: string }) {
  return (
    <div className="grid gap-4">
      <Callout tone="warn" title="Part of the link is missing">
        Open it from the mail again, or copy the whole of it.
      </Callout>
      <LinkButton href={href} className="w-full">
        {label}
      </LinkButton>
    </div>
  );
}
