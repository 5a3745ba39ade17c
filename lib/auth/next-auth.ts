import { cookies } from 'next/headers';
import type { NextAuthOptions } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';
import { caller } from '../admit/sender';
import type { SessionId, UserId } from '../db/scope';
import { env, secure } from '../env';
import { AppError, type ErrorCode } from '../errors';
import { log } from '../log';
import { rootPaths } from '../routes';
import { nextOf } from './callback-url';
import type { Claims } from './claims';
import { confirmIdentity } from './confirm-identity';
import { cookieOptions, sessionCookie, signUpCookie } from './cookie';
import { comeBack, oauthConfig } from './oidc';
import { resetPassword } from './reset';
import { type From, rememberDevice } from './seen-places';
import { endSession, startSession } from './sessions';
import { signInWithLink, signInWithPassword } from './sign-in';
import { readToken, SESSION_SECONDS, signToken } from './token';
import { verifyAddress } from './verify';

type Sender = From & { userAgent: string };

/**
 * next-auth signs people in, on the root host only: its routes, CSRF token and cookie. What the cookie holds is
 * our own token (user, session, host; a quarter of an hour), so that every host reads the same kind.
 *
 * @param callbackUrl next-auth's cookie: where the browser wanted to go when it left for a provider
 */
export function authOptions(from: Sender, callbackUrl?: string): NextAuthOptions {
  const next = nextOf(callbackUrl);
  const signIn = rootPaths.signIn({ next });
  return {
    secret: env().AUTH_SECRET,
    useSecureCookies: secure(),
    pages: {
      signIn,
      // A provider's refusal leads back to the sign-in page, which still knows where the person wanted to go.
      error: signIn,
      signOut: rootPaths.account,
      verifyRequest: signIn,
    },
    session: { strategy: 'jwt', maxAge: SESSION_SECONDS },
    cookies: { sessionToken: { name: sessionCookie(), options: cookieOptions(SESSION_SECONDS) } },
    jwt: {
      encode: async ({ token }) =>
        signToken({ userId: token?.sub as UserId, sessionId: token?.sid as SessionId }, null),
      decode: async ({ token }) => {
        const read = await readToken(token, null);
        return read?.fresh ? { sub: read.caller.userId, sid: read.caller.sessionId } : null;
      },
    },
    callbacks: {
      // Only what signing in just started: the token never learns a name, an e-mail, an org or a role.
      jwt: ({ token, user }) =>
        user ? { sub: user.id, sid: (user as { sid?: string }).sid } : { sub: token.sub, sid: token.sid },
      session: ({ session }) => ({ expires: session.expires }),
      // A provider of OpenID Connect said who it is; the others have proved it in `authorize`.
      signIn: async ({ user, account, profile }) => {
        if (account?.type !== 'oauth') return true;
        const came = await comeBack(account.provider, profile as Claims, from, next);
        if (came === 'connected') return `${rootPaths.account}?connected=${account.provider}`;
        if (came === 'mailed') return rootPaths.signInMailed({ next });
        Object.assign(user, await started(from, async () => came.userId, came.proved));
        return true;
      },
    },
    providers: [
      ...env().OIDC_PROVIDERS.map(oauthConfig),
      CredentialsProvider({
        id: 'password',
        credentials: { email: {}, password: {} },
        authorize: (c) =>
          started(from, () =>
            signInWithPassword({ email: text(c?.email), password: text(c?.password), ...from }),
          ),
      }),
      CredentialsProvider({
        id: 'link',
        credentials: { secret: {} },
        authorize: (c) => started(from, () => signInWithLink({ secret: text(c?.secret), ip: from.ip })),
      }),
      CredentialsProvider({
        id: 'verify',
        credentials: { secret: {}, password: {} },
        authorize: (c) =>
          started(from, async () =>
            verifyAddress({
              secret: text(c?.secret),
              password: text(c?.password),
              proof: (await cookies()).get(signUpCookie())?.value,
              ip: from.ip,
            }),
          ),
      }),
      CredentialsProvider({
        id: 'confirm',
        credentials: { secret: {} },
        authorize: (c) => started(from, () => confirmIdentity({ secret: text(c?.secret), ...from })),
      }),
      CredentialsProvider({
        id: 'reset',
        credentials: { secret: {}, password: {} },
        authorize: (c) =>
          started(from, () =>
            resetPassword({ secret: text(c?.secret), password: text(c?.password), ip: from.ip }),
          ),
      }),
    ],
    events: {
      // next-auth's own sign-out drops the cookie only: the session has to end as well.
      signOut: async ({ token }) => {
        const { sub, sid } = (token ?? {}) as { sub?: UserId; sid?: SessionId };
        if (sub && sid) await endSession({ userId: sub, sessionId: sid });
      },
    },
  };
}

/** A request's body may hold anything; what isn't text counts as empty. */
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** next-auth hands an error's message to the client: give it a code of the closed vocabulary and nothing else. */
async function started(from: Sender, prove: () => Promise<UserId>, proved = true) {
  try {
    const id = await prove();
    // Whoever was signed in on this device is not any more: no session is left behind that nobody sees.
    const before = await caller();
    if (before) await endSession(before.caller);
    const sid = await startSession(id, from, proved);
    await rememberDevice(id, from);
    return { id, sid };
  } catch (error) {
    if (error instanceof AppError) throw new Error(error.code);
    log.error('sign-in failed', { error });
    throw new Error('internal' satisfies ErrorCode);
  }
}
