import type { Actor } from '../access/actor';
import type { Role } from '../access/permissions';
import { storedHash } from '../auth/secret';
import { inOrg } from '../db/in-org';
import { log } from '../log';
import { invitationMail } from '../mail/letters';
import { sendMail } from '../mail/send';
import { rootPaths } from '../routes';
import { rootUrl } from '../tenancy/urls';
import type { Places } from './invite-places';

/** An invitation whose link is to be mailed. The secret lives here and in the mail only. */
export type Letter = {
  id: string;
  email: string;
  role: Role;
  places: Places;
  secret: string;
  expiresAt: Date;
};

const AT_ONCE = 5;

/**
 * Mails the links, some at once, and notes on each invitation whether its mail left. Call it after the commit. A
 * mail that fails is shown on its row and can be sent again from there.
 */
export async function sendLetters(actor: Actor, letters: Letter[]): Promise<void> {
  const waiting = letters.values();
  const clerk = async () => {
    for (const letter of waiting) await sendOne(actor, letter);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, letters.length) }, clerk));
}

/** The organization as an email shows it. Its pictures come from the root host: a custom domain could swap them later. */
function inMail({ org }: Actor) {
  const { name, color, logo, icon } = org;
  const at = (picture: string | null) => picture && rootUrl(rootPaths.brandImage(picture));
  return { name, color, logo: at(logo), icon: at(icon) };
}

async function sendOne(actor: Actor, { id, email, secret, ...rest }: Letter) {
  let mail = 'sent';
  try {
    await sendMail(
      invitationMail({
        to: email,
        secret,
        org: inMail(actor),
        invitedBy: actor.name,
        ...rest,
      }),
    );
  } catch (error) {
    mail = 'failed';
    log.warn('an invitation’s mail did not leave', { orgId: actor.orgId, invitation: id, error });
  }
  // By the hash: when the link was replaced meanwhile, this mail's fate says nothing about the new one.
  const tokenHash = storedHash(secret);
  await inOrg(actor, (db) => db.invitation.updateMany({ where: { id, tokenHash }, data: { mail } }));
}
