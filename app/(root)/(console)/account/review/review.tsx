'use client';

import { useState } from 'react';
import { ActionForm } from '@/components/form/action-form';
import { FormError } from '@/components/form/form-error';
import { FormActions, FormRows } from '@/components/form/form-rows';
import { SubmitButton } from '@/components/form/submit-button';
import { LinkButton } from '@/components/ui/link-button';
import { rootPaths } from '@/lib/routes';
import { revokeChosenTokens } from '../token-actions';
import { type Choosable, TokenChoice } from '../token-choice';

const idsOf = (tokens: Choosable[]): ReadonlySet<string> => new Set(tokens.map(({ id }) => id));

/** All tokens are selected at first: after a reset, the account’s owner may not be the one who created them. */
export function Review({ personal, organization }: { personal: Choosable[]; organization: Choosable[] }) {
  const [ownChosen, setOwn] = useState(() => idsOf(personal));
  const [orgChosen, setOrg] = useState(() => idsOf(organization));
  const count = ownChosen.size + orgChosen.size;
  return (
    <ActionForm
      action={revokeChosenTokens}
      extra={{ personal: [...ownChosen], organization: [...orgChosen] }}
      doneMessage="Tokens revoked"
      doneHref={rootPaths.organizations}
      aria-label="Review access"
    >
      <FormRows>
        <TokenChoice legend="Personal tokens" tokens={personal} chosen={ownChosen} onChange={setOwn} />
        <TokenChoice
          legend="Organization tokens you created"
          tokens={organization}
          chosen={orgChosen}
          onChange={setOrg}
        />
        <FormError />
        <FormActions>
          <LinkButton href={rootPaths.organizations}>Keep all</LinkButton>
          <SubmitButton disabled={count === 0}>
            Revoke {count === 1 ? '1 token' : `${count} tokens`}
          </SubmitButton>
        </FormActions>
      </FormRows>
    </ActionForm>
  );
}
