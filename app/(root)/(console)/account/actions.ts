'use server';

import { revalidatePath } from 'next/cache';
import { cookies } from 'next/headers';
import { z } from 'zod';
import { userAction } from '@/lib/admit/action';
import { noteConnect } from '@/lib/auth/connect-cookie';
import { cookieOptions, sessionCookie } from '@/lib/auth/cookie';
import { nameField, newPasswordField } from '@/lib/auth/fields';
import { disconnect } from '@/lib/auth/identities';
import { mailPasswordReset } from '@/lib/auth/mail-links';
import { endSession } from '@/lib/auth/sessions';
import { changePassword, type Ended, endOtherAccess, renamePerson } from '@/lib/data/account';
import { closeAccount } from '@/lib/data/close-account';
import { leaveMine } from '@/lib/data/leave-mine';
import { ONE_ID, toUuid } from '@/lib/data/picked';
import type { SessionId } from '@/lib/db/scope';
import { env } from '@/lib/env';
import { AppError } from '@/lib/errors';
import { fromUlid } from '@/lib/ids';
import { rootPaths } from '@/lib/routes';

const nothing = z.strictObject({});

/** Changes the person's name, in all their organizations. */
export const renameMe = userAction(z.strictObject({ name: nameField }), async ({ person, input }) => {
  await renamePerson(person, input.name);
  revalidatePath(rootPaths.account);
});

/** Ids of personal tokens to revoke along with something. */
const revoke = z.array(ONE_ID).max(300).default([]);

/** Changes the password, signs out all other devices, and revokes the tokens that the person chose. */
export const changeMyPassword = userAction(
  z.strictObject({ current: z.string().max(256), next: newPasswordField, revoke }),
  async ({ person, input }) => {
    const ended = await changePassword(person, { ...input, revoke: input.revoke.map(toUuid) });
    revalidatePath(rootPaths.account);
    return { message: ['Password changed', ...said(ended)].join(', ') };
  },
);

const counted = (n: number, one: string) => `${n.toLocaleString('en')} ${one}${n === 1 ? '' : 's'}`;
const said = ({ devices, revoked }: Ended): string[] => [
  ...(devices ? [`${counted(devices, 'device')} signed out`] : []),
  ...(revoked.length ? [`${counted(revoked.length, 'token')} revoked`] : []),
];

/** Mails the person a link for choosing a password: for accounts that have none. */
export const mailMyPasswordLink = userAction(nothing, async ({ person, request }) => {
  await mailPasswordReset(person.email, '', request);
});

/** Lets this browser connect a provider in the next 10 minutes. Needs a fresh proof. */
export const connectProvider = userAction(
  z.strictObject({ provider: z.string().max(40) }),
  async ({ person, input }) => {
    if (!env().OIDC_PROVIDERS.some(({ id }) => id === input.provider)) throw new AppError('not_found');
    await noteConnect(person, input.provider);
  },
);

/** Disconnects a sign-in provider. */
export const disconnectProvider = userAction(
  z.strictObject({ id: z.string().max(26) }),
  async ({ person, input }) => {
    const id = fromUlid(input.id);
    if (!id) throw new AppError('not_found');
    await disconnect(person, id);
    revalidatePath(rootPaths.account);
    return { message: 'Disconnected' };
  },
);

/** Signs out one of the person's other devices. */
export const endDevice = userAction(z.strictObject({ id: z.string().max(26) }), async ({ person, input }) => {
  const sessionId = fromUlid(input.id) as SessionId | null;
  if (!sessionId) throw new AppError('not_found');
  await endSession({ userId: person.userId, sessionId });
  revalidatePath(rootPaths.account);
});

/** Signs out every device but this one, and revokes the tokens that the person chose. */
export const endOtherDevices = userAction(z.strictObject({ revoke }), async ({ person, input }) => {
  const ended = said(await endOtherAccess(person, input.revoke.map(toUuid)));
  revalidatePath(rootPaths.account);
  return { message: ended.join(', ') || 'No other device was signed in' };
});

/** Leaves one of the person's organizations. */
export const leaveOrganization = userAction(
  z.strictObject({ org: z.string().max(26) }),
  async ({ person, input, request }) => {
    const org = fromUlid(input.org);
    if (!org) throw new AppError('not_found');
    const { name } = await leaveMine(person, org, request);
    revalidatePath(rootPaths.account);
    return { message: `You left ${name}` };
  },
);

/** Deletes the person's account, for whoever types its address. */
export const closeMyAccount = userAction(
  z.strictObject({ email: z.string().max(320) }),
  async ({ person, input, request }) => {
    if (input.email.trim().toLowerCase() !== person.email) {
      throw new AppError('invalid', { fields: { email: 'Type your address as it stands above.' } });
    }
    await closeAccount(person, request);
    (await cookies()).set(sessionCookie(), '', cookieOptions(0));
  },
);
