import type { DomainState } from '@/lib/domains/state';

const MESSAGES: Record<DomainState, string> = {
  pending: 'Checked: the proof is not there yet',
  verified: 'Checked: it is yours, and does not lead here yet',
  live: 'Checked: all is well',
  failing: 'Checked: something is wrong with it',
  lapsed: 'Checked: it was released',
};

/** What a look-up came to, in a few words. */
export const checkedMessage = (state: DomainState): string => MESSAGES[state];
