'use client';

import { FormError } from '@/components/form/form-error';
import { useAction } from '@/components/form/use-action';
import { OrgMark } from '@/components/ui/avatar';
import { Button } from '@/components/ui/button';
import { RelativeTime } from '@/components/ui/relative-time';
import { Section } from '@/components/ui/section';
import type { DeletedCard } from '@/lib/data/deleted-orgs';
import { restoreMyOrg } from './actions';

type DeletedOrgsProps = { orgs: DeletedCard[]; now: number };

/** Organizations of mine that were deleted and that I, as an owner, can bring back. */
export function DeletedOrgs({ orgs, now }: DeletedOrgsProps) {
  if (orgs.length === 0) return null;
  return (
    <Section
      title="Deleted"
      description="Nobody can open these. An owner can bring them back as they were, with members and addresses."
    >
      <ul className="divide-y divide-line rounded-card border border-line">
        {orgs.map((org) => (
          <Row key={org.id} org={org} now={now} />
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

function Row({ org, now }: { org: DeletedCard; now: number }) {
  const { run, pending, error } = useAction(restoreMyOrg);
  return (
    <li className="grid gap-3 px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-3">
        <span className="opacity-60 grayscale">
          <OrgMark name={org.name} color={org.color} size={32} />
        </span>
        <div className="min-w-0 flex-1 basis-56">
          <p className="truncate text-base font-medium text-ink">{org.name}</p>
          <p className="text-ink-2">
            Deleted <RelativeTime at={org.deletedAt} now={now} />, gone for good on{' '}
            {DAY.format(new Date(org.until))}
          </p>
        </div>
        <Button pending={pending} onClick={() => run({ org: org.id })} aria-label={`Restore ${org.name}`}>
          Restore
        </Button>
      </div>
      <FormError error={error} />
    </li>
  );
}
