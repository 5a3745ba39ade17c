import { ROLE_LABELS, type Role } from '../access/permissions';
import { day } from './day';
import type { Letter, LetterOrg } from './layout';

// Pure: the branding page shows this very letter while its look is being chosen.

export type Invited = {
  to: string;
  org: LetterOrg;
  role: Role;
  invitedBy: string;
  expiresAt: Date;
  href: string;
};

/** What an invitation's mail says. */
export function invitationLetter({ to, org, role, invitedBy, expiresAt, href }: Invited): Letter {
  const until = day(expiresAt);
  const { label, sentence } = ROLE_LABELS[role];
  return {
    to,
    subject: `${invitedBy} invites you to ${org.name}`,
    org,
    title: `Join ${org.name}`,
    paragraphs: [`${invitedBy} invites you to ${org.name} as ${label.toLowerCase()}. ${sentence}`],
    button: { label: 'See the invitation', href },
    notes: [
      `The invitation is for ${to} and good until ${until}.`,
      'If you don’t know the sender, ignore this mail: nothing happens.',
    ],
  };
}
