import { Avatar } from '@/components/ui/avatar';
import { Badge } from '@/components/ui/badge';
import { Link } from '@/components/ui/link';
import { Panel } from '@/components/ui/panel';
import { RelativeTime } from '@/components/ui/relative-time';
import { orgPaths } from '@/lib/routes';
import type { AuditLine } from '@/lib/shell/audit-line';
import { Sentence } from '../_shell/sentence';
import { All } from './rows';

/** What happened last, each event leading to all of it in the log. */
export function RecentActivity({ events, now }: { events: AuditLine[]; now: number }) {
  return (
    <Panel flush title="Recent activity" actions={<All href={orgPaths.audit()}>Audit log</All>}>
      {events.length === 0 ? (
        <p className="px-4 py-3 text-ink-2">Nothing has happened here lately.</p>
      ) : (
        <ol className="py-1">
          {events.map(({ id, words, actor, refused, at }) => (
            <li key={id}>
              <Link
                href={orgPaths.audit({ event: id })}
                className="flex min-h-11 items-center gap-3 px-4 py-2 text-ink-2 hover:bg-hover focus-visible:-outline-offset-2"
              >
                <Avatar name={actor.name} size={24} />
                <span className="min-w-0 flex-1">
                  <Sentence words={words} />
                  {refused ? (
                    <span className="ml-2 inline-block align-middle">
                      <Badge tone="red">Refused</Badge>
                    </span>
                  ) : null}
                </span>
                <RelativeTime at={at} now={now} className="shrink-0 text-xs text-ink-3" />
              </Link>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}
