'use client';

import { Command } from 'cmdk';
import { Search, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Avatar } from '@/components/ui/avatar';
import { IconButton } from '@/components/ui/icon-button';
import { Spinner } from '@/components/ui/spinner';
import { searchMembers } from '../_shell/ask';

export type Candidate = { id: string; label: string; detail?: string };

type MemberPickerProps = { chosen: Candidate | null; onChoose: (member: Candidate | null) => void };

const PAUSE_MS = 160;

/** Finds one member by part of a name or e-mail. */
export function MemberPicker({ chosen, onChoose }: MemberPickerProps) {
  if (!chosen) return <Finder onChoose={onChoose} />;
  return (
    <div className="flex items-center gap-3 rounded-control border border-line-strong bg-field px-3 py-2">
      <Person {...chosen} />
      <IconButton label="Choose somebody else" icon={<X />} size="sm" onClick={() => onChoose(null)} />
    </div>
  );
}

function Finder({ onChoose }: { onChoose: (member: Candidate) => void }) {
  const [text, setText] = useState('');
  const { found, asked, failed } = useFound(text.trim());
  const waiting = text.trim() !== '' && asked !== text.trim() && !failed;
  return (
    <Command
      shouldFilter={false}
      loop
      label="Find a member"
      className="overflow-hidden rounded-control border border-line-strong bg-field"
    >
      <div className="flex items-center gap-2 px-3 text-ink-3">
        {waiting ? <Spinner label="Searching" /> : <Search />}
        <Command.Input
          autoFocus
          value={text}
          onValueChange={setText}
          placeholder="Name or e-mail of a member"
          className="h-9 w-full min-w-0 bg-transparent text-sm text-ink outline-none pointer-coarse:text-touch"
        />
      </div>
      <Command.List className="max-h-52 overflow-y-auto border-t border-line p-1 empty:hidden [&:not(:has([cmdk-item],p))]:hidden">
        {found.map((member) => (
          <Command.Item
            key={member.id}
            value={member.id}
            onSelect={() => onChoose(member)}
            className="flex cursor-default items-center gap-3 rounded-control px-2 py-1.5 data-[selected=true]:bg-hover"
          >
            <Person {...member} />
          </Command.Item>
        ))}
        {failed ? (
          <p className="px-2 py-2 text-ink-2">This could not be searched just now. Type on to try again.</p>
        ) : null}
        {asked && !failed && !waiting && found.length === 0 ? (
          <p className="px-2 py-2 text-ink-2">No member’s name or e-mail has “{asked}” in it.</p>
        ) : null}
      </Command.List>
    </Command>
  );
}

function Person({ label, detail }: Omit<Candidate, 'id'>) {
  return (
    <>
      <Avatar name={label} size={24} />
      <span className="min-w-0 flex-1">
        <span className="block truncate leading-4.5 font-medium text-ink">{label}</span>
        <span className="block truncate text-xs text-ink-2">{detail}</span>
      </span>
    </>
  );
}

type Found = { found: Candidate[]; asked: string; failed: boolean };

/** Members that answer to `text`; those of the text before stay in sight until they are there. */
function useFound(text: string): Found {
  const [state, setState] = useState<Found>({ found: [], asked: '', failed: false });
  useEffect(() => {
    if (!text) {
      setState({ found: [], asked: '', failed: false });
      return;
    }
    let stale = false;
    const timer = setTimeout(() => {
      searchMembers(text).then(
        (found) => stale || setState({ found, asked: text, failed: false }),
        // Said in the list, with what to do.
        () => stale || setState({ found: [], asked: text, failed: true }),
      );
    }, PAUSE_MS);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [text]);
  return state;
}
