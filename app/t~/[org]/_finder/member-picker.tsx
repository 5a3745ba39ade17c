'use client';

import { X } from 'lucide-react';
import { IconButton } from '@/components/ui/icon-button';
import { searchMembers } from '../_shell/ask';
import { Face } from './face';
import { type Candidate, Finder } from './finder';

type MemberPickerProps = { chosen: Candidate | null; onChoose: (member: Candidate | null) => void };

/** Finds one member by part of a name or e-mail. */
export function MemberPicker({ chosen, onChoose }: MemberPickerProps) {
  if (!chosen)
    return (
      <Finder
        label="Find a member"
        placeholder="Name or e-mail of a member"
        find={searchMembers}
        none={(text) => `No member’s name or e-mail has “${text}” in it.`}
        onChoose={onChoose}
      />
    );
  return (
    <div className="flex items-center gap-3 rounded-control border border-line-strong bg-field px-3 py-2">
      <Face name={chosen.label} detail={chosen.detail} />
      <IconButton label="Choose somebody else" icon={<X />} size="sm" onClick={() => onChoose(null)} />
    </div>
  );
}
