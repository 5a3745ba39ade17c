import { signIn } from 'next-auth/react';
import type { ActionResult } from '@/components/form/action-result';
import { ERRORS, type ErrorCode } from '@/lib/errors';

/** The ways to prove who one is; each is a provider of lib/auth/next-auth.ts. */
type Way = 'password' | 'link' | 'verify' | 'confirm' | 'reset';

/**
 * Signs this browser in on the root host, through next-auth with its CSRF token. Answers like an action, so that
 * forms show a refusal alike.
 * @param sentences what to say instead of a code's usual sentence
 */
export async function startSession(
  way: Way,
  credentials: Record<string, string>,
  sentences: Partial<Record<ErrorCode, string>> = {},
): Promise<ActionResult<never>> {
  // Without a callbackUrl of its own next-auth would send the page's address, secret and all.
  const answer = await signIn(way, { ...credentials, redirect: false, callbackUrl: '/' });
  if (answer?.ok && !answer.error && !answer.url?.includes('csrf=true')) return { ok: true };
  if (answer?.url?.includes('csrf=true')) {
    return {
      ok: false,
      code: 'forbidden',
      message: 'Your browser kept no cookie. Allow them for this site, then try again.',
    };
  }
  const code: ErrorCode = answer?.error && answer.error in ERRORS ? (answer.error as ErrorCode) : 'internal';
  return { ok: false, code, message: sentences[code] ?? ERRORS[code].sentence };
}

/** Leaves for another address with a full load, and lets what called it look busy until the page is gone. */
export function leaveFor(href: string): Promise<void> {
  window.location.assign(href);
  return new Promise((resolve) => setTimeout(resolve, 8000));
}
