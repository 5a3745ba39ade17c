'use client';

import { Ellipsis, RefreshCw, Star, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { ActionButton } from '@/components/form/action-button';
import { ConfirmAction } from '@/components/form/confirm-action';
import { Button } from '@/components/ui/button';
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/dropdown-menu';
import { IconButton } from '@/components/ui/icon-button';
import { addCustomDomain, checkCustomDomain, makeDomainPrimary } from './actions';
import type { DomainLine, ShownOrg } from './domain-line';
import { RemoveDomain } from './remove-domain';

/** What the actor may do with domains. */
export type MayDomains = { add: boolean; check: boolean; remove: boolean; setPrimary: boolean };

type DomainActsProps = { line: DomainLine; org: ShownOrg; may: MayDomains };

/** What can be done with one domain. */
export function DomainActs({ line, org, may }: DomainActsProps) {
  const [removing, setRemoving] = useState(false);
  const [promoting, setPromoting] = useState(false);
  const { id, host, state, primary } = line;
  const ready = state === 'verified' || state === 'live';
  return (
    <div className="flex items-center gap-2">
      {state === 'lapsed' ? (
        may.add ? (
          <ActionButton
            action={addCustomDomain}
            input={{ host }}
            doneMessage={`${host} waits for its proof again`}
          >
            Add again
          </ActionButton>
        ) : null
      ) : may.check ? (
        <ActionButton action={checkCustomDomain} input={{ domain: id }} icon={<RefreshCw />}>
          Check now
        </ActionButton>
      ) : null}
      {may.setPrimary && state === 'live' && !primary ? (
        <Button onClick={() => setPromoting(true)}>Make primary</Button>
      ) : null}
      <Menu label={`Acts on ${host}`} trigger={<IconButton label={`Acts on ${host}`} icon={<Ellipsis />} />}>
        {may.setPrimary && !primary && state !== 'lapsed' && state !== 'live' ? (
          <>
            <MenuItem
              icon={<Star />}
              reason={ready ? undefined : 'Only a verified or live domain can be the primary one.'}
              onSelect={() => setPromoting(true)}
            >
              Make primary…
            </MenuItem>
            <MenuSeparator />
          </>
        ) : null}
        {may.remove ? (
          <MenuItem danger icon={<Trash2 />} onSelect={() => setRemoving(true)}>
            Remove…
          </MenuItem>
        ) : null}
      </Menu>
      {removing ? <RemoveDomain line={line} address={org.address} onOpenChange={setRemoving} /> : null}
      {promoting ? (
        <ConfirmAction
          open
          onOpenChange={setPromoting}
          action={makeDomainPrimary}
          input={{ domain: id }}
          title={`Make ${host} the primary domain?`}
          act="Make primary"
          tone="primary"
        >
          <ul className="grid list-disc gap-1.5 pl-4 text-ink-2 marker:text-ink-3">
            <li>Members open {org.name} there, and the switcher leads there.</li>
            <li>Other custom domains redirect to it, path for path. {org.address} keeps opening.</li>
            {state === 'verified' ? (
              <li className="text-amber">
                It does not lead here yet: until it does, those links open nothing.
              </li>
            ) : null}
          </ul>
        </ConfirmAction>
      ) : null}
    </div>
  );
}
