import type { Actor } from '../access/actor';
import { readOrg } from '../db/in-org';
import { sql } from '../db/sql';
import { DESCRIPTIONS } from '../resources/all';
import { RESOURCE_NAMES, RESOURCES, titled } from '../resources/names';

/** More rows of one kind than this are not counted for a dialog. */
export const MOST_COUNTED = 100_000;

/** What the rows of a table are to a person; null: nothing to tell of. Others are called as their table is. */
const WORDS: Record<string, string | null> = {
  membership: 'Members',
  invitation: 'Invitations',
  invitation_team: null,
  invitation_sub_team: null,
  ...Object.fromEntries(
    RESOURCE_NAMES.map((name) => [DESCRIPTIONS[name].table, titled(RESOURCES[name].many)]),
  ),
  contact_group_member: null,
  csv_import: 'Imported files',
  csv_refusal: null,
  org_host: 'Addresses',
  domain: 'Domains',
  org_image: 'Pictures',
  sub_team: 'Sub-teams',
  sub_team_member: null,
  team: 'Teams',
  team_member: null,
  grantable: null,
  former_slug: null,
  access_grant: 'Shared access',
  workspace: null,
  audit_event: 'Audit events',
  audit_mark: null,
  audit_link: null,
  audit_unsealed: null,
  relay: 'Relays',
  relay_delivery: 'Deliveries',
  relay_receipt: 'Events taken',
  relay_stream: null,
  conversation: 'Conversations',
  message: 'Messages',
  api_token: 'API tokens',
  api_replay: null,
  user_token_use: null,
  token_block: null,
  routing_decision: 'Routing decisions',
  usage_counter: null,
  usage_day: null,
};

/** One kind of what goes with an organization, and how many: a number, or "more than 100,000". */
export type Content = { label: string; count: number | string };

/** Everything that goes when the organization does, by kind: of every table there is, those with rows. */
export async function orgContents(actor: Actor): Promise<Content[]> {
  const [tables] = await readOrg(actor, [
    sql<{
      in_table: string;
      rows: string;
    }>`SELECT in_table, rows FROM count_org_rows(${MOST_COUNTED + 1}::bigint)`,
  ] as const);
  return told(tables);
}

/** Counted tables as a person reads them; those without rows are left out. */
export const told = (tables: readonly { in_table: string; rows: string }[]): Content[] =>
  tables
    .toSorted((a, b) => place(a.in_table) - place(b.in_table))
    .map(({ in_table, rows }) => ({ label: wordFor(in_table), count: counted(Number(rows)) }))
    .filter((one): one is Content => one.label !== null && one.count !== 0);

/** Those that have words come first, in their order. */
const place = (table: string) => {
  const at = Object.keys(WORDS).indexOf(table);
  return at < 0 ? Object.keys(WORDS).length : at;
};

const counted = (rows: number) =>
  rows > MOST_COUNTED ? `more than ${MOST_COUNTED.toLocaleString('en')}` : rows;

function wordFor(table: string): string | null {
  const known = WORDS[table];
  if (known !== undefined) return known;
  const words = table.replaceAll('_', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}s`;
}
