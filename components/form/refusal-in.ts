import type { ActionResult } from './action-result';

/**
 * The refusal of an action that the server turned away before it ran: too many requests, too long a queue. It comes as
 * text (scripts/lib/front/too-many.mjs), which Next's client makes the message of an error. Null for any other error.
 */
export function refusalIn(thrown: unknown): (ActionResult<never> & { ok: false }) | null {
  if (!(thrown instanceof Error) || !thrown.message.startsWith('{"code":')) return null;
  try {
    const { code, message } = JSON.parse(thrown.message);
    return typeof code === 'string' && typeof message === 'string' ? { ok: false, code, message } : null;
  } catch {
    return null;
  }
}
