'use server';

import { z } from 'zod';
import { browserAction } from '@/lib/admit/action';
import { hideSteps } from '@/lib/shell/first-steps-cookie';
import { rememberTheme, THEMES } from '@/lib/shell/theme';
import { hideWarning, LEVELS } from '@/lib/shell/usage-warning-cookie';

/** Remembers light, dark or the system's own in this browser, for this host. */
export const chooseTheme = browserAction(z.strictObject({ theme: z.enum(THEMES) }), async ({ theme }) => {
  await rememberTheme(theme);
});

/** Hides a new organization's checklist in this browser. */
export const hideFirstSteps = browserAction(z.strictObject({}), async () => {
  await hideSteps();
});

/** Hides the warning about limits in this browser for a day. */
export const hideUsageWarning = browserAction(
  z.strictObject({ level: z.enum(LEVELS) }),
  async ({ level }) => {
    await hideWarning(level);
  },
);
