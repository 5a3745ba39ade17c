'use server';

import { z } from 'zod';
import { userAction } from '@/lib/actions/action';
import { hideSteps } from '@/lib/shell/first-steps-cookie';
import { rememberTheme, THEMES } from '@/lib/shell/theme';

/** Remembers light, dark or the system's own in this browser, for this host. */
export const chooseTheme = userAction(z.strictObject({ theme: z.enum(THEMES) }), async ({ input }) => {
  await rememberTheme(input.theme);
});

/** Hides a new organization's checklist in this browser. */
export const hideFirstSteps = userAction(z.strictObject({}), async () => {
  await hideSteps();
});
