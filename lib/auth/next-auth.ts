import type { NextAuthOptions } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';
import type { SessionId, UserId } from '../db/scope';
import { env, secure } from '../env';
import { AppError } from '../errors';
import { rootPaths } from '../routes';
import { cookieOptions, sessionCookie } from './cookie';
import { startSession } from './sessions';
import { signInWithLink, signInWithPassword } from './sign-in';
import { readToken, SESSION_SECONDS, signToken } from './token';

type From = { ip: string; userAgent: string };

/**
 * next-auth signs people in, on the root host only: its routes, CSRF token and cookie. What the cookie holds is
 * our own token (user, session, host; a quarter of an hour), so that every host reads the same kind.
 */
export function authOptions(from: From): NextAuthOptions {
  return {
    secret: env().AUTH_SECRET,
    useSecureCookies: secure(),
    pages: { signIn: rootPaths.signIn(), error: rootPaths.signIn() },
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
    },
    providers: [
      CredentialsProvider({
        id: 'password',
        credentials: { email: {}, password: {} },
        authorize: (c) =>
          started(from, () =>
            signInWithPassword({ email: c?.email ?? '', password: c?.password ?? '', ip: from.ip }),
          ),
      }),
      CredentialsProvider({
        id: 'link',
        credentials: { secret: {} },
        authorize: (c) => started(from, () => signInWithLink({ secret: c?.secret ?? '', ip: from.ip })),
      }),
    ],
  };
}

/** next-auth hands an error's message to the client: give it the code and nothing else. */
async function started(from: From, prove: () => Promise<UserId>) {
  try {
    const id = await prove();
    return { id, sid: await startSession(id, from) };
  } catch (error) {
    if (error instanceof AppError) throw new Error(error.code);
    throw error;
  }
}
