import { ROLE_LABELS, type Role } from '../access/permissions';
import { day } from './day';
import type { Letter, LetterOrg } from './layout';

// Pure: the branding page shows this very letter while its look is being chosen.

type Named = { name: string };

export type Invited = {
  to: string;
  org: LetterOrg;
  role: Role;
  /** What it leads into besides. */
  places?: { teams: Named[]; subTeams: Named[] };
  invitedBy: string;
  expiresAt: Date;
  href: string;
};

/** What an invitation's mail says. */
export function invitationLetter({ to, org, role, places, invitedBy, expiresAt, href }: Invited): Letter {
  const until = day(expiresAt);
  const { label, sentence } = ROLE_LABELS[role];
  const into = placesInWords(places ?? { teams: [], subTeams: [] });
  return {
    to,
    subject: `${invitedBy} invites you to ${org.name}`,
    org,
    title: `Join ${org.name}`,
    paragraphs: [
      `${invitedBy} invites you to ${org.name} as ${label.toLowerCase()}. ${sentence}`,
      ...(into ? [`You come into ${into}.`] : []),
    ],
    button: { label: 'See the invitation', href },
    notes: [
      `The invitation is for ${to} and good until ${until}.`,
      'If you don’t know the sender, ignore this mail: nothing happens.',
    ],
  };
}

const AND = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** "the teams Platform and Support, and the sub-team North"; empty for none. */
function placesInWords({ teams, subTeams }: NonNullable<Invited['places']>): string {
  const part = (what: string, named: Named[]) =>
    named.length
      ? [`the ${what}${named.length > 1 ? 's' : ''} ${AND.format(named.map(({ name }) => name))}`]
      : [];
  return [...part('team', teams), ...part('sub-team', subTeams)].join(', and ');
}
