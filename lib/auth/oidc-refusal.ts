import type { OidcReason } from './oidc-words';

/** Signing in with a provider is refused. The reason goes into the address; its sentence is in oidc-words.ts. */
export class OidcRefusal extends Error {
  override readonly name = 'OidcRefusal';
  constructor(readonly reason: OidcReason) {
    super(reason);
  }
}
