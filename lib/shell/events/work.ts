import { name, type Teller } from './teller';

/** Conversations, desktops and relays. */
export const WORK_EVENTS: Record<string, Teller> = {
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
  'relay.workspaces_changed': {
    label: 'Relay workspaces changed',
    say: (_, who, what) => [who, ' changed which workspaces use the relay ', what],
  },
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
};
