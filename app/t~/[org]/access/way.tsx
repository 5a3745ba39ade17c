import { Building2, UserRound, UsersRound } from 'lucide-react';
import { Link } from '@/components/ui/link';
import type { Path } from '@/lib/access/compose';
import { ROLE_LABELS } from '@/lib/access/permissions';
import { orgPaths } from '@/lib/routes';

/** A way as a few words, for lists: "Admin of the organization", "team Platform". */
export function wayWords(path: Path): string {
  if (path.via === 'org') return `${ROLE_LABELS[path.orgRole].label} of the organization`;
  if (path.via === 'member') return 'a grant of their own';
  return `team ${path.team.name}`;
}

/** What a way goes through, as the middle of the picture: the organization, a team, or the grant itself. */
export function WayNode({ path }: { path: Path }) {
  const [icon, title, detail] =
    path.via === 'org'
      ? [<Building2 key="i" />, 'The organization', `as ${ROLE_LABELS[path.orgRole].label.toLowerCase()}`]
      : path.via === 'member'
        ? [<UserRound key="i" />, 'Directly', 'shared with them by name']
        : [
            <UsersRound key="i" />,
            <Link key="t" href={orgPaths.team(path.team.slug)} className="underline-offset-2 hover:underline">
              {path.team.name}
            </Link>,
            path.lead ? 'a team they lead' : 'a team they are in',
          ];
  return (
    <span className="flex min-w-0 items-center gap-2.5">
      <span
        aria-hidden
        className="grid size-7 shrink-0 place-items-center rounded-[6px] border border-line bg-field text-ink-2"
      >
        {icon}
      </span>
      <span className="min-w-0">
        <span className="block truncate leading-4.5 font-medium">{title}</span>
        <span className="block truncate text-xs text-ink-2">{detail}</span>
      </span>
    </span>
  );
}
