'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { type Candidate, MemberPicker } from '../settings/member-picker';

type HeirPickerProps = { heir: Candidate | null; onChoose: (heir: Candidate | null) => void; says: string };

/** Who gets what somebody owns who goes; nobody is a choice, too, and what one starts with. */
export function HeirPicker({ heir, onChoose, says }: HeirPickerProps) {
  const [choosing, setChoosing] = useState(false);
  return (
    <fieldset className="grid gap-2">
      <legend className="font-medium">Hand over</legend>
      <p className="text-ink-2">{says}</p>
      {heir || choosing ? (
        <MemberPicker chosen={heir} onChoose={onChoose} />
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
