'use client';

import { useState } from 'react';
import { ActionButton } from '@/components/form/action-button';
import { ConfirmAction } from '@/components/form/confirm-action';
import { Button } from '@/components/ui/button';
import { endOtherDevices } from './actions';
import { type Choosable, TokenChoice } from './token-choice';

/** Signs out all other devices. Tokens aren't devices and stay valid: with any, it names them and offers to revoke them. */
export function EndOthers({ tokens }: { tokens: Choosable[] }) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  if (tokens.length === 0)
    return (
      <ActionButton action={endOtherDevices} input={{ revoke: [] }}>
        Sign out all other devices
      </ActionButton>
    );
  return (
    <ConfirmAction
      trigger={<Button>Sign out all other devices</Button>}
      action={endOtherDevices}
      input={{ revoke: [...chosen] }}
      title="Sign out all other devices?"
      description="Signing out takes effect immediately. API tokens aren’t signed out: they stay valid until you revoke them."
      act="Sign out"
      tone="primary"
    >
      <TokenChoice
        legend="Also revoke these personal tokens"
        tokens={tokens}
        chosen={chosen}
        onChange={setChosen}
      />
    </ConfirmAction>
  );
}
