import { expect, test } from 'vitest';
import type { AuditRow } from '../data/audit-list';
import { newId } from '../ids';
import { auditLine } from './audit-line';

const row = (more: Partial<AuditRow>): AuditRow => ({
  run: 0,
  key: '',
  id: newId(),
  at: new Date('2026-05-03T14:05:09Z'),
  actor_kind: 'user',
  actor_id: newId(),
  actor_label: 'ada@test.example',
  actor_name: null,
  action: 'org.updated',
  outcome: 'allowed',
  reason: null,
  target_kind: null,
  target_id: null,
  target_label: null,
  target_name: null,
  before: null,
  after: null,
  ip: '192.0.2.7',
  user_agent: '',
  request_id: 'r',
  seq: null,
  hash: null,
  ...more,
});

test('[D1] a secret that was written by mistake is blacked out, whatever it is called', () => {
  const after = {
    password: 'hunter2',
    api_token: 'abc',
    tokenHash: 'def',
    name: 'Acme',
    nested: { a: 1, token: 'ghi' },
  };
  const line = auditLine(row({ after }));
  expect(JSON.stringify(line)).not.toMatch(/hunter2|abc|def|ghi/);
  expect(line.changes).toContainEqual({ field: 'password', before: null, after: 'redacted' });
  expect(line.changes).toContainEqual({ field: 'nested', before: null, after: '{"a":1,"token":"redacted"}' });
});

test('somebody who is gone is called by their e-mail, ids go out as ULIDs', () => {
  const line = auditLine(
    row({ target_kind: 'invitation', target_id: newId(), target_label: 'bo@test.example' }),
  );
  expect(line.actor).toMatchObject({ name: 'ada@test.example', id: expect.stringMatching(/^[0-9A-Z]{26}$/) });
  expect(line.target?.id).toMatch(/^[0-9A-Z]{26}$/);
  expect(auditLine(row({ target_kind: 'thing', target_id: 'not a uuid' })).target?.id).toBeNull();
});
