'use client';

import { ChevronDown, UserMinus } from 'lucide-react';
import { Menu, MenuItem, MenuRadioGroup, MenuRadioItem, MenuSeparator } from '@/components/ui/dropdown-menu';
import { canShare } from '@/lib/access/compose';
import { RESOURCE_ROLE_LABELS, RESOURCE_ROLES, type ResourceRole } from '@/lib/access/grants';

type RoleMenuProps = {
  /** Whose role it is, for the name of the button. */
  of: string;
  mine: ResourceRole | null;
  role: ResourceRole;
  /** What they have now; null while it is being given. */
  from: ResourceRole | null;
  onChoose: (role: ResourceRole) => void;
  onRemove?: () => void;
  busy?: boolean;
};

/** The five roles on one resource, each with what it allows; those that may not be given are dimmed. */
export function RoleMenu({ of, mine, role, from, onChoose, onRemove, busy }: RoleMenuProps) {
  const fixed = !canShare(mine, from, from);
  const { label } = RESOURCE_ROLE_LABELS[role];
  return (
    <Menu
      align="end"
      label={`Access of ${of}`}
      trigger={
        <button
          type="button"
          disabled={fixed || busy}
          aria-label={`Access of ${of}: ${label}`}
          aria-busy={busy}
          title={fixed && mine === 'admin' ? 'Only an owner can change an owner.' : undefined}
          className="inline-flex h-7 shrink-0 items-center gap-1 rounded-control px-2 text-ink not-disabled:hover:bg-hover disabled:text-ink-2 data-[state=open]:bg-hover pointer-coarse:h-10"
        >
          {label}
          {fixed ? null : <ChevronDown className="size-3.5! text-ink-3" />}
        </button>
      }
    >
      <MenuRadioGroup value={role} onValueChange={(value) => onChoose(value as ResourceRole)}>
        {RESOURCE_ROLES.map((one) => (
          <MenuRadioItem key={one} value={one} disabled={!canShare(mine, from, one)}>
            {RESOURCE_ROLE_LABELS[one].label}
            <span className="block max-w-64 text-xs text-ink-3">{RESOURCE_ROLE_LABELS[one].sentence}</span>
          </MenuRadioItem>
        ))}
      </MenuRadioGroup>
      {onRemove ? (
        <>
          <MenuSeparator />
          <MenuItem danger icon={<UserMinus />} onSelect={onRemove}>
            Take access back
          </MenuItem>
        </>
      ) : null}
    </Menu>
  );
}
