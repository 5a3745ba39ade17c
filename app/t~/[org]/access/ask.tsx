'use client';

import { Command } from 'cmdk';
import { Search, Share2, X } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { Avatar } from '@/components/ui/avatar';
import { IconButton } from '@/components/ui/icon-button';
import { orgPaths } from '@/lib/routes';
import { searchMembers, searchThings } from '../_shell/ask';

type Chosen = { id: string; label: string; detail?: string };
type AskProps = {
  person: { id: string; name: string; email: string } | null;
  thing: { on: string; name: string; where: string } | null;
};

/** The question: "Why can … reach …?", of a person, a thing, or both. The address holds it, to be sent to others. */
export function Ask({ person, thing }: AskProps) {
  const router = useRouter();
  const go = (member?: string, on?: string) => router.push(orgPaths.access({ member, on }));
  return (
    <div className="grid items-start gap-3 rounded-card border border-line bg-sunken p-3 sm:grid-cols-[auto_minmax(0,1fr)_auto_minmax(0,1fr)]">
      <span className="text-ink-2 sm:pt-2.5">Why can</span>
      <Slot
        key={person?.id ?? 'nobody'}
        label="a person"
        face
        chosen={person && { id: person.id, label: person.name, detail: person.email }}
        find={searchMembers}
        onChoose={(one) => go(one?.id, thing?.on)}
      />
      <span className="text-ink-2 sm:pt-2.5">reach</span>
      <Slot
        key={thing?.on ?? 'nothing'}
        label="a group or relay"
        chosen={thing && { id: thing.on, label: thing.name, detail: thing.where }}
        find={searchThings}
        onChoose={(one) => go(person?.id, one?.id)}
      />
    </div>
  );
}

type SlotProps = {
  label: string;
  face?: boolean;
  chosen: Chosen | null;
  find: (text: string) => Promise<Chosen[]>;
  onChoose: (one: Chosen | null) => void;
};

const PAUSE_MS = 160;

function Slot({ label, face, chosen, find, onChoose }: SlotProps) {
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const { found, asked, failed } = useFound(text.trim(), find);
  if (chosen)
    return (
      <div className="flex min-h-10 items-center gap-3 rounded-control border border-line-strong bg-field px-3 py-1.5">
        <One one={chosen} face={face} />
        <IconButton label={`Choose ${label} anew`} icon={<X />} size="sm" onClick={() => onChoose(null)} />
      </div>
    );
  return (
    <Command
      shouldFilter={false}
      loop
      label={`Find ${label}`}
      onFocus={() => setOpen(true)}
      onBlur={(event) => setOpen(event.currentTarget.contains(event.relatedTarget))}
      className="overflow-hidden rounded-control border border-line-strong bg-field focus-within:border-accent"
    >
      <div className="flex items-center gap-2 px-3 text-ink-3">
        <Search />
        <Command.Input
          value={text}
          onValueChange={setText}
          placeholder={`Find ${label}`}
          className="h-10 w-full min-w-0 bg-transparent text-sm text-ink outline-none pointer-coarse:text-touch"
        />
      </div>
      <Command.List
        hidden={!open}
        className="max-h-64 overflow-y-auto border-t border-line p-1 empty:hidden [&:not(:has([cmdk-item],p))]:hidden"
      >
        {found.map((one) => (
          <Command.Item
            key={one.id}
            value={one.id}
            onSelect={() => onChoose(one)}
            className="flex cursor-default items-center gap-3 rounded-control px-2 py-1.5 data-[selected=true]:bg-hover"
          >
            <One one={one} face={face} />
          </Command.Item>
        ))}
        {failed ? (
          <p className="px-2 py-2 text-ink-2">This could not be searched just now. Type on to try again.</p>
        ) : null}
        {asked && !failed && found.length === 0 ? (
          <p className="px-2 py-2 text-ink-2">Nothing is called “{asked}”.</p>
        ) : null}
      </Command.List>
    </Command>
  );
}

const One = ({ one: { label, detail }, face }: { one: Chosen; face?: boolean }) => (
  <>
    {face ? <Avatar name={label} size={24} /> : <Share2 aria-hidden className="text-ink-3" />}
    <span className="min-w-0 flex-1">
      <span className="block truncate leading-4.5 font-medium text-ink">{label}</span>
      <span className="block truncate text-xs text-ink-2">{detail}</span>
    </span>
  </>
);

type State = { found: Chosen[]; asked: string; failed: boolean };

function useFound(text: string, find: SlotProps['find']): State {
  const [state, setState] = useState<State>({ found: [], asked: '', failed: false });
  useEffect(() => {
    if (!text) {
      setState({ found: [], asked: '', failed: false });
      return;
    }
    let stale = false;
    const timer = setTimeout(() => {
      find(text).then(
        (found) => stale || setState({ found, asked: text, failed: false }),
        // Said in the list, with what to do.
        () => stale || setState({ found: [], asked: text, failed: true }),
      );
    }, PAUSE_MS);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [text, find]);
  return state;
}
