'use client';

import { MenuRadioGroup, MenuRadioItem } from '@/components/ui/dropdown-menu';
import type { Role } from '@/lib/access/permissions';
import { roleOptions } from './role-options';

type RoleChoicesProps = { mine: Role; from: Role; onChoose: (role: Role) => void };

/** The four roles inside a menu, each with what it means; those that may not be given say why. */
export function RoleChoices({ mine, from, onChoose }: RoleChoicesProps) {
  return (
    <MenuRadioGroup value={from} onValueChange={(value) => onChoose(value as Role)}>
      {roleOptions(mine, from).map(({ value, label, hint, disabled }) => (
        <MenuRadioItem key={value} value={value} disabled={disabled}>
          {label}
          <span className="block max-w-64 text-xs text-ink-3">{hint}</span>
        </MenuRadioItem>
      ))}
    </MenuRadioGroup>
  );
}
