/** What an action answers: done, with a message or data for the screen; or refused, with a stable code. */
export type ActionResult<T = unknown> =
  | { ok: true; message?: string; data?: T }
  | { ok: false; code: string; message: string; fields?: Record<string, string> };

/** A server action as the forms call it. */
export type Action<Input, T = unknown> = (input: Input) => Promise<ActionResult<T>>;

/** What a form shows after a refusal: the sentence and its code. */
export type ActionError = { code: string; message: string };
