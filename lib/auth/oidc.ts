import type { OAuthConfig } from 'next-auth/providers/oauth';
import { personIfAny } from '../admit/person';
import type { UserId } from '../db/scope';
import { env } from '../env';
import { log } from '../log';
import { takeConnect } from './connect-cookie';
import { type Claims, connectTo, userOf } from './identities';
import { attempt } from './limits';
import type { OidcProvider } from './oidc-config';
import { OidcRefusal } from './oidc-refusal';

/** A provider as next-auth takes it: the code flow with PKCE, state and nonce; tokens are checked by openid-client. */
export const oauthConfig = (provider: OidcProvider): OAuthConfig<Claims> => ({
  id: provider.id,
  name: provider.name,
  type: 'oauth',
  wellKnown: `${provider.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
  clientId: provider.client_id,
  clientSecret: provider.client_secret,
  idToken: true,
  checks: ['pkce', 'state', 'nonce'],
  authorization: { params: { scope: 'openid email profile' } },
  userinfo: {
    // Address and name stand in the ID token or at the userinfo endpoint, as the provider likes. Who it is, is the token's
    // word alone, and openid-client refuses a userinfo of somebody else.
    request: async ({ tokens, client }) => {
      const claims = (tokens as { claims(): Claims }).claims();
      if (claims.email !== undefined) return claims;
      return { ...(await client.userinfo<Claims>(tokens as never)), iss: claims.iss, sub: claims.sub };
    },
  },
  profile: ({ sub }) => ({ id: sub }),
});

/**
 * Who has come back from a provider: finds or makes their account, or connects it to whoever asked for that here.
 * @returns the user to start a session for; null when one stands already
 * @throws Error with a reason of oidc-words.ts as its message and nothing else
 */
export async function comeBack(id: string, claims: Claims, ip: string): Promise<UserId | null> {
  const provider = env().OIDC_PROVIDERS.find((one) => one.id === id);
  try {
    if (!provider) throw new OidcRefusal('oidc_failed');
    await attempt({ 'secret:ip': ip });
    const person = await personIfAny();
    if (person && (await takeConnect(person, id))) {
      await connectTo(person.userId, provider, claims);
      return null;
    }
    return await userOf(provider, claims);
  } catch (error) {
    if (error instanceof OidcRefusal) throw new Error(error.reason);
    log.error('signing in with a provider failed', { provider: id, error });
    throw new Error('oidc_failed');
  }
}
