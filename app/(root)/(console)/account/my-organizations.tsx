'use client';

import { ConfirmAction } from '@/components/form/confirm-action';
import { OrgMark } from '@/components/ui/avatar';
import { Button } from '@/components/ui/button';
import type { OrgCard, Owned } from '@/lib/data/my-orgs';
import { rootPaths } from '@/lib/routes';
import { leaveOrganization } from './actions';
import { OwnedThere } from './owned-there';

type MyOrganizationsProps = { orgs: (OrgCard & { onlyOwner: boolean; things: Owned | undefined })[] };

/** The organizations that the person is in, each with the way out. Its only owner is told what to do first. */
export function MyOrganizations({ orgs }: MyOrganizationsProps) {
  if (!orgs.length)
    return (
      <p className="text-ink-2">
        You are in none.{' '}
        <a href={rootPaths.newOrganization} className="text-accent-text underline underline-offset-2">
          Make one
        </a>
      </p>
    );
  return (
    <ul className="max-h-[26rem] w-full divide-y divide-line overflow-y-auto rounded-card border border-line">
      {orgs.map(({ id, name, color, iconUrl, role, host, href, onlyOwner, things }) => (
        <li key={id} className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3">
          <OrgMark name={name} color={color} src={iconUrl} size={32} />
          <div className="min-w-0 flex-1 basis-48">
            <p className="font-medium text-ink">
              <a href={href} className="break-words hover:underline">
                {name}
              </a>
            </p>
            <p className="text-ink-3">
              {role} · <span className="font-mono text-xs break-all">{host}</span>
            </p>
            {onlyOwner ? (
              <p className="text-ink-3">
                You are its only owner. Make somebody else an owner under{' '}
                <a
                  href={new URL('/members', href).href}
                  className="text-accent-text underline underline-offset-2"
                >
                  Members
                </a>{' '}
                first, or delete it in its settings.
              </p>
            ) : null}
          </div>
          {onlyOwner ? null : (
            <ConfirmAction
              trigger={
                <Button size="sm" aria-label={`Leave ${name}`}>
                  Leave
                </Button>
              }
              action={leaveOrganization}
              input={{ org: id }}
              title={`Leave ${name}?`}
              description="You can’t open it from the next click on. Somebody there has to invite you to come back."
              keeps="What you made there stays with it. Your account and your other organizations stay as they are."
              act={`Leave ${name}`}
            >
              {things ? <OwnedThere href={href} {...things} /> : null}
            </ConfirmAction>
          )}
        </li>
      ))}
    </ul>
  );
}
