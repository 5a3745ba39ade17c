'use client';

import { ChevronsUpDown, CircleUser, LogOut, Monitor, Moon, Sun } from 'lucide-react';
import { useTransition } from 'react';
import { Avatar } from '@/components/ui/avatar';
import {
  Menu,
  MenuItem,
  MenuLabel,
  MenuRadioGroup,
  MenuRadioItem,
  MenuSeparator,
} from '@/components/ui/dropdown-menu';
import { type Theme, useTheme } from '@/components/ui/theme';

type PersonMenuProps = {
  name: string;
  email: string;
  imageUrl?: string | null;
  accountHref: string;
  theme: Theme;
  /** Remembers the theme. */
  onTheme: (theme: Theme) => unknown;
  signOut: () => unknown;
  /** The picture alone, for top bars. */
  compact?: boolean;
};

/** Who is signed in, and what is theirs: account, theme, signing out. */
export function PersonMenu({
  name,
  email,
  imageUrl,
  accountHref,
  theme: stored,
  onTheme,
  signOut,
  compact,
}: PersonMenuProps) {
  const { theme, choose } = useTheme(stored, onTheme);
  const [, startTransition] = useTransition();
  return (
    <Menu
      align={compact ? 'end' : 'start'}
      side={compact ? 'bottom' : 'top'}
      label="You"
      className="w-[232px]"
      trigger={
        compact ? (
          <button type="button" aria-label={`You, ${name}`} className="touch-target rounded-full">
            <Avatar name={name} src={imageUrl} size={32} />
          </button>
        ) : (
          <button
            type="button"
            className="flex h-10 w-full min-w-0 items-center gap-2.5 rounded-control px-2 text-left hover:bg-hover data-[state=open]:bg-hover"
          >
            <Avatar name={name} src={imageUrl} size={24} />
            <span className="min-w-0 flex-1 truncate text-ink">{name}</span>
            <ChevronsUpDown className="size-3.5! text-ink-3" />
          </button>
        )
      }
    >
      <div className="px-2 py-1.5">
        <p className="truncate font-medium">{name}</p>
        <p className="truncate text-xs text-ink-3">{email}</p>
      </div>
      <MenuSeparator />
      <MenuItem icon={<CircleUser />} href={accountHref}>
        Account
      </MenuItem>
      <MenuSeparator />
      <MenuLabel>Theme</MenuLabel>
      <MenuRadioGroup value={theme} onValueChange={(next) => choose(next as Theme)}>
        <MenuRadioItem value="system" icon={<Monitor />} keepOpen>
          System
        </MenuRadioItem>
        <MenuRadioItem value="light" icon={<Sun />} keepOpen>
          Light
        </MenuRadioItem>
        <MenuRadioItem value="dark" icon={<Moon />} keepOpen>
          Dark
        </MenuRadioItem>
      </MenuRadioGroup>
      <MenuSeparator />
      <MenuItem icon={<LogOut />} onSelect={() => startTransition(async () => void (await signOut()))}>
        Sign out
      </MenuItem>
    </Menu>
  );
}
