import { createHash, randomBytes } from 'node:crypto';
import { newId } from '../../ids';
import { subTeamIds } from './world';

/** Whose a row is: an org for tenant tables, a user (with a session) for a user's own. */
export type Owner = { orgId: string; userId: string; sessionId: string };
export type Row = Record<string, unknown>;

const soon = () => new Date(Date.now() + 3_600_000);
const grouped = new Set<string>();
const met = new Set<string>();
let lines = 0;
const word = () => newId().slice(-12);

/** The first of the org's two for whoever asks for the first time, then the second. */
function nextOf(whose: string, orgId: string): string {
  const [first, second] = subTeamIds(orgId);
  const id = met.has(whose) ? second : first;
  met.add(whose);
  return id;
}

/** The first relay of each owner: what hangs on a relay hangs on this one. */
const relays = new Map<string, string>();
/** The same of invitations. */
const invitations = new Map<string, string>();
/** The same of conversations. */
const conversations = new Map<string, string>();

/**
 * A valid new row of each walled table. A table without an entry fails the wall tests: add one line here when you
 * add a table. `spare` is a user that is in no org yet.
 */
const FACTORIES: Record<string, (owner: Owner, spare: string) => Row> = {
  org: ({ orgId }) => ({ id: orgId, slug: `org-${word()}`, name: 'Org', color: '#123456' }),
  org_host: ({ orgId }) => ({ org_id: orgId, host: `host-${word()}` }),
  domain: ({ orgId }) => ({
    org_id: orgId,
    id: newId(),
    host: `d-${word()}.test`,
    proof: 'proof',
    lapses_at: soon(),
    next_look_at: soon(),
    created_by: 'Owner',
  }),
  membership: ({ orgId }, spare) => ({ org_id: orgId, user_id: spare, role: 'member' }),
  invitation: ({ orgId }) => {
    const id = newId();
    if (!invitations.has(orgId)) invitations.set(orgId, id);
    return {
      org_id: orgId,
      id,
      email: `${word()}@test.example`,
      role: 'member',
      token_hash: randomBytes(32),
      status: 'revoked',
      invited_by: 'owner@test.example',
      expires_at: soon(),
    };
  },
  // Into the first of the two of makeSubTeams and makeRecords, then into the second.
  invitation_sub_team: ({ orgId }) => ({
    org_id: orgId,
    invitation_id: invitations.get(orgId),
    sub_team_id: nextOf(`sub-team ${orgId}`, orgId),
  }),
  invitation_team: ({ orgId }) => ({
    org_id: orgId,
    invitation_id: invitations.get(orgId),
    team_id: nextOf(`team ${orgId}`, orgId),
  }),
  org_image: ({ orgId }) => {
    const bytes = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), randomBytes(8)]);
    const name = `${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}.png`;
    return { org_id: orgId, name, kind: 'logo', bytes, size: bytes.length, width: 1, height: 1 };
  },
  audit_event: ({ orgId }) => ({
    org_id: orgId,
    id: newId(),
    actor_kind: 'system',
    actor_label: 'test',
    action: 'test.happened',
    ip: '127.0.0.1',
    user_agent: 'test',
    request_id: 'test',
  }),
  audit_mark: ({ orgId }) => ({ org_id: orgId, kind: `mark-${word()}`, seq: 0, hash: Buffer.alloc(32) }),
  // Far above what the database numbers by itself.
  audit_link: ({ orgId }) => ({
    org_id: orgId,
    seq: 1_000_000 + ++lines,
    event_id: newId(),
    hash: Buffer.alloc(32),
  }),
  audit_unsealed: ({ orgId }) => ({ org_id: orgId, event_id: newId() }),
  routing_decision: ({ orgId }) => ({
    org_id: orgId,
    id: newId(),
    at: new Date(),
    request_id: 'test',
    method: 'GET',
    host: 'acme',
    path: '/',
    surface: 'page',
    resolved_by: 'route',
    disagreed: false,
    actor_kind: 'nobody',
    actor_label: '',
    outcome: 'allowed',
    ip: '127.0.0.1',
  }),
  relay: ({ orgId }) => {
    const id = newId();
    if (!relays.has(orgId)) relays.set(orgId, id);
    const secret_cipher = randomBytes(80);
    return {
      org_id: orgId,
      id,
      name: 'Echo',
      kind: 'echo',
      secret_cipher,
      tail: 'abcd=',
      created_by: 'Owner',
    };
  },
  relay_delivery: ({ orgId }) => ({
    org_id: orgId,
    id: newId(),
    relay_id: relays.get(orgId),
    type: 'relay.test',
    body: '{}',
    created_by: 'Owner',
  }),
  relay_stream: ({ orgId }) => ({
    org_id: orgId,
    id: newId(),
    relay_id: relays.get(orgId),
    seq: 0,
    created_by: 'Owner',
  }),
  relay_receipt: ({ orgId }) => ({
    org_id: orgId,
    relay_id: relays.get(orgId),
    webhook_id: word(),
    type: 'message.received',
    body: '{}',
  }),
  api_token: ({ orgId, userId }) => ({
    org_id: orgId,
    id: newId(),
    name: 'CI',
    hash: randomBytes(32),
    tail: 'abcd',
    scopes: ['org.read'],
    created_by_id: userId,
    created_by: 'Owner',
  }),
  user_token: ({ userId }) => ({
    user_id: userId,
    id: newId(),
    name: 'Mine',
    hash: randomBytes(32),
    tail: 'abcd',
    scopes: ['org.read'],
  }),
  user_token_use: ({ orgId, userId }) => ({
    org_id: orgId,
    token_id: newId(),
    user_id: userId,
    tail: 'abcd',
    last_used_ip: '127.0.0.1',
  }),
  token_block: ({ orgId, userId }) => ({
    org_id: orgId,
    token_id: newId(),
    user_id: userId,
    tail: 'abcd',
    blocked_by: 'Owner',
  }),
  api_replay: ({ orgId, userId }) => ({
    org_id: orgId,
    credential: userId,
    key: word(),
    fingerprint: randomBytes(32),
  }),
  conversation: ({ orgId }) => {
    const id = newId();
    if (!conversations.has(orgId)) conversations.set(orgId, id);
    const named = { address: word(), name: 'Somebody', name_key: 'somebody' };
    return { org_id: orgId, workspace_id: orgId, id, ...named };
  },
  message: ({ orgId }) => ({
    org_id: orgId,
    workspace_id: orgId,
    id: newId(),
    conversation_id: conversations.get(orgId),
    direction: 'in',
    text: 'Hello',
  }),
  usage_counter: ({ orgId }) => ({ org_id: orgId, limit_key: `limit-${word()}`, used: 3 }),
  usage_day: ({ orgId }) => ({
    org_id: orgId,
    limit_key: `limit-${word()}`,
    day: new Date('2026-11-01T00:00:00Z'),
    value: 3,
    closing: 3,
  }),
  workspace: ({ orgId }) => ({ org_id: orgId, id: newId() }),
  sub_team: ({ orgId }) => ({ org_id: orgId, id: newId(), slug: `sub-${word()}`, name: 'Sub-team' }),
  // Of the two of makeSubTeams: in the first at first, then in the second.
  sub_team_member: ({ orgId, userId }) => ({
    org_id: orgId,
    sub_team_id: nextOf(`assigned ${orgId}`, orgId),
    user_id: userId,
  }),
  team: ({ orgId }) => ({ org_id: orgId, id: newId(), slug: `team-${word()}`, name: 'Team' }),
  // Of the two of makeRecords: in the first at first, then in the second.
  team_member: ({ orgId, userId }) => ({
    org_id: orgId,
    team_id: nextOf(`teamed ${orgId}`, orgId),
    user_id: userId,
    role: 'member',
  }),
  former_slug: ({ orgId }) => ({ org_id: orgId, kind: 'team', slug: word(), of_id: newId(), until: soon() }),
  grantable: ({ orgId }) => ({ org_id: orgId, kind: 'thing', id: newId(), home_id: orgId }),
  // The first group of makeRecords at first, then the second.
  access_grant: ({ orgId, userId }) => {
    const id = nextOf(`granted ${orgId}`, orgId);
    const what = { kind: 'contact_group', resource_id: id, user_id: userId };
    return { org_id: orgId, id: newId(), ...what, role: 'editor', granted_by: 'Owner' };
  },
  contact: ({ orgId }) => ({
    org_id: orgId,
    workspace_id: orgId,
    id: newId(),
    name: 'Contact',
    email: `${word()}@test.example`,
  }),
  desktop: ({ orgId }) => ({ org_id: orgId, workspace_id: orgId, id: newId(), name: `Desk ${word()}` }),
  contact_group: ({ orgId }) => ({
    org_id: orgId,
    workspace_id: orgId,
    id: newId(),
    name: `Group ${word()}`,
  }),
  // The contact of makeRecords: in its first group at first, then in its second.
  contact_group_member: ({ orgId }) => {
    const [first, second] = subTeamIds(orgId);
    const id = grouped.has(orgId) ? second : first;
    grouped.add(orgId);
    return { org_id: orgId, workspace_id: orgId, group_id: id, contact_id: first };
  },
  csv_import: ({ orgId, userId }) => ({
    org_id: orgId,
    workspace_id: orgId,
    id: newId(),
    resource: 'contact',
    file_name: 'file.csv',
    source: 'name',
    total: 1,
    sample: '[]',
    created_by_id: userId,
    created_by: 'owner@test.example',
  }),
  // Of the import of makeRecords.
  csv_refusal: ({ orgId }) => ({
    org_id: orgId,
    workspace_id: orgId,
    import_id: subTeamIds(orgId)[0],
    line: ++lines,
    reason: 'No name.',
    cells: '[]',
  }),
  app_user: ({ userId }) => ({ id: userId, email: `${word()}@test.example`, name: 'New' }),
  session: ({ userId }) => ({
    user_id: userId,
    id: newId(),
    expires_at: soon(),
    user_agent: 'test',
    ip: '127.0.0.1',
  }),
  mail_token: ({ userId }) => ({
    id: newId(),
    user_id: userId,
    purpose: 'sign_in',
    token_hash: randomBytes(32),
    expires_at: soon(),
  }),
  user_identity: ({ userId }) => ({
    id: newId(),
    user_id: userId,
    issuer: 'https://id.test',
    subject: word(),
    email: `${word()}@test.example`,
  }),
  handover: ({ userId, sessionId }) => ({
    code_hash: randomBytes(32),
    user_id: userId,
    session_id: sessionId,
    host: 'acme',
    challenge: randomBytes(32),
    expires_at: soon(),
  }),
};

/** A valid new row of the table for this owner. @throws when the table has no factory */
export function rowFor(table: string, owner: Owner, spare: string): Row {
  const make = FACTORIES[table];
  if (!make) throw new Error(`lib/db/testing/rows.ts has no factory for the table ${table}: add one`);
  return make(owner, spare);
}
