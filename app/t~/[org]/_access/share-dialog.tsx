'use client';

import { Share2, X } from 'lucide-react';
import { useState } from 'react';
import type { ActionResult } from '@/components/form/action-result';
import { FormError } from '@/components/form/form-error';
import { useAction } from '@/components/form/use-action';
import { Button } from '@/components/ui/button';
import { Dialog, DialogClose, DialogFooter } from '@/components/ui/dialog';
import { IconButton } from '@/components/ui/icon-button';
import { Link } from '@/components/ui/link';
import { canShare } from '@/lib/access/compose';
import type { ResourceRole } from '@/lib/access/grants';
import { Face } from '../_finder/face';
import { type AccessLine, type AroundLine, roleWord } from './access-line';
import { type Found, GranteeFinder } from './grantee-finder';
import { NextOwner } from './next-owner';
import { RoleMenu } from './role-menu';

export type ShareInput = { to: string; role: ResourceRole; next?: string };
export type UnshareInput = { from: string; next?: string };

export type ShareDialogProps = {
  /** What is shared: "Carrier", "relay". */
  thing: { name: string; one: string };
  /** What the person who looks is on it. */
  mine: ResourceRole | null;
  lines: AccessLine[];
  around: AroundLine[];
  share: (input: ShareInput) => Promise<ActionResult>;
  unshare: (input: UnshareInput) => Promise<ActionResult>;
  /** The page that says why each has access, for who may see it. */
  whyHref?: string;
};

type Pending = { share: ShareInput; who: string } | { unshare: UnshareInput; who: string };

/** Who has access to one thing, and how; with people and teams added, changed and taken out where they stand. */
export function ShareDialog({ thing, mine, lines, around, share, unshare, whyHref }: ShareDialogProps) {
  const [chosen, setChosen] = useState<Found[]>([]);
  const [role, setRole] = useState<ResourceRole>('editor');
  // What is held up because the only owner would go: who has it next is asked first.
  const [held, setHeld] = useState<Pending | null>(null);
  const giving = useAction(share);
  const taking = useAction(unshare);
  // Who may see it and not share it: the same list, with nothing to change.
  const gives = canShare(mine, null, 'viewer');
  const busy = giving.pending || taking.pending;
  const error = held ? null : (giving.error ?? taking.error);

  const run = async (act: Pending, next?: string) => {
    taking.reset();
    giving.reset();
    const result =
      'share' in act
        ? await giving.run({ ...act.share, ...(next && { next }) })
        : await taking.run({ ...act.unshare, ...(next && { next }) });
    if (result && !result.ok && result.code === 'last_owner') return setHeld(act);
    if (result?.ok) setHeld(null);
    return result;
  };
  const shareAll = async () => {
    for (const one of chosen) {
      const result = await run({ share: { to: one.who, role }, who: one.name });
      if (!result?.ok) return;
      setChosen((all) => all.filter(({ who }) => who !== one.who));
    }
  };

  return (
    <Dialog
      title={gives ? `Share ${thing.name}` : `Who has access to ${thing.name}`}
      description={
        gives
          ? `Who has access to this ${thing.one}. What is given here comes on top of roles; it takes nothing away.`
          : `Its owners and admins change who has access to this ${thing.one}.`
      }
      size="lg"
      trigger={<Button icon={<Share2 />}>{gives ? 'Share' : 'Who has access'}</Button>}
      onOpenChange={() => {
        setChosen([]);
        setHeld(null);
        giving.reset();
        taking.reset();
      }}
    >
      {held ? (
        <NextOwner
          thing={thing}
          going={held.who}
          lines={lines}
          pending={busy}
          error={giving.error ?? taking.error}
          onChoose={(next) => run(held, next)}
          onCancel={() => setHeld(null)}
        />
      ) : (
        <div className="grid gap-5">
          <div className="grid gap-3">
            {gives ? (
              <GranteeFinder
                has={new Set([...lines.map(({ who }) => who), ...chosen.map(({ who }) => who)])}
                onChoose={(one) => setChosen((all) => [...all, one])}
              />
            ) : null}
            {chosen.length > 0 ? (
              <div className="grid gap-2 rounded-control border border-line bg-sunken p-2">
                <ul aria-label="To be added" className="flex flex-wrap gap-1.5">
                  {chosen.map((one) => (
                    <li
                      key={one.who}
                      className="inline-flex max-w-full items-center gap-1 rounded-control border border-line bg-field py-0.5 pr-0.5 pl-2"
                    >
                      <span className="truncate">{one.name}</span>
                      <IconButton
                        label={`Leave out ${one.name}`}
                        icon={<X />}
                        size="sm"
                        onClick={() => setChosen((all) => all.filter(({ who }) => who !== one.who))}
                      />
                    </li>
                  ))}
                </ul>
                <div className="flex items-center justify-end gap-2">
                  <RoleMenu of="those added" mine={mine} role={role} from={null} onChoose={setRole} />
                  <Button
                    variant="primary"
                    pending={busy}
                    disabled={!canShare(mine, null, role)}
                    onClick={shareAll}
                  >
                    Share
                  </Button>
                </div>
              </div>
            ) : null}
            <FormError error={error} />
          </div>
          <section aria-label="People and teams with access">
            <h3 className="text-xs font-medium text-ink-3">Shared with</h3>
            {lines.length > 0 ? (
              <ul className="mt-1 divide-y divide-line">
                {lines.map((line) => (
                  <li key={line.who} className="flex items-center gap-3 py-2">
                    <Face
                      {...line}
                      detail={line.waits ? `${line.detail} · not in this sub-team yet` : line.detail}
                    />
                    <RoleMenu
                      of={line.name}
                      mine={mine}
                      role={line.role}
                      from={line.role}
                      busy={busy}
                      onChoose={(to) =>
                        to !== line.role && run({ share: { to: line.who, role: to }, who: line.name })
                      }
                      onRemove={() => run({ unshare: { from: line.who }, who: line.name })}
                    />
                  </li>
                ))}
              </ul>
            ) : (
              <p className="mt-1.5 text-ink-2">Nobody by name yet.</p>
            )}
          </section>
          <section aria-label="Access by role in the organization">
            <h3 className="text-xs font-medium text-ink-3">By role in the organization</h3>
            <ul className="mt-1 divide-y divide-line">
              {around.map(({ label, count, role: worth }) => (
                <li key={label} className="flex items-center justify-between gap-3 py-2">
                  <span>
                    {label} <span className="text-ink-3 tabular-nums">{count.toLocaleString('en')}</span>
                  </span>
                  <span className="px-2 text-ink-2">{roleWord(worth)}</span>
                </li>
              ))}
            </ul>
          </section>
          <DialogFooter>
            {whyHref ? (
              <Link href={whyHref} className="mr-auto text-ink-2 underline-offset-2 hover:underline">
                Everybody who can reach it, and why
              </Link>
            ) : null}
            <DialogClose>
              <Button>Done</Button>
            </DialogClose>
          </DialogFooter>
        </div>
      )}
    </Dialog>
  );
}
