'use client';

import { chooseTheme } from '@/app/actions/shell';
import { ThemeToggle } from '@/components/ui/theme-toggle';
import { toast } from '@/components/ui/toast-store';
import type { Theme } from '@/lib/shell/theme';

/** Light, dark or the system's own. */
export function Appearance({ theme }: { theme: Theme }) {
  const remember = async (next: Theme) => {
    const result = await chooseTheme({ theme: next });
    if (!result.ok) toast({ title: result.message, code: result.code, tone: 'red' });
  };
  return <ThemeToggle current={theme} onChange={remember} />;
}
