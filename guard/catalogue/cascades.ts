import { type CatalogueRule, NOT_OF_EXTENSION, type Query } from './rule';

/**
 * Foreign keys that delete rows along with another row, each with the reason why no refusal is lost: no block, limit,
 * opt-out, revocation or mark that something was used. Keys to `org`, and a workspace's own tables to `workspace`, need
 * no line: with the organization or the workspace itself, nothing is left to refuse.
 */
const CASCADES: Record<string, string> = {
  access_grant_org_id_kind_resource_id_fkey: 'a grant only allows',
  access_grant_org_id_team_id_fkey: 'a grant only allows',
  access_grant_org_id_user_id_fkey: 'a grant only allows',
  contact_group_member_org_id_workspace_id_contact_id_fkey: 'says which contact is in which group',
  contact_group_member_org_id_workspace_id_group_id_fkey: 'says which contact is in which group',
  csv_refusal_org_id_workspace_id_import_id_fkey: 'reports a row that an import skipped, and decides nothing',
  domain_org_id_held_host_fkey: 'a claim that lost its host names none, so it stays; a claim only allows',
  grantable_org_id_home_id_fkey: 'says that a resource exists',
  handover_user_id_fkey: 'a code that is missing is refused, as a used one is',
  handover_user_id_session_id_fkey: 'a code that is missing is refused, as a used one is',
  invitation_sub_team_org_id_invitation_id_fkey: 'says where an invitation leads',
  invitation_sub_team_org_id_sub_team_id_fkey: 'says where an invitation leads',
  invitation_team_org_id_invitation_id_fkey: 'says where an invitation leads',
  invitation_team_org_id_team_id_fkey: 'says where an invitation leads',
  mail_token_user_id_fkey: 'a secret that is missing is refused, as a used one is',
  message_org_id_workspace_id_conversation_id_fkey: 'a message',
  relay_delivery_org_id_carried_for_fkey: 'an event to send',
  relay_delivery_org_id_relay_id_fkey: 'an event to send',
  relay_receipt_org_id_carried_for_fkey:
    'marks an event as taken; a workspace is purged 30 days after its deletion, a signature expires in minutes',
  relay_receipt_org_id_relay_id_fkey: 'marks an event as taken; without the relay and its secret, none is',
  relay_stream_org_id_relay_id_fkey: 'says that the log goes out through the relay',
  session_user_id_fkey: 'a session that is missing is refused, as a revoked one is',
  sub_team_member_org_id_sub_team_id_fkey: 'an assignment only allows',
  sub_team_member_org_id_user_id_fkey: 'an assignment only allows',
  sub_team_org_id_id_fkey: 'a sub-team is its workspace',
  team_member_org_id_team_id_fkey: 'a team membership only allows',
  team_member_org_id_user_id_fkey: 'a team membership only allows',
  user_identity_user_id_fkey: 'an identity only allows',
  user_token_use_org_id_user_id_fkey: 'says where a token was used; token_block refuses it',
  user_token_user_id_fkey: 'a token that is missing is refused, as a revoked one is',
};

/**
 * Columns that sound like a refusal, in tables that lose rows by a cascade: either a missing row refuses the same thing,
 * or the column refuses nothing.
 */
const REFUSING_COLUMNS = [
  'handover.used_at',
  'mail_token.used_at',
  'session.revoked_at',
  'sub_team.archived_at',
  'sub_team.deleted_at',
  'sub_team.deleted_by',
  'user_identity.used_at',
  'user_token.revoked_at',
];

const CASCADING = `SELECT c.conname::text AS name, c.conrelid, c.conrelid::regclass::text AS at, c.confrelid::regclass::text AS parent
  FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
  WHERE c.contype = 'f' AND c.confdeltype = 'c' AND t.relnamespace = 'public'::regnamespace AND ${NOT_OF_EXTENSION('t.oid')}
    AND c.confrelid <> 'public.org'::regclass
    AND NOT (c.confrelid = 'public.workspace'::regclass AND EXISTS (SELECT 1 FROM pg_attribute a
      WHERE a.attrelid = c.conrelid AND a.attname = 'workspace_id' AND a.attnum = ANY (c.conkey)))`;

const keys = async (query: Query) => {
  const found = await query(CASCADING);
  const names = new Set(found.map(({ name }) => name));
  return [
    ...found
      .filter(({ name }) => !(String(name) in CASCADES))
      .map(({ name, at, parent }) => ({ at: String(at), what: `${name} deletes its rows with ${parent}` })),
    ...Object.keys(CASCADES)
      .filter((name) => !names.has(name))
      .map((name) => ({ at: name, what: 'is listed, but there is no such cascade' })),
  ];
};

const columns = async (query: Query) => {
  const found = await query(
    `SELECT DISTINCT k.at || '.' || a.attname AS at, 'refuses something, in a row that goes with ' || k.parent AS what
      FROM (${CASCADING}) k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum > 0 AND NOT a.attisdropped
      WHERE a.attname ~ '(block|revok|declin|mute|refus|ban|den[iy]|paus|disabl|opt|used_(at|up)|archiv|deleted|suspend|limit|until)'
        AND a.attname !~ '(first|last)_used_at' AND NOT (k.at || '.' || a.attname = ANY ($1::text[]))`,
    [REFUSING_COLUMNS],
  );
  return found.map(({ at, what }) => ({ at: String(at), what: String(what) }));
};

export const refusalsOutlive: CatalogueRule = {
  id: 'refusals-outlive',
  promise: 'A refusal never lives in a row that goes with a membership, a session or another row.',
  instead:
    'Keep the refusal in a table of its own, with a foreign key to org alone. A cascade that loses none needs a line in guard/catalogue/cascades.ts.',
  check: async (query) => [...(await keys(query)), ...(await columns(query))],
};
