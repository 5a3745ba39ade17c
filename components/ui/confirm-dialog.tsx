'use client';

import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { Button } from './button';
import { Dialog, DialogClose, DialogFooter } from './dialog';
import { Input } from './input';
import { Problem } from './problem';

export type ConfirmDialogProps = {
  title: string;
  description?: ReactNode;
  /** What will go, with counts. */
  items?: { label: string; count?: number | string }[];
  /** What stays, in one sentence. */
  keeps?: ReactNode;
  /** The text that has to be typed before the act is possible, like a slug. */
  typed?: string;
  /** The act, said by the button: "Delete Acme". */
  act: string;
  tone?: 'danger' | 'primary';
  trigger?: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** The dialog stays open; the caller closes it once the act is done. */
  onConfirm: () => unknown;
  pending?: boolean;
  error?: { message: string; code?: string } | null;
  children?: ReactNode;
};

/** Asks before something that can't be taken back, saying exactly what will happen. */
export function ConfirmDialog({
  title,
  description,
  trigger,
  open,
  onOpenChange,
  ...body
}: ConfirmDialogProps) {
  return (
    <Dialog
      title={title}
      description={description}
      trigger={trigger}
      open={open}
      onOpenChange={(next) => {
        if (!body.pending) onOpenChange?.(next);
      }}
      locked={body.pending}
    >
      <ConfirmBody {...body} />
    </Dialog>
  );
}

type BodyProps = Omit<ConfirmDialogProps, 'title' | 'description' | 'trigger' | 'open' | 'onOpenChange'>;

function ConfirmBody({
  items,
  keeps,
  typed,
  act,
  tone = 'danger',
  onConfirm,
  pending,
  error,
  children,
}: BodyProps) {
  const [text, setText] = useState('');
  const id = useId();
  const ready = !typed || text.trim() === typed;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // Portals bubble through React's tree: a form around the trigger must not submit too.
    event.stopPropagation();
    if (ready && !pending) onConfirm();
  };
  return (
    <form onSubmit={submit}>
      <div className="grid gap-4">
        {items?.length ? <Items items={items} /> : null}
        {children}
        {keeps ? <p className="text-ink-2">{keeps}</p> : null}
        {typed ? (
          <div className="grid gap-1.5">
            <label htmlFor={id}>
              Type <span className="rounded-[4px] bg-hover px-1 py-0.5 font-mono select-all">{typed}</span> to
              confirm
            </label>
            <Input
              id={id}
              mono
              value={text}
              onChange={(event) => setText(event.target.value)}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
            />
          </div>
        ) : null}
        {error ? <Problem {...error} /> : null}
      </div>
      <DialogFooter>
        <DialogClose>
          <Button disabled={pending}>Cancel</Button>
        </DialogClose>
        <Button type="submit" variant={tone} pending={pending} disabled={!ready}>
          {act}
        </Button>
      </DialogFooter>
    </form>
  );
}

function Items({ items }: { items: { label: string; count?: number | string }[] }) {
  return (
    <ul className="divide-y divide-line rounded-control border border-line">
      {items.map(({ label, count }) => (
        <li key={label} className="flex items-center justify-between gap-4 px-3 py-1.5">
          <span>{label}</span>
          {count === undefined ? null : (
            <span className="font-medium tabular-nums">
              {typeof count === 'number' ? count.toLocaleString('en') : count}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
