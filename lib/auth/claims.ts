import { normalEmail } from './email-address';
import { nameField } from './fields';
import type { OidcProvider } from './oidc-config';
import { OidcRefusal } from './oidc-refusal';

/** What a provider said about a person, signed. openid-client has checked signature, audience, nonce, and expiry. */
export type Claims = {
  iss: string;
  sub: string;
  /** When the token was issued, in seconds. */
  iat?: number;
  email?: string;
  email_verified?: unknown;
  name?: string;
};

const FUTURE_SECONDS = 60;
const PAST_SECONDS = 5 * 60;

/**
 * Refuses a token of another issuer, which is nobody's whoever its subject is, and one that was issued in the future or
 * more than five minutes ago: the answer to a sign-in is issued for it.
 * @throws OidcRefusal oidc_failed, oidc_clock
 */
export function mustBeCurrent(provider: OidcProvider, { iss, sub, iat }: Claims, now = Date.now()): void {
  if (iss !== provider.issuer || typeof sub !== 'string' || !sub || sub.length > 255)
    throw new OidcRefusal('oidc_failed');
  const age = typeof iat === 'number' ? now / 1000 - iat : Number.NaN;
  if (!(age >= -FUTURE_SECONDS && age <= PAST_SECONDS)) throw new OidcRefusal('oidc_clock');
}

/** Returns the address that the provider says it confirmed, in its stored form; null without one. */
export const confirmedEmail = ({ email, email_verified: confirmed }: Claims): string | null =>
  confirmed === true && typeof email === 'string' ? normalEmail(email) : null;

/** Returns the person's name by the rules for every name; without a valid one, the part of the address before the @. */
export function nameIn({ name }: Claims, email: string): string {
  for (const candidate of [name, email.slice(0, email.lastIndexOf('@'))]) {
    const read = nameField.safeParse(candidate);
    if (read.success) return read.data;
  }
  return 'New user';
}

/** Whether the provider runs the domain of this address: then its word on who has it is what a mailed link would be. */
export const runsDomainOf = ({ domains }: Pick<OidcProvider, 'domains'>, email: string): boolean =>
  domains.includes(email.slice(email.lastIndexOf('@') + 1));
