import { X } from 'lucide-react';
import { IconButton } from '@/components/ui/icon-button';
import { Face } from './face';
import type { Candidate } from './finder';

/** Those who were found and chosen so far, each with a way out; nothing while there are none. */
export function Chosen({ chosen, leaveOut }: { chosen: Candidate[]; leaveOut: (id: string) => void }) {
  if (!chosen.length) return null;
  return (
    <ul aria-label="Chosen" className="divide-y divide-line rounded-control border border-line">
      {chosen.map(({ id, label, detail, kind }) => (
        <li key={id} className="flex items-center gap-3 px-3 py-1.5">
          <Face kind={kind} name={label} detail={detail} />
          <IconButton label={`Leave out ${label}`} icon={<X />} size="sm" onClick={() => leaveOut(id)} />
        </li>
      ))}
    </ul>
  );
}
