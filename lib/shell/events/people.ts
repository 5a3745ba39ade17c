import { counted, role, type Teller, type Told, type Words } from './teller';

/** Members and invitations. */
export const PEOPLE_EVENTS: Record<string, Teller> = {
  'member.joined': { label: 'Member joined', say: (e, who) => [who, ` joined as ${role(e.after)}`] },
  'member.role_changed': {
    label: 'Role changed',
    say: (e, who, whom) => [
      who,
      ' changed ',
      ...(e.actor === e.target ? ['their own'] : [whom, '’s']),
      ` role from ${role(e.before)} to ${role(e.after)}`,
    ],
  },
  'member.removed': { label: 'Member removed', say: (_, who, whom) => [who, ' removed ', whom] },
  'member.left': { label: 'Member left', say: (_, who) => [who, ' left the organization'] },
  'member.exported': {
    label: 'Members exported',
    say: (e, who) => [who, ` exported ${counted(e.after?.rows, 'member', 'members')} as CSV`],
  },
  'invitation.created': {
    label: 'Invitation sent',
    say: (e, who, whom) => [who, ' invited ', whom, ` as ${role(e.after)}`, ...into(e.after)],
  },
  'invitation.resent': {
    label: 'Invitation resent',
    say: (_, who, whom) => [who, ' resent the invitation of ', whom],
  },
  'invitation.revoked': {
    label: 'Invitation withdrawn',
    say: (_, who, whom) => [who, ' withdrew the invitation of ', whom],
  },
  'invitation.accepted': {
    label: 'Invitation accepted',
    say: (e, who) => [who, ` accepted the invitation as ${role(e.after)}`],
  },
};

/** ", into Platform and North" */
function into(values: Told['after']): Words {
  const names = [values?.teams, values?.sub_teams].flatMap((some) => (Array.isArray(some) ? some : []));
  return names.length ? [', into ', { name: AND.format(names.map(String)) }] : [];
}

const AND = new Intl.ListFormat('en-GB', { type: 'conjunction' });
