'use client';

import { Chosen } from '../../_finder/chosen';
import { type Candidate, Finder } from '../../_finder/finder';

type PlacePickerProps = {
  /** All there are, by name. */
  places: Candidate[];
  chosen: Candidate[];
  onChange: (chosen: Candidate[]) => void;
};

/** Chooses teams and sub-teams, out of those that the page has. */
export function PlacePicker({ places, chosen, onChange }: PlacePickerProps) {
  return (
    <div className="grid gap-2">
      <Finder
        label="Find a team or sub-team"
        placeholder="Name of a team or sub-team"
        among={places}
        none={(text) => `No team and no sub-team has “${text}” in its name.`}
        taken={{ ids: new Set(chosen.map(({ id }) => id)), why: 'Chosen' }}
        onChoose={(one) => onChange([...chosen, one])}
        inDialog={false}
      />
      <Chosen chosen={chosen} leaveOut={(gone) => onChange(chosen.filter(({ id }) => id !== gone))} />
    </div>
  );
}
