import { z } from 'zod';
import { auditPage } from '../../data/audit-list';
import { ACTION, OUTCOMES, readAuditQuery } from '../../data/audit-query';
import { pageOf as dataPage } from '../../data/keyset';
import { toUlid } from '../../ids';
import { auditLine } from '../../shell/audit-line';
import { ID, orgOperation, PAGE, pageOf, SOME_ID, TIME } from '../operation';
import { cursorOf } from '../page';

const event = z.strictObject({
  id: ID,
  at: TIME,
  action: z.string(),
  outcome: z.enum(OUTCOMES),
  reason: z.string().nullable(),
  actor: z.strictObject({ id: ID.nullable(), label: z.string() }),
  target: z.strictObject({ kind: z.string(), id: z.string().nullable(), label: z.string() }).nullable(),
  changes: z.array(
    z.strictObject({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
  ),
  ip: z.string(),
  request_id: z.string(),
});
const query = z.strictObject({
  actor: SOME_ID.optional(),
  target: SOME_ID.optional(),
  action: z
    .string()
    .max(80)
    .regex(ACTION, 'An action is like member.removed.')
    .optional()
    .meta({ description: 'One kind of event.', example: 'member.removed' }),
  outcome: z.enum(OUTCOMES).optional(),
  from: z.iso.date().optional().meta({ description: 'The first day, in UTC.' }),
  to: z.iso.date().optional().meta({ description: 'The last day, in UTC.' }),
  ...PAGE,
});

export const AUDIT = [
  orgOperation({
    id: 'listAuditEvents',
    method: 'GET',
    path: '/audit-events',
    tag: 'Audit log',
    summary: 'List events, the newest first',
    permission: 'audit.read',
    query,
    answer: pageOf(event),
    reads: ({ query: given }) => {
      const { query: q, walk } = readAuditQuery(given);
      return [auditPage(q, walk)];
    },
    run: async ({ actor, query: given, rows: [found] }) => {
      const { list, walk, lost } = readAuditQuery(given);
      cursorOf(actor, walk, lost);
      const page = dataPage(found, walk, list, actor.orgId);
      const data = page.rows.map((row) => {
        const line = auditLine(row); // secrets that somebody left in are blacked out there
        return {
          id: toUlid(row.id),
          at: line.at,
          action: row.action,
          outcome: row.outcome,
          reason: row.reason,
          actor: { id: line.actor.id, label: row.actor_label },
          target: line.target && { kind: line.target.kind, id: line.target.id, label: line.target.label },
          changes: line.changes,
          ip: row.ip,
          request_id: row.request_id,
        };
      });
      return { data, next: page.after };
    },
  }),
];
