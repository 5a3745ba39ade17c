import type { JudgedLine, Verdict } from '@/lib/data/invite-judge';

type Tone = 'green' | 'blue' | 'amber' | 'red' | 'neutral';

/** How each verdict is called before sending, and after. */
export const VERDICTS: Record<Verdict, { before: string; after: string; tone: Tone }> = {
  ready: { before: 'Ready', after: 'Invited', tone: 'green' },
  again: { before: 'Ready, again', after: 'Invited again', tone: 'green' },
  duplicate: { before: 'Duplicate', after: 'Left out', tone: 'neutral' },
  malformed: { before: 'No address', after: 'Left out', tone: 'red' },
  unknown_role: { before: 'Unknown role', after: 'Left out', tone: 'red' },
  unknown_place: { before: 'Unknown team', after: 'Left out', tone: 'red' },
  role_not_allowed: { before: 'Not allowed', after: 'Left out', tone: 'red' },
  member: { before: 'Is a member', after: 'Left out', tone: 'amber' },
  invited: { before: 'Is invited', after: 'Left out', tone: 'amber' },
  no_room: { before: 'No room', after: 'Left out', tone: 'amber' },
};

/** True when sending invites, or invited, this one. */
export const isReady = ({ verdict }: JudgedLine): boolean => verdict === 'ready' || verdict === 'again';

/** "1 person", "12 people" */
export const people = (n: number): string => (n === 1 ? '1 person' : `${n.toLocaleString('en')} people`);
