import { cookies } from 'next/headers';
import { cookieOptions } from '../auth/cookie';

/** The cookie that keeps a browser's choice on one host. Absent: the system's own. */
const COOKIE = 'theme';
const YEAR = 365 * 24 * 60 * 60;

/** What a person may choose for light and dark. */
export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** The theme that this browser chose on this host; 'system' when none, or nonsense, was chosen. */
export async function currentTheme(): Promise<Theme> {
  const chosen = (await cookies()).get(COOKIE)?.value;
  return chosen === 'light' || chosen === 'dark' ? chosen : 'system';
}

/** Keeps the choice for a year. In actions and handlers only. */
export async function rememberTheme(theme: Theme): Promise<void> {
  const jar = await cookies();
  if (theme === 'system') jar.delete(COOKIE);
  else jar.set(COOKIE, theme, cookieOptions(YEAR));
}
