import type { OAuthConfig } from 'next-auth/providers/oauth';
import { personIfAny } from '../admit/person';
import { env } from '../env';
import { AppError } from '../errors';
import { log } from '../log';
import type { RequestInfo } from '../tenancy/request';
import type { Claims } from './claims';
import { mailConfirmation } from './confirm-identity';
import { takeConnect } from './connect-cookie';
import { connectTo } from './identities';
import { guess } from './limits';
import type { OidcProvider } from './oidc-config';
import { OidcRefusal } from './oidc-refusal';
import { type Vouched, vouchedBy } from './provider-sign-in';

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
    // Address and name are in the ID token or at the userinfo endpoint, as the provider likes. Who it is, and when that
    // was said, is the token's word alone, and openid-client refuses a userinfo of another subject.
    request: async ({ tokens, client }) => {
      const claims = (tokens as { claims(): Claims }).claims();
      if (claims.email !== undefined) return claims;
      const { iss, sub, iat } = claims;
      return { ...(await client.userinfo<Claims>(tokens as never)), iss, sub, iat };
    },
  },
  profile: ({ sub }) => ({ id: sub }),
});

/** What became of a person who came back from a provider. */
export type CameBack = Extract<Vouched, { userId: unknown }> | 'connected' | 'mailed';

/**
 * Finds or creates the account of a person who came back from a provider, connects the provider to the account that asked
 * for it in this browser, or mails a link that confirms the address.
 * @param next where to go on to, made safe by safeNext
 * @throws Error with a reason of oidc-words.ts as its message and nothing else
 */
export async function comeBack(
  id: string,
  claims: Claims,
  from: Pick<RequestInfo, 'ip' | 'userAgent' | 'device'>,
  next: string,
): Promise<CameBack> {
  const provider = env().OIDC_PROVIDERS.find((one) => one.id === id);
  try {
    if (!provider) throw new OidcRefusal('oidc_failed');
    return await guess({ 'secret:ip': from.ip }, async () => {
      const person = await personIfAny();
      if (person && (await takeConnect(person, id))) {
        await connectTo(person, provider, claims, from);
        return 'connected' as const;
      }
      const vouched = await vouchedBy(provider, claims, from);
      if ('userId' in vouched) return vouched;
      await mailConfirmation(provider, claims, vouched.confirm, next, from);
      return 'mailed' as const;
    });
  } catch (error) {
    if (error instanceof OidcRefusal) throw new Error(error.reason);
    if (error instanceof AppError && error.code === 'rate_limited') throw new Error(error.code);
    log.error('signing in with a provider failed', { provider: id, error });
    throw new Error('oidc_failed');
  }
}
