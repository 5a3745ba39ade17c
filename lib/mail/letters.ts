import { rootPaths } from '../routes';
import { rootUrl } from '../tenancy/urls';
import { day, moment } from './day';
import { type Invited, invitationLetter } from './invitation-letter';
import { letter } from './layout';
import type { Mail } from './send';

// Every email of the product. A link with a secret always leads to the root host: an organization's own domain could
// read it. The secret is in the fragment, which browsers send to no server.
// Mails to addresses that nobody has proved yet carry no word that a stranger typed.

type LinkMail = {
  to: string;
  secret: string /** Where to go on to: a path made safe by safeNext. */;
  next?: string;
};

/** The only way to put a secret into a link. */
function link(path: string, { secret, next }: { secret: string; next?: string }): string {
  const url = new URL(rootUrl(path));
  if (next) url.searchParams.set('next', next);
  url.hash = secret;
  return url.href;
}

/** Proves an address after signing up. */
export const verifyMail = (mail: LinkMail): Mail =>
  letter({
    to: mail.to,
    subject: 'Confirm your e-mail address',
    title: 'Confirm your e-mail address',
    paragraphs: [
      'Somebody, hopefully you, signed up to Rowhouse with this address. One click, and you are in.',
    ],
    button: { label: 'Confirm address', href: link(rootPaths.verify, mail) },
    notes: ['The link works once, for 24 hours.', 'If that was not you, ignore this mail: nothing happens.'],
  });

/** For somebody who signs up with an address that has an account. */
export const haveAccountMail = ({ to }: { to: string }): Mail =>
  letter({
    to,
    subject: 'You already have an account',
    title: 'You already have an account',
    paragraphs: [
      'Somebody, hopefully you, tried to sign up to Rowhouse with this address. It has an account already: sign in with it.',
      'If you don’t remember the password, choose a new one on the sign-in page.',
    ],
    button: { label: 'Sign in', href: rootUrl(rootPaths.signIn({ email: to })) },
    notes: ['If that was not you, ignore this mail: nothing was changed.'],
  });

/** Signs in without a password. */
export const signInMail = (mail: LinkMail): Mail =>
  letter({
    to: mail.to,
    subject: 'Your sign-in link',
    title: 'Sign in to Rowhouse',
    paragraphs: ['Here is the link that you asked for.'],
    button: { label: 'Sign in', href: link(rootPaths.signInLink, mail) },
    notes: ['The link works once, for 15 minutes.', 'If you did not ask for it, ignore this mail.'],
  });

/** Confirms the address of a first sign-in with a provider that doesn't run the address's domain. */
export const confirmProviderMail = ({ provider, ...mail }: LinkMail & { provider: string }): Mail =>
  letter({
    to: mail.to,
    subject: `Confirm your sign-in with ${provider}`,
    title: 'Confirm your email address',
    paragraphs: [
      `Someone signed in to Rowhouse with ${provider} and this email address. If it was you, confirm the address in the browser you used.`,
    ],
    button: { label: 'Confirm and sign in', href: link(rootPaths.signInConfirm, mail) },
    notes: [
      'The link works once, for 1 hour, and only in that browser.',
      'If this wasn’t you, you can ignore this email.',
    ],
  });

/** The same for an address that has an account already. */
export const providerAccountMail = ({ to, provider }: { to: string; provider: string }): Mail =>
  letter({
    to,
    subject: 'You already have an account',
    title: 'You already have an account',
    paragraphs: [
      `Someone signed in to Rowhouse with ${provider} and this email address, which already has an account.`,
      `To use ${provider}, sign in the way you usually do, then connect it in your account.`,
    ],
    button: { label: 'Sign in', href: rootUrl(rootPaths.signIn({ email: to, next: rootPaths.account })) },
    notes: ['If this wasn’t you, you can ignore this email. Nothing was changed.'],
  });

/** Leads to choosing a new password. */
export const resetMail = (mail: LinkMail): Mail =>
  letter({
    to: mail.to,
    subject: 'Choose a new password',
    title: 'Choose a new password',
    paragraphs: [
      'A new password signs you out on all devices and disconnects sign-in providers that don’t manage your email domain. You can connect them again afterwards.',
    ],
    button: { label: 'Choose a password', href: link(rootPaths.resetConfirm, mail) },
    notes: [
      'The link works once, for an hour.',
      'If you did not ask for it, ignore this mail: your password stays as it is.',
    ],
  });

/** Tells a person that their password was changed, and what that ended. */
export const passwordChangedMail = ({
  to,
  disconnected = [],
  revoked = [],
}: {
  to: string;
  /** Names of providers. */
  disconnected?: string[];
  /** Names of tokens. */
  revoked?: string[];
}): Mail =>
  letter({
    to,
    subject: 'Your password was changed',
    title: 'Your password was changed',
    paragraphs: [
      'All other devices were signed out.',
      ...(disconnected.length
        ? [
            `These sign-in providers were disconnected: ${disconnected.join(', ')}. You can connect them again in your account.`,
          ]
        : []),
      ...(revoked.length ? [`These API tokens were revoked: ${revoked.join(', ')}.`] : []),
      'API tokens that weren’t revoked are still valid.',
    ],
    button: { label: 'Review access', href: rootUrl(rootPaths.access) },
    notes: ['If this wasn’t you, reset your password on the sign-in page immediately.'],
  });

/** What can act or sign in as a person from now on. */
export type LastingAccess =
  | { kind: 'personal_token'; name: string; replaces?: boolean }
  | { kind: 'org_token'; name: string; org: string; replaces?: boolean }
  | { kind: 'provider'; name: string; account: string };

/** Tells a person that something new can act or sign in as them, and where they can revoke it. */
export function accessMail(mail: {
  to: string;
  access: LastingAccess;
  from: { at: Date; ip: string; device: string };
}): Mail {
  const { to, access, from } = mail;
  return letter({
    to,
    ...accessWords(access),
    button: { label: 'Review access', href: rootUrl(rootPaths.access) },
    notes: [
      `${moment(from.at)} · ${from.device} · IP address ${from.ip}`,
      'If this wasn’t you, revoke it and change your password immediately.',
    ],
  });
}

function accessWords(access: LastingAccess): { subject: string; title: string; paragraphs: string[] } {
  if (access.kind === 'provider') {
    const title = `${access.name} was connected to your account`;
    const whose = access.account ? ` as ${access.account}` : '';
    return {
      subject: title,
      title,
      paragraphs: [`You can now sign in to Rowhouse with ${access.name}${whose}.`],
    };
  }
  const { name, replaces } = access;
  const done = replaces ? 'replaced' : 'created';
  if (access.kind === 'personal_token')
    return {
      subject: `A personal API token was ${done}`,
      title: `A personal API token was ${done}`,
      paragraphs: [`The token “${name}” acts as you in every organization you belong to.`],
    };
  return {
    subject: `An API token was ${done} in ${access.org}`,
    title: `An API token was ${done}`,
    paragraphs: [`The token “${name}” acts for you in ${access.org}.`],
  };
}

/** Invites an address into an organization, with its brand. `secret` is the invitation's own. */
export const invitationMail = ({ secret, ...mail }: Omit<Invited, 'href'> & { secret: string }): Mail =>
  letter(invitationLetter({ ...mail, href: link(rootPaths.invitation, { secret }) }));

/** Tells an owner that the organization was deleted, and until when it can be brought back. */
export function orgDeletedMail(mail: {
  to: string;
  org: { name: string; color: string };
  deletedBy: string;
  until: Date;
}): Mail {
  const { to, org, deletedBy, until } = mail;
  return letter({
    to,
    subject: `${org.name} was deleted`,
    org,
    title: `${org.name} was deleted`,
    paragraphs: [
      `${deletedBy} deleted ${org.name}. Nobody can open it any more, and its address is kept for it.`,
      `You can bring it back until ${day(until)}, as it was, with all its members. After that it is gone for good.`,
    ],
    button: { label: `Restore ${org.name}`, href: rootUrl(rootPaths.organizations) },
    notes: ['You get this mail because you are an owner.'],
  });
}
