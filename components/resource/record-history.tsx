import type { ReactNode } from 'react';
import { Avatar } from '@/components/ui/avatar';
import { Panel } from '@/components/ui/panel';
import { RelativeTime } from '@/components/ui/relative-time';

/** Something that happened to a row, as the audit log has it. */
export type HistoryEvent = {
  id: string;
  who: string;
  says: ReactNode;
  /** What was changed: field, before, after. */
  changes: { field: string; before: string | null; after: string | null }[];
  at: string;
};

/** What happened to a row, the newest first. */
export function RecordHistory({
  events,
  now,
  footer,
}: {
  events: HistoryEvent[];
  now: number;
  footer?: ReactNode;
}) {
  return (
    <Panel flush title="History" footer={footer}>
      {events.length ? (
        <ol className="divide-y divide-line">
          {events.map(({ id, who, says, changes, at }) => (
            <li key={id} className="flex gap-3 px-4 py-2.5">
              <Avatar name={who} size={24} />
              <div className="min-w-0 flex-1">
                <div className="flex items-baseline justify-between gap-3">
                  <span className="min-w-0 text-ink-2">{says}</span>
                  <RelativeTime at={at} now={now} className="shrink-0 text-xs text-ink-3" />
                </div>
                {changes.length ? (
                  <ul className="mt-1 grid gap-0.5 text-xs">
                    {changes.map(({ field, before, after }) => (
                      <li key={field} className="break-words text-ink-2">
                        {field}: {before ? <del className="text-ink-3">{before}</del> : 'empty'}{' '}
                        <ins className="text-ink no-underline">→ {after || 'empty'}</ins>
                      </li>
                    ))}
                  </ul>
                ) : null}
              </div>
            </li>
          ))}
        </ol>
      ) : (
        <p className="px-4 py-3 text-ink-2">Nothing was written down yet.</p>
      )}
    </Panel>
  );
}
