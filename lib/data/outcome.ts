import { AppError, ERRORS, type ErrorCode } from '../errors';

/** What became of one person or invitation in an act on many. `before` is the role it had, when that matters. */
export type Outcome = {
  id: string;
  /** Name or address; empty for somebody who isn't there. */
  label: string;
  done: boolean;
  code?: ErrorCode;
  /** Why not, in a sentence. */
  why?: string;
  before?: string;
};

/** Somebody for whom it was not done. */
export const refusedFor = (id: string, label: string, code: ErrorCode, why?: string): Outcome => ({
  id,
  label,
  done: false,
  code,
  why: why ?? ERRORS[code].sentence,
});

/** The AppError of a refusal as an Outcome; any other error is thrown on. */
export function outcomeOf(id: string, label: string, error: unknown): Outcome {
  if (!(error instanceof AppError)) throw error;
  return refusedFor(id, label, error.code, error.message);
}

/** For an act on exactly one: what became of it. @throws AppError when it was not done */
export function theOnly(outcomes: Outcome[]): Outcome {
  const [only] = outcomes;
  if (!only || outcomes.length !== 1) throw new RangeError('one outcome was expected');
  if (!only.done) throw new AppError(only.code ?? 'internal', only.why ? { message: only.why } : {});
  return only;
}
