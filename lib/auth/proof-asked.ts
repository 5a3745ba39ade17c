import { asUser } from '../db/as-user';
import type { Caller } from '../db/enter';
import { AppError } from '../errors';
import { mustBeProved } from './proof';

/** A proof older than this is asked for again, so that there is time left for what needs it. */
const MINUTES = 5;

/** Returns how the person has to prove who they are before they go back; null when they did a moment ago. */
export async function proofAskedOf(caller: Caller): Promise<'password_required' | 'sign_in_required' | null> {
  try {
    await asUser(caller, (db) => mustBeProved(db, caller, MINUTES));
    return null;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'password_required' || error.code === 'sign_in_required') return error.code;
    throw error;
  }
}
