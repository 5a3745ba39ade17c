'use client';

import type { ActionResult } from '@/components/form/action-result';
import { ConfirmAction } from '@/components/form/confirm-action';
import { Button } from '@/components/ui/button';
import { DangerRow, DangerZone } from '@/components/ui/danger-zone';
import type { OrgCard, Owned } from '@/lib/data/my-orgs';
import { rootPaths } from '@/lib/routes';
import { closeMyAccount } from './actions';
import { OwnedEverywhere } from './owned-there';

type CloseAccountProps = {
  email: string;
  onlyOwnerOf: OrgCard[];
  /** Where something is theirs by name. */
  owns: (OrgCard & Owned)[];
};

/** The end of an account. Not while an organization would be left without an owner: then it says which. */
export function CloseAccount({ email, onlyOwnerOf, owns }: CloseAccountProps) {
  const blocked = onlyOwnerOf.length > 0;
  const close = async (input: { email: string }): Promise<ActionResult> => {
    const answer = await closeMyAccount(input);
    if (answer.ok) window.location.assign(rootPaths.home);
    return answer;
  };
  return (
    <DangerZone>
      <DangerRow
        title="Delete account"
        description={
          blocked ? (
            <OnlyOwner orgs={onlyOwnerOf} />
          ) : (
            'You leave all organizations, are signed out everywhere, and your account is gone.'
          )
        }
        action={
          blocked ? null : (
            <ConfirmAction
              trigger={<Button variant="danger">Delete account</Button>}
              action={close}
              input={{ email }}
              title="Delete your account?"
              description="This can’t be taken back. You leave every organization you are in."
              keeps="What you made in organizations stays with them, and so do the lines about it in their logs."
              typed={email}
              act="Delete my account"
            >
              {owns.length ? <OwnedEverywhere orgs={owns} /> : null}
            </ConfirmAction>
          )
        }
      />
    </DangerZone>
  );
}

const SHOWN = 5;

function OnlyOwner({ orgs }: { orgs: OrgCard[] }) {
  const more = orgs.length - SHOWN;
  return (
    <>
      Not yet: you are the only owner of{' '}
      {orgs.slice(0, SHOWN).map((org, i) => (
        <span key={org.id}>
          {i > 0 ? ', ' : ''}
          <a href={org.href} className="font-medium text-accent-text underline-offset-2 hover:underline">
            {org.name}
          </a>
        </span>
      ))}
      {more > 0 ? ` and ${more.toLocaleString('en')} more` : ''}. Make somebody else an owner there first.
    </>
  );
}
