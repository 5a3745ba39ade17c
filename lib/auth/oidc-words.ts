/** Why signing in with a provider came to nothing. What next-auth says itself is one of the last three. */
const REASONS = {
  oidc_unverified: (name: string) =>
    `${name} has not confirmed your e-mail address, so we can’t tell whose account it is. Confirm it there, or sign in another way.`,
  oidc_exists: (name: string) =>
    `There is an account with this address already. Sign in to it as you always do, then connect ${name} under Account.`,
  oidc_elsewhere: (name: string) =>
    `This account of ${name} is connected to another account here. Disconnect it there first.`,
  oidc_failed: (name: string) => `Signing in with ${name} did not work. Nothing was changed; try again.`,
  rate_limited: () => 'Too many attempts. Try again in a while.',
  Callback: (name: string) => `${name} did not sign you in. Try again, or choose another way.`,
  OAuthCallback: (name: string) =>
    `What ${name} answered does not fit to what was asked. Try again from here.`,
  OAuthSignin: (name: string) => `${name} can’t be reached at the moment. Try again, or choose another way.`,
} as const;

export type OidcReason = keyof typeof REASONS;

/** A sentence for the word that stands in the address after signing in with a provider failed; null for any other word. */
export const oidcSentence = (reason: string, name = 'The provider'): string | null =>
  Object.hasOwn(REASONS, reason) ? REASONS[reason as OidcReason](name) : null;
