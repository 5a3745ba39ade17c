'use server';

import { refresh } from 'next/cache';
import { z } from 'zod';
import { orgAction } from '@/lib/admit/action';
import { attempt } from '@/lib/auth/limits';
import { faultOf, hexOf, VERIFY_CHAIN } from '@/lib/data/audit-chain';
import { startStream, stopStream } from '@/lib/data/audit-streams';
import { ONE_ID, toUuid } from '@/lib/data/picked';
import { readOrg } from '@/lib/db/in-org';
import { AppError } from '@/lib/errors';
import { toUlid } from '@/lib/ids';

/** Walks the chain of the organization's events, and says whether every link holds. */
export const verifyAuditLog = orgAction('audit.read', z.strictObject({}), async ({ actor }) => {
  await attempt({ 'audit-verify:org': actor.orgId });
  const [[found]] = await readOrg(actor, [VERIFY_CHAIN] as const);
  if (!found) throw new AppError('not_found');
  return {
    data: {
      events: Number(found.events),
      removed: Number(found.removed),
      since: found.since?.toISOString() ?? null,
      hash: hexOf(found.hash),
      seq: Number(found.seq),
      fault: faultOf(found),
      event: found.fault_event && toUlid(found.fault_event),
    },
  };
});

const oneRelay = z.strictObject({ relay: ONE_ID });

/** Lets the log go out through a relay. */
export const startAuditStream = orgAction('audit.stream', oneRelay, async ({ actor, input, request }) => {
  await startStream(actor, toUuid(input.relay), request);
  refresh();
  return { message: 'From now on each event goes out' };
});

/** Stops that. */
export const stopAuditStream = orgAction('audit.stream', oneRelay, async ({ actor, input, request }) => {
  await stopStream(actor, toUuid(input.relay), request);
  refresh();
  return { message: 'Stopped' };
});
