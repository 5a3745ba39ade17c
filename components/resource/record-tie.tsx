'use client';

import { Plus, Search, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Action } from '@/components/form/action-result';
import { useAction } from '@/components/form/use-action';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { Input } from '@/components/ui/input';
import { Link } from '@/components/ui/link';
import { Panel } from '@/components/ui/panel';
import { Popover } from '@/components/ui/popover';
import { toast } from '@/components/ui/toast-store';

type Other = { id: string; name: string; href: string };
type Find = Action<{ resource: string; q: string }, { id: string; name: string }[]>;
type Tie = Action<
  { resource: string; to: string; ids: string[]; other: string; tied: boolean },
  { done: number }
>;

type RecordTieProps = {
  resource: string;
  id: string;
  to: { name: string; one: string };
  title: string;
  none: string;
  others: Other[];
  /** Where all of them are listed, when there are more than stand here. */
  allHref?: string;
  find: Find;
  /** null: the person who looks changes nothing. */
  tie: Tie | null;
};

/** The rows of another resource that belong to this one: each a link; adding by name, removing by a click. */
export function RecordTie({ resource, id, to, title, none, others, allHref, find, tie }: RecordTieProps) {
  return (
    <Panel
      flush
      title={title}
      actions={tie ? <Adder {...{ resource, id, to, find, tie }} has={others.map((one) => one.id)} /> : null}
      footer={allHref ? <Link href={allHref}>See all</Link> : undefined}
    >
      {others.length ? (
        <ul className="divide-y divide-line">
          {others.map((other) => (
            <li key={other.id} className="flex min-h-10 items-center gap-2 py-1 pr-2 pl-4">
              <Link href={other.href} className="min-w-0 flex-1 truncate hover:underline">
                {other.name}
              </Link>
              {tie ? <Remover {...{ resource, id, to, tie, other }} /> : null}
            </li>
          ))}
        </ul>
      ) : (
        <p className="px-4 py-3 text-ink-2">{none}</p>
      )}
    </Panel>
  );
}

type Shared = Pick<RecordTieProps, 'resource' | 'id' | 'to'> & { tie: Tie };

function useTie({ resource, id, to, tie }: Shared) {
  const { run, pending } = useAction(tie);
  const act = async (other: { id: string; name: string }, tied: boolean) => {
    const result = await run({ resource, to: to.name, ids: [id], other: other.id, tied });
    if (result && !result.ok) toast({ title: result.message, code: result.code, tone: 'red' });
    return result?.ok ?? false;
  };
  return { act, pending };
}

function Remover({ other, ...shared }: Shared & { other: Other }) {
  const { act, pending } = useTie(shared);
  return (
    <IconButton
      label={`Remove ${other.name}`}
      icon={<X />}
      size="sm"
      disabled={pending}
      onClick={() => act(other, false)}
    />
  );
}

const PAUSE_MS = 160;

function Adder({ find, has, ...shared }: Shared & { find: Find; has: string[] }) {
  const [open, setOpen] = useState(false);
  return (
    <Popover
      label={`Add a ${shared.to.one}`}
      align="end"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button size="sm" icon={<Plus />}>
          Add
        </Button>
      }
    >
      <Finder {...shared} find={find} has={has} close={() => setOpen(false)} />
    </Popover>
  );
}

function Finder({ find, has, close, ...shared }: Shared & { find: Find; has: string[]; close: () => void }) {
  const [text, setText] = useState('');
  const [found, setFound] = useState<{ id: string; name: string }[] | null>(null);
  const { act, pending } = useTie(shared);
  const { name, one } = shared.to;
  useEffect(() => {
    let stale = false;
    const timer = setTimeout(async () => {
      const result = await find({ resource: name, q: text.trim() }).catch(() => null);
      if (!stale) setFound(result?.ok ? (result.data ?? []) : []);
    }, PAUSE_MS);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [text, name, find]);
  return (
    <div className="grid gap-2">
      <Input
        type="search"
        aria-label={`Find a ${one}`}
        placeholder={`Find a ${one}`}
        leading={<Search />}
        value={text}
        autoComplete="off"
        onChange={(event) => setText(event.target.value)}
      />
      <ul className="-mx-1 max-h-64 overflow-y-auto" aria-label={`Found`}>
        {(found ?? []).map((other) => {
          const there = has.includes(other.id);
          return (
            <li key={other.id}>
              <button
                type="button"
                disabled={pending || there}
                onClick={async () => (await act(other, true)) && close()}
                className="flex h-8 w-full items-center justify-between gap-2 rounded-control px-2 text-left hover:bg-hover disabled:text-ink-3 pointer-coarse:h-10"
              >
                <span className="truncate">{other.name}</span>
                {there ? <span className="text-xs text-ink-3">Added</span> : null}
              </button>
            </li>
          );
        })}
      </ul>
      {found?.length === 0 ? <p className="text-ink-2">No {one} answers to that.</p> : null}
    </div>
  );
}
