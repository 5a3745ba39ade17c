/** Why signing in with a provider failed. The last three are next-auth's own words. */
const REASONS = {
  oidc_unverified: (name: string) =>
    `${name} hasn’t confirmed your email address. Confirm it there, or sign in another way.`,
  oidc_elsewhere: (name: string) =>
    `This ${name} account is connected to another account here. Disconnect it there first.`,
  oidc_unproved: (name: string) =>
    `${name} wasn’t connected, because you confirmed that it’s you too long ago. Connect it again.`,
  oidc_clock: (name: string) =>
    `${name} sent an answer that isn’t current, so its clock or ours is wrong. Try again, or sign in another way.`,
  oidc_failed: (name: string) => `Signing in with ${name} failed. Nothing was changed. Try again.`,
  rate_limited: () => 'Too many attempts. Try again in a while.',
  Callback: (name: string) => `${name} didn’t sign you in. Try again, or sign in another way.`,
  OAuthCallback: (name: string) =>
    `${name} didn’t sign you in, or its answer didn’t match the request. Try again from here.`,
  OAuthSignin: (name: string) => `${name} can’t be reached right now. Try again, or sign in another way.`,
} as const;

export type OidcReason = keyof typeof REASONS;

/** Returns the sentence for the reason in the address after signing in with a provider failed; null for any other word. */
export const oidcSentence = (reason: string, name = 'The provider'): string | null =>
  Object.hasOwn(REASONS, reason) ? REASONS[reason as OidcReason](name) : null;
