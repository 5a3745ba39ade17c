import type { ActionResult } from '@/components/form/action-result';
import type { lookAtInvitation } from './actions';

type Data<R> = R extends { ok: true; data?: infer D } ? NonNullable<D> : never;

/** What an invitation says to whoever holds its secret. */
export type Offer = Data<Extract<Awaited<ReturnType<typeof lookAtInvitation>>, { ok: true }>>;

/** Under which name this tab keeps the secret while somebody signs in. */
export const PURPOSE = 'invitation';

/** Refusals that mean that the invitation is no longer what the page shows. */
export const isStale = (answer: ActionResult): boolean =>
  !answer.ok && (answer.code.startsWith('invitation_') || answer.code === 'conflict');

const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });

/** "3 May 2027" */
export const day = (iso: string): string => DAY.format(new Date(iso));
