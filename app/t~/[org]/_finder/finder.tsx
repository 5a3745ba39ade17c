'use client';

import { Command } from 'cmdk';
import { Search } from 'lucide-react';
import { useState } from 'react';
import { Spinner } from '@/components/ui/spinner';
import { Face, type FaceKind } from './face';
import { useFound } from './use-found';

/** What can be found and chosen. */
export type Candidate = { id: string; label: string; detail?: string; kind?: FaceKind };

type FinderProps = {
  /** What the field is called: "Find a member". */
  label: string;
  placeholder: string;
  /** Asks the server; a rejection is said in the list, with what to do. The same function each time. */
  find?: (text: string) => Promise<Candidate[]>;
  /** Or all there are, where the page has them: they are offered before anything is typed, too. */
  among?: Candidate[];
  /** What to say when nothing answers to the text. */
  none: (text: string) => string;
  onChoose: (one: Candidate) => void;
  /** Those that can't be chosen any more, and why, in a word or two. */
  taken?: { ids: ReadonlySet<string>; why: string };
  /** Takes the focus at once: in a dialog. On a page it doesn't, and its list closes when the focus leaves. */
  inDialog?: boolean;
};

/** Finds one of many by a part of its name, and asks again while one types. Arrows and Enter choose. */
export function Finder({
  label,
  placeholder,
  find = nothing,
  among,
  none,
  onChoose,
  taken,
  inDialog = true,
}: FinderProps) {
  const [text, setText] = useState('');
  const [open, setOpen] = useState(inDialog);
  const wanted = text.trim();
  const asking = useFound(among ? '' : wanted, find);
  const found = among ? matching(among, wanted) : asking.found;
  const asked = among ? wanted : asking.asked;
  const failed = asking.failed;
  const waiting = wanted !== '' && asked !== wanted && !failed;
  return (
    <Command
      shouldFilter={false}
      loop
      label={label}
      onFocus={() => setOpen(true)}
      onBlur={(event) => inDialog || setOpen(event.currentTarget.contains(event.relatedTarget))}
      className="overflow-hidden rounded-control border border-line-strong bg-field focus-within:border-accent"
    >
      <div className="flex items-center gap-2 px-3 text-ink-3">
        {waiting ? <Spinner label="Searching" /> : <Search />}
        <Command.Input
          autoFocus={inDialog}
          value={text}
          onValueChange={setText}
          placeholder={placeholder}
          className="h-9 w-full min-w-0 bg-transparent text-sm text-ink outline-none pointer-coarse:text-touch"
        />
      </div>
      <Command.List
        hidden={!open}
        className="max-h-56 overflow-y-auto border-t border-line p-1 empty:hidden [&:not(:has([cmdk-item],p))]:hidden"
      >
        {found.map((one) => {
          const gone = taken?.ids.has(one.id);
          return (
            <Command.Item
              key={one.id}
              value={one.id}
              disabled={gone}
              onSelect={() => {
                onChoose(one);
                setText('');
              }}
              className="flex cursor-default items-center gap-3 rounded-control px-2 py-1.5 data-[disabled=true]:opacity-50 data-[selected=true]:bg-hover"
            >
              <Face kind={one.kind} name={one.label} detail={one.detail} />
              {gone ? <span className="text-xs text-ink-3">{taken?.why}</span> : null}
            </Command.Item>
          );
        })}
        {failed ? (
          <p className="px-2 py-2 text-ink-2">This could not be searched just now. Type on to try again.</p>
        ) : null}
        {asked && !failed && !waiting && found.length === 0 ? (
          <p className="px-2 py-2 text-ink-2">{none(asked)}</p>
        ) : null}
      </Command.List>
    </Command>
  );
}

const nothing = async (): Promise<Candidate[]> => [];

const MOST_SHOWN = 50;

function matching(among: Candidate[], text: string): Candidate[] {
  const part = text.toLowerCase();
  return among
    .filter(({ label, detail = '' }) => `${label} ${detail}`.toLowerCase().includes(part))
    .slice(0, MOST_SHOWN);
}
