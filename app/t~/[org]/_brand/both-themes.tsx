import type { ReactNode } from 'react';
import { accentStyle } from '@/components/ui/accent';

const THEMES = ['light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

type BothThemesProps = {
  color: string;
  /** One beside the other where there is room; else one below the other. */
  beside?: boolean;
  /** Draws the surface in one theme. */
  children: (theme: Theme) => ReactNode;
};

/** A surface in the light and in the dark theme, in a colour that is being chosen. Only to be looked at. */
export function BothThemes({ color, beside, children }: BothThemesProps) {
  return (
    <div inert className={beside ? 'grid gap-2 sm:grid-cols-2' : 'grid gap-3'}>
      {THEMES.map((theme) => (
        <div
          key={theme}
          data-theme={theme}
          style={accentStyle(color)}
          className="org-color min-w-0 overflow-hidden rounded-card border border-line bg-surface"
        >
          {children(theme)}
        </div>
      ))}
    </div>
  );
}
