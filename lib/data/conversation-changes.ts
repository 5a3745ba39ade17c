import { z } from 'zod';
import type { WorkspaceActor } from '../access/actor';
import type { Permission } from '../access/permissions';
import { normalEmail } from '../auth/email-address';
import type { WorkspaceTx } from '../db/handle';
import { inWorkspaceTx } from '../db/in-workspace';
import { ORG, sql, WORKSPACE } from '../db/sql';
import { AppError } from '../errors';
import { newId, toUlid } from '../ids';
import { typedText } from '../input/typed-text';
import type { RequestInfo } from '../tenancy/request';
import { cut, lower } from '../text';
import { record } from './audit';
import { assigneesAmong } from './conversations';
import { dispatch } from './deliveries';
import { allowedAmong } from './granted';
import { mustCarry } from './relay-reach';

/** Where the other side is reached: lower case, so that one address is one conversation. */
export const addressSchema = typedText()
  .trim()
  .overwrite(lower)
  .min(1, 'Write a phone number or an address.')
  .max(200, 'At most 200 characters.');
export const nameSchema = typedText().trim().max(100, 'At most 100 characters.');
export const textSchema = z
  .string()
  .trim()
  .min(1, 'Write something first.')
  .max(10_000, 'At most 10,000 characters.');

/** What a list shows of a message. */
const preview = (text: string): string => cut(text.replace(/\s+/g, ' '), 200);

/** A conversation, locked against every other change of it. @throws AppError not_found */
async function locked(db: WorkspaceTx, id: string) {
  const [row] = await db.rows(sql<{ id: string }>`
    SELECT c.id FROM conversation c
    WHERE c.org_id = ${ORG} AND c.workspace_id = ${WORKSPACE} AND c.id = ${id}::uuid FOR UPDATE`);
  const conversation = row && (await db.conversation.findFirst({ where: { id: row.id } }));
  if (!conversation) throw new AppError('not_found');
  return { ...conversation, target: { kind: 'conversation', id, label: conversation.name } };
}

/** The same for an actor who may do this with it, by their role or by a grant on it. @throws AppError forbidden, not_found */
async function lockedFor(db: WorkspaceTx, actor: WorkspaceActor, permission: Permission, id: string) {
  const conversation = await locked(db, id);
  if (!(await allowedAmong(db, actor, permission, 'conversation', [id])).has(id))
    throw new AppError('forbidden');
  return conversation;
}

type Sending = { id: string; relayId: string | null; address: string; name: string };

/** Adds a message that goes out: it and its delivery are kept together, under one id. */
async function addOutgoing(db: WorkspaceTx, actor: WorkspaceActor, to: Sending, text: string): Promise<void> {
  const { relayId } = to;
  if (relayId === null)
    throw new AppError('conflict', { message: 'The relay of this conversation was removed.' });
  await mustCarry(db, relayId);
  const id = newId();
  const scope = { orgId: db.orgId, workspaceId: db.workspaceId };
  await db.message.create({
    data: { ...scope, id, conversationId: to.id, direction: 'out', text, author: actor.name },
  });
  // The id is the address: a slug may be another's by the time that an answer comes.
  const place = { workspace: toUlid(db.workspaceId), sub_team: actor.workspace.slug };
  const data = { to: to.address, name: to.name, text, conversation: toUlid(to.id), ...place };
  const event = { relayId, type: 'message.sent' as const, data, createdBy: actor.name };
  await dispatch(db, { ...event, id, carriedFor: db.workspaceId });
  const now = new Date();
  await db.conversation.updateMany({
    where: { id: to.id },
    data: { lastText: preview(text), lastAt: now, changedAt: now, unread: 0 },
  });
}

/**
 * Starts a conversation with an address, or goes on with the one that there is, with a first message.
 * @returns its id
 * @throws AppError not_found (no such relay); conflict when the relay doesn't carry this workspace's messages
 */
export async function startConversation(
  actor: WorkspaceActor,
  input: { relayId: string; address: string; name: string; text: string },
  request: RequestInfo,
): Promise<{ id: string }> {
  return inWorkspaceTx(actor, async (db) => {
    const { relayId, address, text } = input;
    await mustCarry(db, relayId);
    const made = await ensureConversation(db, { relayId, address, name: input.name });
    const conversation = await locked(db, made.id);
    if (made.fresh)
      await record(db, { actor, request }, { action: 'conversation.started', target: conversation.target });
    else await db.conversation.updateMany({ where: { id: made.id }, data: { status: 'open' } });
    await addOutgoing(db, actor, conversation, text);
    return { id: made.id };
  });
}

/**
 * The conversation with an address through a relay; made when there is none, however many ask at once, and tied to the
 * contact with this e-mail address, if there is one.
 */
async function ensureConversation(
  db: WorkspaceTx,
  { relayId, address, name }: { relayId: string; address: string; name: string },
): Promise<{ id: string; fresh: boolean }> {
  const id = newId();
  const email = normalEmail(address) ?? address; // the one form that contacts have
  const contact = await db.contact.findFirst({ where: { email }, select: { id: true, name: true } });
  const called = name || cut(contact?.name ?? address, 100);
  const row = {
    orgId: db.orgId,
    workspaceId: db.workspaceId,
    id,
    relayId,
    address,
    name: called,
    nameKey: lower(called),
    contactId: contact?.id ?? null,
  };
  const { count } = await db.conversation.createMany({ data: [row], skipDuplicates: true });
  if (count === 1) return { id, fresh: true };
  const known = await db.conversation.findFirstOrThrow({
    where: { relayId, address },
    select: { id: true, contactId: true },
  });
  // Whoever was a stranger may be a contact by now.
  if (contact && !known.contactId)
    await db.conversation.updateMany({ where: { id: known.id }, data: { contactId: contact.id } });
  return { id: known.id, fresh: false };
}

/** Sends a message in a conversation. @throws AppError not_found, forbidden; conflict when it is closed, or its relay is gone */
export async function sendMessage(actor: WorkspaceActor, id: string, text: string): Promise<void> {
  await inWorkspaceTx(actor, async (db) => {
    const conversation = await lockedFor(db, actor, 'message.send', id);
    if (conversation.status === 'closed')
      throw new AppError('conflict', { message: 'It was closed in the meantime. Reopen it to answer.' });
    await addOutgoing(db, actor, conversation, text);
  });
}

/**
 * Gives a conversation to a member, or to nobody. Who was shown another assignee than there is now decides anew.
 * @param was the assignee that was shown
 * @throws AppError not_found (also for who can't answer here), forbidden, conflict
 */
export async function assignConversation(
  actor: WorkspaceActor,
  id: string,
  { to, was }: { to: string | null; was: string | null },
  request: RequestInfo,
): Promise<{ assignee: string | null }> {
  return inWorkspaceTx(actor, async (db) => {
    const { target, assigneeId } = await lockedFor(db, actor, 'conversation.assign', id);
    const members = await db.rows(assigneesAmong([to, assigneeId]));
    const nameOf = (userId: string | null) => members.find((m) => m.user_id === userId)?.name ?? null;
    const assignee = nameOf(to);
    if (to !== null && assignee === null) throw new AppError('not_found');
    if (nameOf(assigneeId) !== null && assigneeId !== was && assigneeId !== to)
      throw new AppError('conflict', { message: `${nameOf(assigneeId)} took it in the meantime.` });
    if (assigneeId === to) return { assignee };
    await db.conversation.updateMany({ where: { id }, data: { assigneeId: to, changedAt: new Date() } });
    const change = { before: { assignee: nameOf(assigneeId) }, after: { assignee } };
    await record(db, { actor, request }, { action: 'conversation.assigned', target, ...change });
    return { assignee };
  });
}

/** Closes a conversation, or opens it again. A message that comes in opens it by itself. */
export async function setClosed(
  actor: WorkspaceActor,
  id: string,
  closed: boolean,
  request: RequestInfo,
): Promise<void> {
  await inWorkspaceTx(actor, async (db) => {
    const { target, status } = await lockedFor(db, actor, 'conversation.close', id);
    const next = closed ? 'closed' : 'open';
    if (status === next) return;
    const data = { status: next, changedAt: new Date(), ...(closed && { unread: 0 }) };
    await db.conversation.updateMany({ where: { id }, data });
    const action = closed ? 'conversation.closed' : 'conversation.reopened';
    await record(db, { actor, request }, { action, target });
  });
}

/** Notes that somebody who answers here looked at a conversation. What comes in later is unread again. */
export async function markRead(actor: WorkspaceActor, id: string): Promise<void> {
  await inWorkspaceTx(actor, async (db) => {
    const { unread } = await lockedFor(db, actor, 'message.send', id);
    if (unread === 0) return;
    await db.conversation.updateMany({ where: { id }, data: { unread: 0, changedAt: new Date() } });
  });
}

/** Adds a message that came in, in the transaction that takes its event; a closed conversation is open again. */
export async function addIncoming(
  db: WorkspaceTx,
  relayId: string,
  { address, name, text }: { address: string; name: string; text: string },
): Promise<void> {
  const { id } = await ensureConversation(db, { relayId, address, name });
  await locked(db, id);
  const scope = { orgId: db.orgId, workspaceId: db.workspaceId };
  await db.message.create({ data: { ...scope, id: newId(), conversationId: id, direction: 'in', text } });
  const now = new Date();
  await db.conversation.updateMany({
    where: { id },
    data: {
      status: 'open',
      lastText: preview(text),
      lastAt: now,
      changedAt: now,
      unread: { increment: 1 },
    },
  });
}
