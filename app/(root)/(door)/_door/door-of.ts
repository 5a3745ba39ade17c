import { z } from 'zod';
import { publicHost } from '@/lib/auth/public-host';
import { env } from '@/lib/env';
import { rootPaths, safeNext } from '@/lib/routes';

export type DoorOrg = {
  name: string;
  color: string;
  logoUrl: string | null;
  iconUrl: string | null;
  /** Plain text of the organization's own. */
  message: string;
};

/** Where a door leads on to, and whose it is: read from its address, which anybody may have written. */
export type Door = {
  /** A path of this host; '' when none was asked for. */
  next: string;
  email: string;
  /** The organization whose host sent the person here. */
  org: DoorOrg | null;
  /** Where mails land while developing; undefined where they are sent. */
  mailboxHref?: string;
};

const one = z.string().max(2000).catch('');

/** Reads `next` and `email`; whatever is not as it should be counts as not given. */
export async function doorOf(
  searchParams: Promise<Record<string, string | string[] | undefined>>,
): Promise<Door> {
  const params = await searchParams;
  const next = safeNext(one.parse(params.next), '');
  const { SMTP_URL, MAILBOX_DIR } = env();
  return {
    next,
    email: one.parse(params.email).slice(0, 254),
    org: await orgBehind(next),
    ...(MAILBOX_DIR && !SMTP_URL && { mailboxHref: rootPaths.mailbox }),
  };
}

const at = (picture: string | null) => picture && rootPaths.brandImage(picture);

/** A path that names the host it is for: the sign-in page then carries that organization's brand and its message. */
async function orgBehind(next: string): Promise<DoorOrg | null> {
  const [path = '', query] = next.split('?');
  if (!['/handover', '/prove'].includes(path)) return null;
  return doorOrgOf(new URLSearchParams(query).get('host') ?? '');
}

/** Returns how the organization of a host shows itself on the root host's pages, or null when there is none. */
export async function doorOrgOf(hostKey: string): Promise<DoorOrg | null> {
  const host = await publicHost(hostKey);
  if (!host) return null;
  const { name, color, logo, icon, sign_in_message: message } = host;
  return { name, color, logoUrl: at(logo), iconUrl: at(icon), message };
}
