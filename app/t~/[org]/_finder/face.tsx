import { Layers, Share2, UsersRound } from 'lucide-react';
import { Avatar } from '@/components/ui/avatar';

export type FaceKind = 'member' | 'team' | 'sub_team' | 'thing';

/** A person, a team or a thing, with what tells it from others below the name. */
export function Face({ kind = 'member', name, detail }: { kind?: FaceKind; name: string; detail?: string }) {
  return (
    <>
      <Mark kind={kind} name={name} />
      <span className="min-w-0 flex-1">
        <span className="block truncate leading-4.5 font-medium text-ink">{name}</span>
        {detail ? <span className="block truncate text-xs text-ink-2">{detail}</span> : null}
      </span>
    </>
  );
}

function Mark({ kind, name }: { kind: FaceKind; name: string }) {
  if (kind === 'member') return <Avatar name={name} size={24} />;
  if (kind === 'thing') return <Share2 aria-hidden className="mx-1 shrink-0 text-ink-3" />;
  return (
    <span
      aria-hidden
      className="grid size-6 shrink-0 place-items-center rounded-[6px] bg-accent-soft text-accent-text [&_.lucide]:size-3.5"
    >
      {kind === 'team' ? <UsersRound /> : <Layers />}
    </span>
  );
}
