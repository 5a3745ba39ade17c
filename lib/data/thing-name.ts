import { typedText } from '../input/typed-text';

/** What people call an organization, a team or a sub-team: one line, composed (NFC), so that it is found as it is typed. */
export const thingName = typedText()
  .trim()
  .min(1, 'Give it a name.')
  .max(80, 'Use at most 80 characters.')
  .regex(/^\P{Cc}*$/u, 'Leave out control characters.');
