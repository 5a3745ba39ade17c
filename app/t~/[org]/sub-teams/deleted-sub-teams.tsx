'use client';

import { FormError } from '@/components/form/form-error';
import { useAction } from '@/components/form/use-action';
import { Button } from '@/components/ui/button';
import { RelativeTime } from '@/components/ui/relative-time';
import { Section } from '@/components/ui/section';
import { bringBackSubTeam } from './actions';

export type DeletedLine = {
  id: string;
  slug: string;
  name: string;
  deleted: string;
  by: string;
  until: string;
};

/** Sub-teams that were deleted and can be brought back. */
export function DeletedSubTeams({ lines, now }: { lines: DeletedLine[]; now: number }) {
  if (lines.length === 0) return null;
  return (
    <Section
      stacked
      title="Deleted"
      description="Nobody can open these. Restored, they are as they were, with everybody who was in them."
    >
      <ul className="divide-y divide-line rounded-card border border-line">
        {lines.map((line) => (
          <Row key={line.id} line={line} now={now} />
        ))}
      </ul>
    </Section>
  );
}

const DAY = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});

function Row({ line, now }: { line: DeletedLine; now: number }) {
  const { run, pending, error } = useAction(bringBackSubTeam, { doneMessage: `${line.name} is back` });
  return (
    <li className="grid gap-3 px-4 py-3">
      <div className="flex flex-wrap items-center gap-3">
        <div className="min-w-0 flex-1 basis-56">
          <p className="truncate font-medium text-ink">
            {line.name} <span className="font-mono text-xs font-normal text-ink-3">/s/{line.slug}</span>
          </p>
          <p className="text-ink-2">
            Deleted <RelativeTime at={line.deleted} now={now} />
            {line.by ? ` by ${line.by}` : ''}, gone for good on {DAY.format(new Date(line.until))}
          </p>
        </div>
        <Button
          pending={pending}
          onClick={() => run({ subTeam: line.id })}
          aria-label={`Restore ${line.name}`}
        >
          Restore
        </Button>
      </div>
      <FormError error={error} />
    </li>
  );
}
