'use server';

import { z } from 'zod';
import { publicAction, userAction } from '@/lib/admit/action';
import { personIfAny } from '@/lib/admit/person';
import { nameField, newPasswordField } from '@/lib/auth/fields';
import { guess } from '@/lib/auth/limits';
import { secretHash } from '@/lib/auth/secret';
import { findAccount } from '@/lib/auth/sign-in';
import { brandUrls } from '@/lib/brand/urls';
import { acceptInvitation, peekInvitation } from '@/lib/data/join';
import { signUpInvited } from '@/lib/data/join-as-new';
import { roleWord } from '@/lib/data/my-orgs';
import { orgUrl } from '@/lib/tenancy/urls';

const secret = z.string().min(1).max(100);

/** What an invitation says to whoever holds its secret, and who is signed in here. */
export const lookAtInvitation = publicAction(z.strictObject({ secret }), async ({ input, request }) => {
  const invitation = await guess({ 'secret:ip': request.ip }, () => peekInvitation(secretHash(input.secret)));
  const [account, person] = [await findAccount(invitation.email), await personIfAny()];
  return {
    data: {
      org: {
        name: invitation.org_name,
        color: invitation.org_color,
        href: orgUrl(invitation.org_host),
        ...brandUrls({ ...invitation, logo: invitation.org_logo, icon: invitation.org_icon }),
      },
      email: invitation.email,
      role: roleWord(invitation.role),
      invitedBy: invitation.invited_by,
      status: invitation.status,
      places: invitation.places,
      expiresAt: invitation.expires_at.toISOString(),
      settledAt: invitation.settled_at?.toISOString() ?? null,
      // A draft that nobody confirmed is no account: the secret proves the address just as well.
      hasAccount: account?.verified === true,
      me: person?.email ?? null,
    },
  };
});

/** Makes the account of the invited address, which its secret proves. */
export const createInvitedAccount = publicAction(
  z.strictObject({ secret, name: nameField, password: newPasswordField }),
  async ({ input, request }) => ({ data: await signUpInvited(input, request) }),
);

/** Accepts the invitation as whoever is signed in. */
export const joinBySecret = userAction(z.strictObject({ secret }), async ({ person, input, request }) => {
  const { host } = await guess({ 'secret:ip': request.ip }, () =>
    acceptInvitation({ hash: secretHash(input.secret) }, person, request),
  );
  return { data: { href: orgUrl(host) } };
});
