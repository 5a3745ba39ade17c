'use client';

import { useRef } from 'react';
import { Checkbox } from '@/components/ui/checkbox';
import { useSelection } from './selection';

/** The head of the selecting column: all rows of this page, or none. */
export function SelectAllHead() {
  const { ids, selected, toggleAll } = useSelection();
  return (
    <th scope="col" {...{ role: 'columnheader' }} className="th-base w-9 pr-0 max-sm:w-4">
      <Checkbox
        aria-label="Select all on this page"
        className="touch-target align-middle"
        checked={ids.length > 0 && selected.length === ids.length}
        indeterminate={selected.length > 0 && selected.length < ids.length}
        disabled={ids.length === 0}
        onChange={toggleAll}
      />
    </th>
  );
}

/** Selects one row; with Shift also those between it and the last one that was clicked. */
export function SelectCell({ id, label, disabled }: { id: string; label: string; disabled?: boolean }) {
  const { isSelected, toggle } = useSelection();
  const shift = useRef(false);
  return (
    <td {...{ role: 'cell' }} className="td-base td-select">
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the control is inside */}
      <label
        onPointerDown={(e) => {
          shift.current = e.shiftKey;
        }}
      >
        <span className="sr-only">Select {label}</span>
        <Checkbox
          data-row-check
          className="absolute top-1/2 left-3 -translate-y-1/2"
          checked={isSelected(id)}
          disabled={disabled}
          onKeyDown={(event) => {
            shift.current = event.shiftKey;
          }}
          onChange={() => toggle(id, shift.current)}
        />
      </label>
    </td>
  );
}
