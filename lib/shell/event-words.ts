import { PERMISSIONS, type Permission } from '../access/permissions';
import { RESOURCE_NAMES, RESOURCES, type ResourceName, titled } from '../resources/names';

/** An event as far as its sentence needs it. */
export type Told = {
  action: string;
  refused: boolean;
  actor: string;
  target: string | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
};

/** A sentence in pieces: names stand out, the rest is plain. */
export type Words = (string | { name: string })[];

type Teller = { label: string; say: (event: Told, who: { name: string }, whom: { name: string }) => Words };

/** What can happen to the rows of every described resource. */
const ofResource = (kind: ResourceName): Record<string, Teller> => {
  const { one, many } = RESOURCES[kind];
  const did =
    (verb: string): Teller['say'] =>
    (_, who, whom) => [who, ` ${verb} the ${one} `, whom];
  const other = ({ after }: Told): Words =>
    Object.entries(after ?? {}).flatMap(([to, label]) => [`the ${to} `, name(label)]);
  return {
    [`${kind}.created`]: { label: `${titled(one)} added`, say: did('added') },
    [`${kind}.updated`]: { label: `${titled(one)} changed`, say: did('changed') },
    [`${kind}.deleted`]: { label: `${titled(one)} deleted`, say: did('deleted') },
    [`${kind}.tied`]: {
      label: `${titled(one)} linked`,
      say: (e, who, whom) => [who, ' linked ', whom, ' with ', ...other(e)],
    },
    [`${kind}.untied`]: {
      label: `${titled(one)} unlinked`,
      say: (e, who, whom) => [who, ' unlinked ', whom, ' from ', ...other(e)],
    },
    [`${kind}.imported`]: {
      label: `${titled(many)} imported`,
      say: (e, who, whom) => [who, ` let ${e.after?.rows ?? 'the'} rows of `, whom, ` come in as ${many}`],
    },
    [`${kind}.exported`]: {
      label: `${titled(many)} exported`,
      say: (e, who) => [who, ` exported ${e.after?.rows ?? 'the'} ${many} as CSV`],
    },
  };
};

// One line an action. What is not here is still told, by its action's name.
const TELLERS: Record<string, Teller> = {
  'org.created': { label: 'Organization created', say: (_, who) => [who, ' created the organization'] },
  'org.updated': { label: 'Name or colour changed', say: (event, who) => [who, ...changes(event)] },
  'org.renamed': {
    label: 'Address changed',
    say: (e, who) => [who, ' changed the address from ', name(e.before?.slug), ' to ', name(e.after?.slug)],
  },
  'brand.logo_changed': { label: 'Logo changed', say: (_, who) => [who, ' changed the logo'] },
  'brand.logo_removed': { label: 'Logo removed', say: (_, who) => [who, ' removed the logo'] },
  'brand.icon_changed': { label: 'Icon changed', say: (_, who) => [who, ' changed the icon'] },
  'brand.icon_removed': { label: 'Icon removed', say: (_, who) => [who, ' removed the icon'] },
  'brand.message_changed': {
    label: 'Sign-in message changed',
    say: (e, who) => [
      who,
      e.after?.message ? ' changed the sign-in message' : ' removed the sign-in message',
    ],
  },
  'org.ownership_transferred': {
    label: 'Ownership transferred',
    say: (_, who, whom) => [who, ' transferred ownership to ', whom],
  },
  'org.deleted': { label: 'Organization deleted', say: (_, who) => [who, ' deleted the organization'] },
  'org.restored': { label: 'Organization restored', say: (_, who) => [who, ' restored the organization'] },
  'org.plan_changed': {
    label: 'Plan changed',
    say: (e, who) => [who, ' changed the plan from ', name(e.before?.plan), ' to ', name(e.after?.plan)],
  },
  'org.terms_changed': {
    label: 'Terms changed',
    say: (_, who) => [who, ' changed plan, features or limits'],
  },
  'feature.switched_on': {
    label: 'Feature switched on',
    say: (_, who, whom) => [who, ' switched on ', whom],
  },
  'feature.switched_off': {
    label: 'Feature switched off',
    say: (_, who, whom) => [who, ' switched off ', whom],
  },
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
    say: (e, who) => [who, ` exported ${e.after?.rows ?? 'the'} members as CSV`],
  },
  'audit.stream_started': {
    label: 'Audit stream started',
    say: (_, who, what) => [who, ' let the audit log be streamed through the relay ', what],
  },
  'audit.stream_stopped': {
    label: 'Audit stream stopped',
    say: (_, who, what) => [who, ' stopped streaming the audit log through the relay ', what],
  },
  'audit.exported': {
    label: 'Audit log exported',
    say: (e, who) => [who, ` exported the audit log as ${e.after?.format === 'ndjson' ? 'NDJSON' : 'CSV'}`],
  },
  'token.created': { label: 'API token made', say: (_, who, what) => [who, ' made the API token ', what] },
  'token.rotated': {
    label: 'API token replaced',
    say: (_, who, what) => [who, ' put another in the place of the API token ', what],
  },
  'token.revoked': {
    label: 'API token revoked',
    say: (_, who, what) => [who, ' revoked the API token ', what],
  },
  'token.blocked': {
    label: 'Member’s token blocked',
    say: (_, who, what) => [who, ' blocked the token ', what],
  },
  'token.unblocked': {
    label: 'Member’s token let in',
    say: (_, who, what) => [who, ' let the token ', what, ' in again'],
  },
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
  'invitation.created': {
    label: 'Invitation sent',
    say: (e, who, whom) => [who, ' invited ', whom, ` as ${role(e.after)}`],
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
  'domain.added': { label: 'Domain added', say: (_, who, what) => [who, ' added the domain ', what] },
  'domain.verified': {
    label: 'Domain verified',
    say: (_, who, what) => [who, ' found the proof of ', what],
  },
  'domain.live': { label: 'Domain live', say: (_, who, what) => [who, ' found that ', what, ' leads here'] },
  'domain.failing': {
    label: 'Domain failing',
    say: (e, who, what) => [who, ' found ', what, ` failing: ${e.after?.why ?? 'something is wrong'}`],
  },
  'domain.recovered': {
    label: 'Domain well again',
    say: (_, who, what) => [who, ' found ', what, ' well again'],
  },
  'domain.lapsed': {
    label: 'Domain released',
    say: (_, who, what) => [who, ' released ', what, ': its proof was missing for too long'],
  },
  'domain.removed': { label: 'Domain removed', say: (_, who, what) => [who, ' removed the domain ', what] },
  'conversation.started': {
    label: 'Conversation started',
    say: (_, who, whom) => [who, ' started a conversation with ', whom],
  },
  'conversation.assigned': {
    label: 'Conversation assigned',
    say: (e, who, whom) =>
      e.after?.assignee
        ? [who, ' assigned the conversation with ', whom, ' to ', name(e.after.assignee)]
        : [who, ' left the conversation with ', whom, ' to anybody'],
  },
  'desktop.assigned': {
    label: 'Desktop assigned',
    say: (e, who, whom) =>
      e.after?.member ? [who, ' put ', name(e.after.member), ' at ', whom] : [who, ' freed ', whom],
  },
  'conversation.closed': {
    label: 'Conversation closed',
    say: (_, who, whom) => [who, ' closed the conversation with ', whom],
  },
  'conversation.reopened': {
    label: 'Conversation reopened',
    say: (_, who, whom) => [who, ' reopened the conversation with ', whom],
  },
  'relay.created': { label: 'Relay added', say: (_, who, what) => [who, ' added the relay ', what] },
  'relay.changed': { label: 'Relay changed', say: (_, who, what) => [who, ' changed the relay ', what] },
  'relay.paused': { label: 'Relay paused', say: (_, who, what) => [who, ' paused the relay ', what] },
  'relay.resumed': { label: 'Relay resumed', say: (_, who, what) => [who, ' resumed the relay ', what] },
  'relay.secret_rotated': {
    label: 'Relay’s secret replaced',
    say: (_, who, what) => [who, ' replaced the secret of the relay ', what],
  },
  'relay.tested': {
    label: 'Relay tested',
    say: (_, who, what) => [who, ' sent a test through the relay ', what],
  },
  'relay.resent': {
    label: 'Dead deliveries sent again',
    say: (e, who, what) => [who, ` sent ${e.after?.deliveries ?? 'dead'} deliveries again through `, what],
  },
  'relay.removed': { label: 'Relay removed', say: (_, who, what) => [who, ' removed the relay ', what] },
  'domain.made_primary': {
    label: 'Primary domain changed',
    say: (e, who) => [
      who,
      ' moved the primary domain from ',
      name(e.before?.host),
      ' to ',
      name(e.after?.host),
    ],
  },
  ...Object.assign({}, ...RESOURCE_NAMES.map(ofResource)),
};

/** What the log can be narrowed to, by name. Refused attempts carry the permission that was lacking. */
export const ACTIONS: { value: string; label: string }[] = Object.entries(TELLERS).map(
  ([value, { label }]) => ({ value, label }),
);

/** What an action is called in a list; its own name when it has no other. */
export const actionLabel = (action: string): string =>
  TELLERS[action]?.label ?? PERMISSIONS[action as Permission] ?? action;

/** The event as one sentence, without its full stop. */
export function wordsOf(event: Told): Words {
  const who = { name: event.actor };
  const whom = { name: event.target ?? 'somebody' };
  if (event.refused) return [who, ` tried to ${lower(actionLabel(event.action))}`];
  const teller = TELLERS[event.action];
  if (teller) return teller.say(event, who, whom);
  return event.target ? [who, `: ${event.action}, `, whom] : [who, `: ${event.action}`];
}

function changes({ before, after }: Told): Words {
  const renamed = after?.name
    ? [' changed the name from ', name(before?.name), ' to ', name(after.name)]
    : [];
  if (!after?.color) return renamed.length ? renamed : [' changed the settings'];
  return renamed.length ? [...renamed, ' and the colour'] : [' changed the colour'];
}

const name = (value: unknown) => ({ name: String(value ?? '?') });
const as = (values: Record<string, unknown> | null): string => (values?.role ? ` as ${values.role}` : '');
const role = (values: Record<string, unknown> | null): string => String(values?.role ?? '?');
const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
