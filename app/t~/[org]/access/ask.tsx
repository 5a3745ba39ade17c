'use client';

import { X } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { IconButton } from '@/components/ui/icon-button';
import { orgPaths } from '@/lib/routes';
import { Face } from '../_finder/face';
import { type Candidate, Finder } from '../_finder/finder';
import { searchMembers, searchThings } from '../_shell/ask';

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
        chosen={person && { id: person.id, label: person.name, detail: person.email }}
        find={searchMembers}
        onChoose={(one) => go(one?.id, thing?.on)}
      />
      <span className="text-ink-2 sm:pt-2.5">reach</span>
      <Slot
        key={thing?.on ?? 'nothing'}
        label="a group, relay or conversation"
        chosen={thing && { id: thing.on, label: thing.name, detail: thing.where, kind: 'thing' }}
        find={findThings}
        onChoose={(one) => go(person?.id, one?.id)}
      />
    </div>
  );
}

const findThings = async (text: string): Promise<Candidate[]> =>
  (await searchThings(text)).map((one) => ({ ...one, kind: 'thing' as const }));

type SlotProps = {
  label: string;
  chosen: Candidate | null;
  find: (text: string) => Promise<Candidate[]>;
  onChoose: (one: Candidate | null) => void;
};

function Slot({ label, chosen, find, onChoose }: SlotProps) {
  if (!chosen)
    return (
      <Finder
        inDialog={false}
        label={`Find ${label}`}
        placeholder={`Find ${label}`}
        find={find}
        none={(text) => `Nothing is called “${text}”.`}
        onChoose={onChoose}
      />
    );
  return (
    <div className="flex min-h-10 items-center gap-3 rounded-control border border-line-strong bg-field px-3 py-1.5">
      <Face kind={chosen.kind} name={chosen.label} detail={chosen.detail} />
      <IconButton label={`Choose ${label} anew`} icon={<X />} size="sm" onClick={() => onChoose(null)} />
    </div>
  );
}
