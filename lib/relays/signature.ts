import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';

// Standard Webhooks (https://www.standardwebhooks.com): HMAC-SHA256 over "id.timestamp.body", at most five minutes old.

/** The three headers of a signed event. */
export type SignedHeaders = {
  'webhook-id': string;
  'webhook-timestamp': string;
  'webhook-signature': string;
};

/** A new signing secret, as both sides write it down: `whsec_` and 32 random bytes in base64. */
export const newSigningSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

/** Signs a body with each secret that counts at the moment: while one is replaced, either side may have either. */
export function sign(
  secrets: readonly string[],
  id: string,
  body: string,
  at: Date = new Date(),
): SignedHeaders {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(' '),
  };
}

/** True when one of the secrets signed exactly this, less than five minutes ago by both sides' clocks. */
export function isSigned(
  secrets: readonly string[],
  headers: { [Name in keyof SignedHeaders]: string | null },
  body: string,
): boolean {
  const given = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value ?? '']));
  return secrets.some((secret) => {
    try {
      new Webhook(secret).verify(body, given, { jsonParse: false });
      return true;
    } catch {
      return false;
    }
  });
}
