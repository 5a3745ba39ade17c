import { attempt } from '../auth/limits';
import { inOrgAsRelay, inWorkspaceTxAsRelay } from '../db/as-relay';
import { askAuthGate } from '../db/auth-store';
import type { OrgId } from '../db/scope';
import { sql } from '../db/sql';
import { AppError } from '../errors';
import { parseJson } from '../input/json';
import { log } from '../log';
import { incomingSchema } from '../relays/events';
import { isSigned, newSigningSecret, type SignedHeaders } from '../relays/signature';
import { openSecrets, type SealedSecrets } from './relays';
import { type EventDoor, takeEvent } from './take-event';

type Given = { headers: { [Name in keyof SignedHeaders]: string | null }; body: string };
type Door = SealedSecrets & { org_id: OrgId };

/**
 * Takes a signed event for a relay. A wrong signature, an old timestamp, a relay of another org's host and one that
 * isn't there are the same refusal, after the same work.
 * @param hostKey the org's host that it came to; null for the root host
 * @returns whether it was new: the same event again is no error, and does nothing
 * @throws AppError bad_signature, invalid, rate_limited
 */
export async function takeIncoming(
  relayId: string | null,
  hostKey: string | null,
  { headers, body }: Given,
): Promise<{ fresh: boolean }> {
  const [door] = await askAuthGate(
    sql<Door>`SELECT d.org_id, d.secret_cipher, d.old_secret_cipher FROM relay_door(${relayId}::uuid, ${hostKey}) d`,
  );
  const secrets = door && relayId ? secretsOf(door, relayId) : [newSigningSecret()];
  if (!isSigned(secrets, headers, body) || !door || !relayId) throw new AppError('bad_signature');
  // Not before: who can't sign must not use up what the relay's own sender may send.
  await attempt({ 'relay-in:relay': relayId });
  const event = incomingSchema.safeParse(parseJson(body));
  const id = headers['webhook-id'] ?? '';
  if (!event.success || id.length > 256)
    throw new AppError('invalid', {
      message: 'Send JSON with a type, like message.received, and data; the id has at most 256 characters.',
    });
  return { fresh: await takeEvent(door.org_id, relayId, id, event.data, asRelay(relayId)) };
}

const asRelay = (relayId: string): EventDoor => ({
  inOrg: (fn) => inOrgAsRelay(relayId, fn),
  inWorkspaceTx: (workspaceId, fn) => inWorkspaceTxAsRelay(relayId, workspaceId, fn),
});

/** None when they don't open: nothing that was signed with them is taken then, and the operator hears of it. */
function secretsOf(door: Door, relayId: string): string[] {
  try {
    return openSecrets(door.org_id, relayId, door);
  } catch (error) {
    log.error('a relay’s secret does not open', { orgId: door.org_id, relay: relayId, error });
    return [];
  }
}
