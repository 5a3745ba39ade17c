'use client';

import { Command } from 'cmdk';
import { Search, UsersRound } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Avatar } from '@/components/ui/avatar';
import { Spinner } from '@/components/ui/spinner';
import { searchMembers, searchTeams } from '../_shell/ask';

/** Somebody to share with: `member.<id>` or `team.<id>`. */
export type Found = { who: string; kind: 'member' | 'team'; name: string; detail: string };

const PAUSE_MS = 160;

/** Finds members and teams by part of a name or e-mail. Arrows and Enter choose. */
export function GranteeFinder({ onChoose, has }: { onChoose: (one: Found) => void; has: Set<string> }) {
  const [text, setText] = useState('');
  const { found, asked, failed } = useFound(text.trim());
  const waiting = text.trim() !== '' && asked !== text.trim() && !failed;
  return (
    <Command
      shouldFilter={false}
      loop
      label="Find people and teams"
      className="overflow-hidden rounded-control border border-line-strong bg-field focus-within:border-accent"
    >
      <div className="flex items-center gap-2 px-3 text-ink-3">
        {waiting ? <Spinner label="Searching" /> : <Search />}
        <Command.Input
          autoFocus
          value={text}
          onValueChange={setText}
          placeholder="Add people and teams"
          className="h-9 w-full min-w-0 bg-transparent text-sm text-ink outline-none pointer-coarse:text-touch"
        />
      </div>
      <Command.List className="max-h-56 overflow-y-auto border-t border-line p-1 empty:hidden [&:not(:has([cmdk-item],p))]:hidden">
        {found.map((one) => (
          <Command.Item
            key={one.who}
            value={one.who}
            disabled={has.has(one.who)}
            onSelect={() => {
              onChoose(one);
              setText('');
            }}
            className="flex cursor-default items-center gap-3 rounded-control px-2 py-1.5 data-[disabled=true]:opacity-50 data-[selected=true]:bg-hover"
          >
            <Face {...one} />
            {has.has(one.who) ? <span className="text-xs text-ink-3">Has access</span> : null}
          </Command.Item>
        ))}
        {failed ? (
          <p className="px-2 py-2 text-ink-2">This could not be searched just now. Type on to try again.</p>
        ) : null}
        {asked && !failed && !waiting && found.length === 0 ? (
          <p className="px-2 py-2 text-ink-2">Nobody here, and no team, is called “{asked}”.</p>
        ) : null}
      </Command.List>
    </Command>
  );
}

/** A person or a team, with what tells them from others below the name. */
export function Face({ kind, name, detail }: { kind: 'member' | 'team'; name: string; detail?: string }) {
  return (
    <>
      {kind === 'team' ? <TeamMark /> : <Avatar name={name} size={24} />}
      <span className="min-w-0 flex-1">
        <span className="block truncate leading-4.5 font-medium text-ink">{name}</span>
        {detail ? <span className="block truncate text-xs text-ink-2">{detail}</span> : null}
      </span>
    </>
  );
}

/** What stands for a team where a person has a face. */
export const TeamMark = () => (
  <span
    aria-hidden
    className="grid size-6 shrink-0 place-items-center rounded-[6px] bg-accent-soft text-accent-text [&_.lucide]:size-3.5"
  >
    <UsersRound />
  </span>
);

type State = { found: Found[]; asked: string; failed: boolean };

/** Who answers to `text`; those of the text before stay in sight until they are there. */
function useFound(text: string): State {
  const [state, setState] = useState<State>({ found: [], asked: '', failed: false });
  useEffect(() => {
    if (!text) {
      setState({ found: [], asked: '', failed: false });
      return;
    }
    let stale = false;
    const timer = setTimeout(() => {
      Promise.all([searchTeams(text), searchMembers(text)]).then(
        ([teams, members]) => {
          if (stale) return;
          const of = (kind: Found['kind']) => (one: { id: string; label: string; detail?: string }) => ({
            who: `${kind}.${one.id}`,
            kind,
            name: one.label,
            detail: one.detail ?? '',
          });
          setState({
            found: [...teams.map(of('team')), ...members.map(of('member'))],
            asked: text,
            failed: false,
          });
        },
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
