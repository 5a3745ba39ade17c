import type { Teller } from './teller';

/** API tokens, and the log itself. */
export const TOKEN_AND_LOG_EVENTS: Record<string, Teller> = {
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
};
