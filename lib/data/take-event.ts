import { z } from 'zod';
import type { OrgDb, WorkspaceTx } from '../db/handle';
import type { OrgId } from '../db/scope';
import { ORG, sql } from '../db/sql';
import { AppError } from '../errors';
import { fromUlid } from '../ids';
import type { Incoming } from '../relays/events';
import { MAIN } from '../tenancy/workspace-path';
import { storable } from '../text';
import { addIncoming, addressSchema, nameSchema, textSchema } from './conversation-changes';
import { subTeamCalled } from './former-slugs';
import { receive } from './receipts';
import { mustCarry } from './relay-reach';

/** What a message.received is made of. Fields besides these are kept in the log, and mean nothing. */
const messageSchema = z.object({
  from: addressSchema,
  name: nameSchema.optional(),
  text: textSchema,
  /** The id of the workspace it is for; it decides over the slug. */
  workspace: z.string().optional(),
  /** The slug of the sub-team it is for, or one that it had before. Without either it is for the main workspace. */
  sub_team: z.string().optional(),
});

/** How whoever takes events gets into the relay's organization: as the relay whose signature was checked, or as a job. */
export type EventDoor = {
  inOrg<T>(fn: (db: OrgDb) => Promise<T>): Promise<T>;
  inWorkspaceTx<T>(workspaceId: string, fn: (db: WorkspaceTx) => Promise<T>): Promise<T>;
};

/**
 * Takes an event that was proved to be the relay's own: a message goes into its conversation, any other into the log
 * alone. Event and message are kept together, so that the same event again finds both there.
 * @returns whether it was new
 * @throws AppError invalid: a message without sender or text, or for a sub-team that isn't there
 */
export async function takeEvent(
  orgId: OrgId,
  relayId: string,
  webhookId: string,
  event: Incoming,
  door: EventDoor,
): Promise<boolean> {
  if (event.type !== 'message.received') return door.inOrg((db) => receive(db, relayId, webhookId, event));
  const message = messageSchema.safeParse(event.data);
  if (!message.success || !storable(event.data))
    throw new AppError('invalid', { message: 'A message.received has from and text, and may have name.' });
  const { from: address, name = '', text } = message.data;
  const workspaceId = await workspaceFor(orgId, door, message.data);
  return door.inWorkspaceTx(workspaceId, async (db) => {
    await mustCarry(db, relayId).catch(unknownSubTeam);
    const fresh = await receive(db, relayId, webhookId, event, workspaceId);
    if (fresh) await addIncoming(db, relayId, { address, name, text });
    return fresh;
  });
}

type Place = Pick<z.output<typeof messageSchema>, 'workspace' | 'sub_team'>;

async function workspaceFor(
  orgId: OrgId,
  door: EventDoor,
  { workspace, sub_team: slug = MAIN }: Place,
): Promise<string> {
  const id = workspace === undefined ? null : (fromUlid(workspace) ?? unknownSubTeam());
  if (id === orgId || (id === null && slug === MAIN)) return orgId;
  const [team] = await door.inOrg((db) =>
    db.rows(sql<{ id: string }>`
      SELECT t.id FROM sub_team t WHERE t.org_id = ${ORG} AND t.id = ${id ? sql`${id}::uuid` : subTeamCalled(slug)}
        AND t.deleted_at IS NULL AND t.archived_at IS NULL`),
  );
  return team?.id ?? unknownSubTeam();
}

/** One answer, so that a sender can't find out which sub-teams there are besides the relay's own. */
function unknownSubTeam(): never {
  throw new AppError('invalid', {
    message: 'This relay carries messages of no such sub-team, or the sub-team is archived.',
  });
}
