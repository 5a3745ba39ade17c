import { AppError, ERRORS, type FieldErrors } from '../errors';
import { log } from '../log';

/** What an action answers. `code` is of the closed vocabulary; `reference` finds an unexpected failure in the log. */
export type ActionResult<Data = unknown> =
  | { ok: true; message?: string; data?: Data }
  | {
      ok: false;
      code: string;
      message: string;
      fields?: FieldErrors;
      reference?: string;
      retryAfter?: number;
    };

/** A refusal as it goes to the client: never a stack, a table's name or another org's anything. */
export function refusal(error: unknown, requestId: string): ActionResult<never> {
  if (error instanceof AppError) {
    const { code, message, fields, retryAfter } = error;
    return { ok: false, code, message, ...(fields && { fields }), ...(retryAfter && { retryAfter }) };
  }
  log.error('action failed', { requestId, error });
  return { ok: false, code: 'internal', message: ERRORS.internal.sentence, reference: requestId };
}
