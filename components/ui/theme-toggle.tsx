'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import { ToggleGroup } from 'radix-ui';
import type { ReactNode } from 'react';
import { type Theme, useTheme } from './theme';

const THEMES: { value: Theme; label: string; icon: ReactNode }[] = [
  { value: 'system', label: 'System', icon: <Monitor /> },
  { value: 'light', label: 'Light', icon: <Sun /> },
  { value: 'dark', label: 'Dark', icon: <Moon /> },
];

type ThemeToggleProps = { current: Theme; onChange: (theme: Theme) => unknown };

/** System, light or dark. Takes effect at once; `onChange` stores it (a server action, say). */
export function ThemeToggle({ current, onChange }: ThemeToggleProps) {
  const { theme, choose } = useTheme(current, onChange);
  return (
    <ToggleGroup.Root
      type="single"
      value={theme}
      // Radix reports '' when the pressed one is pressed again; one is always chosen here.
      onValueChange={(next) => next && choose(next as Theme)}
      aria-label="Theme"
      className="inline-flex w-fit gap-0.5 rounded-[8px] bg-press p-0.5"
    >
      {THEMES.map(({ value, label, icon }) => (
        <ToggleGroup.Item
          key={value}
          value={value}
          className="inline-flex h-7 items-center gap-1.5 rounded-control px-2.5 text-xs font-medium text-ink-2 hover:text-ink data-[state=on]:bg-raised data-[state=on]:text-ink data-[state=on]:shadow-control pointer-coarse:h-10 pointer-coarse:px-3"
        >
          {icon}
          {label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
