import { cookies } from 'next/headers';
import NextAuth from 'next-auth';
import { problem } from '@/lib/admit/route';
import { callbackUrlCookie } from '@/lib/auth/callback-url';
import { authOptions } from '@/lib/auth/next-auth';
import { AppError } from '@/lib/errors';
import { requestInfo } from '@/lib/tenancy/request';

type Context = { params: Promise<{ nextauth: string[] }> };

/** next-auth's own endpoints: sign-in, its CSRF token, sign-out. On the root host only. */
async function handler(request: Request, context: Context): Promise<Response> {
  try {
    const { hostKey, ip, userAgent, device } = await requestInfo();
    if (hostKey) throw new AppError('not_found');
    const callbackUrl = (await cookies()).get(callbackUrlCookie())?.value;
    const options = authOptions({ ip, userAgent, device }, callbackUrl);
    return await NextAuth(request as never, context as never, options);
  } catch (error) {
    return problem(error, '');
  }
}

export { handler as GET, handler as POST };
