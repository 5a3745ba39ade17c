'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { onDemand } from '@/components/ui/on-demand';
import type { Candidate } from '../_finder/finder';

const picker = onDemand(() => import('../_finder/member-picker'));

type HeirPickerProps = { heir: Candidate | null; onChoose: (heir: Candidate | null) => void; says: string };

/** Who gets what somebody owns who goes; nobody is a choice, too, and what one starts with. */
export function HeirPicker({ heir, onChoose, says }: HeirPickerProps) {
  const [choosing, setChoosing] = useState(false);
  const part = picker.usePart({ wanted: choosing, open: choosing, close: () => setChoosing(false) });
  return (
    <fieldset className="grid gap-2">
      <legend className="font-medium">Hand over</legend>
      <p className="text-ink-2">{says}</p>
      {heir || choosing ? (
        part && <part.MemberPicker chosen={heir} onChoose={onChoose} />
      ) : (
        <div>
          <Button size="sm" onClick={() => setChoosing(true)}>
            Choose who gets it
          </Button>
        </div>
      )}
    </fieldset>
  );
}
