import { buildHref } from '@/components/table/query';
import { Link } from '@/components/ui/link';
import { orgPaths } from '@/lib/routes';

/** The way on for somebody who is no member yet: an invitation into the same team or sub-team. */
export function NotYet({ into }: { into: Record<string, string> }) {
  return (
    <p className="text-xs text-ink-2">
      Not a member yet?{' '}
      <Link
        href={buildHref(orgPaths.invite, {}, into)}
        className="touch-target underline underline-offset-2 hover:text-ink"
      >
        Invite them
      </Link>
    </p>
  );
}
