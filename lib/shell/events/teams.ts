import { as, name, role, type Teller } from './teller';

/** Sub-teams, teams and grants. */
export const TEAM_EVENTS: Record<string, Teller> = {
  'sub_team.created': { label: 'Sub-team made', say: (_, who, what) => [who, ' made the sub-team ', what] },
  'sub_team.renamed': {
    label: 'Sub-team renamed',
    say: (e, who, what) =>
      e.before?.name === e.after?.name
        ? [who, ' moved the sub-team ', what, ' to ', name(e.after?.slug)]
        : [who, ' renamed the sub-team ', name(e.before?.name), ' to ', name(e.after?.name)],
  },
  'sub_team.archived': {
    label: 'Sub-team archived',
    say: (_, who, what) => [who, ' archived the sub-team ', what],
  },
  'sub_team.unarchived': {
    label: 'Sub-team brought back',
    say: (_, who, what) => [who, ' brought back the sub-team ', what, ' from the archive'],
  },
  'sub_team.deleted': {
    label: 'Sub-team deleted',
    say: (_, who, what) => [who, ' deleted the sub-team ', what],
  },
  'sub_team.restored': {
    label: 'Sub-team restored',
    say: (_, who, what) => [who, ' restored the sub-team ', what],
  },
  'sub_team.purged': {
    label: 'Sub-team removed for good',
    say: (_, who, what) => [who, ' removed the deleted sub-team ', what, ' for good'],
  },
  'sub_team.member_added': {
    label: 'Member assigned to a sub-team',
    say: (e, who, whom) => [who, ' assigned ', whom, ' to ', name(e.after?.sub_team)],
  },
  'sub_team.member_removed': {
    label: 'Member taken out of a sub-team',
    say: (e, who, whom) => [who, ' took ', whom, ' out of ', name(e.before?.sub_team)],
  },
  'team.created': { label: 'Team made', say: (_, who, what) => [who, ' made the team ', what] },
  'team.renamed': {
    label: 'Team renamed',
    say: (e, who, what) =>
      e.before?.name === e.after?.name
        ? [who, ' moved the team ', what, ' to ', name(e.after?.slug)]
        : [who, ' renamed the team ', name(e.before?.name), ' to ', name(e.after?.name)],
  },
  'team.deleted': { label: 'Team deleted', say: (_, who, what) => [who, ' deleted the team ', what] },
  'team.member_added': {
    label: 'Member added to a team',
    say: (e, who, whom) => [who, ' added ', whom, ' to the team ', name(e.after?.team), as(e.after)],
  },
  'team.member_role_changed': {
    label: 'Role in a team changed',
    say: (e, who, whom) => [
      who,
      ' made ',
      whom,
      ` ${e.after?.role ?? '?'} of the team `,
      name(e.after?.team),
    ],
  },
  'team.member_removed': {
    label: 'Member removed from a team',
    say: (e, who, whom) => [who, ' took ', whom, ' out of the team ', name(e.before?.team)],
  },
  'access.granted': {
    label: 'Access given',
    say: (e, who, what) => [who, ' shared ', what, ' with ', name(e.after?.with), as(e.after)],
  },
  'access.changed': {
    label: 'Access changed',
    say: (e, who, what) => [
      who,
      ' changed the access of ',
      name(e.after?.with),
      ' to ',
      what,
      ` from ${role(e.before)} to ${role(e.after)}`,
    ],
  },
  'access.revoked': {
    label: 'Access taken back',
    say: (e, who, what) => [who, ' took the access of ', name(e.before?.with), ' to ', what, ' back'],
  },
  'access.handed_over': {
    label: 'Ownership handed over',
    say: (e, who, what) => [
      who,
      ' handed ',
      what,
      ' over from ',
      name(e.before?.owner),
      ' to ',
      name(e.after?.owner),
    ],
  },
};
