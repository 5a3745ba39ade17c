import { type CatalogueRule, NOT_OF_EXTENSION, type Query, sqlRule } from './rule';

/**
 * Every SECURITY DEFINER function: what runs with the gate's rights. `for`: the one role that may call it; none: triggers
 * and the gate itself. `asks` is what its body must refer to before it answers; a function that asks for nothing says why.
 */
type Definer = {
  for: 'app' | 'auth' | 'worker' | 'owner' | 'policies' | null;
  asks?: 'organization' | 'person' | 'session' | 'ticket';
  why?: string;
};
const DEFINERS: Record<string, Definer> = {
  'rotate_ticket_key()': { for: 'owner', why: 'a new key, which it does not tell' },
  'issue_ticket(uuid,uuid,uuid,text,uuid)': {
    for: null,
    why: 'the gate’s entrances call it once they have checked',
  },
  'owner_ticket(uuid,uuid,uuid)': { for: 'owner', why: 'who migrates and fills in data acts for everyone' },
  'renew_ticket(text)': { for: 'app', asks: 'ticket' },
  'checked_ticket()': { for: null, why: 'is the check' },
  'scoped_org()': { for: 'policies', why: 'is the check' },
  'scoped_workspace()': { for: 'policies', why: 'is the check' },
  'scoped_user()': { for: 'policies', why: 'is the check' },
  'scoped_member()': { for: null, why: 'is the check' },
  'enter_org(text,uuid,uuid,uuid,text[])': { for: 'app', asks: 'session' },
  'enter_org_as_job(uuid)': { for: 'worker', why: 'a job: no person asks' },
  'enter_workspace(text,uuid,uuid,uuid,text[],text)': { for: 'app', why: 'enters by enter_org, which asks' },
  'enter_workspace_as_job(uuid,uuid)': { for: 'worker', why: 'a job: no person asks' },
  'enter_as_relay(uuid,uuid)': { for: 'auth', why: 'a signature that the database can’t check is the proof' },
  'enter_org_by_token(text,uuid,uuid,bytea,text,text[],text,text)': {
    for: 'app',
    why: 'the token is the proof, looked up by its hash; then membership, as everywhere',
  },
  'enter_user(uuid,uuid)': { for: 'app', asks: 'session' },
  'enter_account(uuid)': { for: 'auth', why: 'signing in comes before there is a session' },
  'start_session(uuid,uuid,timestamp with time zone,text,text,boolean)': {
    for: 'auth',
    why: 'signing in is what makes a session',
  },
  'enter_invitation(bytea,uuid,uuid,uuid,uuid)': { for: 'app', asks: 'session' },
  'enter_my_org(uuid,uuid,uuid)': { for: 'app', asks: 'session' },
  'enter_new_org(uuid,uuid,uuid)': { for: 'app', asks: 'session' },
  'invitation_places(uuid,uuid)': { for: null, why: 'for the gate’s own functions' },
  'count_rows_of_org(uuid,bigint)': { for: null, why: 'for the gate’s own functions' },
  'count_rows_of_workspace(uuid,uuid,bigint)': { for: null, why: 'for the gate’s own functions' },
  'peek_invitation(bytea)': { for: 'app', why: 'the secret is the proof' },
  'peek_places(bytea)': { for: 'app', why: 'the secret is the proof' },
  'host_info(text)': { for: 'app', why: 'what anybody sees on a sign-in page' },
  'brand_image(text,text)': { for: 'app', why: 'a picture that anybody sees on a sign-in page and in mails' },
  'slug_state(text,uuid)': {
    for: 'app',
    why: 'whether a name is free, as anybody can find out by asking the host',
  },
  'fill_slug_shape()': { for: null, why: 'a trigger: writes how the row’s own slug looks' },
  'due_domains(integer)': { for: 'worker', why: 'ids of domains to look up' },
  'every_host()': { for: 'worker', why: 'hosts and how they are held, for the deploy gate' },
  'release_lapsed_host(text)': { for: 'app', why: 'removes what has lapsed, for anybody' },
  'my_orgs()': { for: 'app', asks: 'person' },
  'my_unread()': { for: 'app', asks: 'person' },
  'my_owned()': { for: 'app', asks: 'person' },
  'my_org_tokens()': { for: 'app', asks: 'person' },
  'my_token_proved(uuid)': { for: 'app', asks: 'ticket' },
  'my_invitations()': { for: 'app', asks: 'person' },
  'sign_in_lookup(text)': { for: 'auth', why: 'before anybody is known' },
  'identity_lookup(text,text)': {
    for: 'auth',
    why: 'before anybody is known; the provider’s signed word is the proof',
  },
  'take_mail_token(bytea,text)': { for: 'auth', why: 'the secret is the proof' },
  'grant_handover(uuid,uuid,text,bytea,bytea)': { for: 'app', asks: 'session' },
  'take_handover(bytea,text,bytea)': { for: 'auth', asks: 'session' },
  'log_routing(jsonb)': {
    for: 'app',
    why: 'adds lines to logs, each to the one of its host or id; reads none',
  },
  'prune_routing(integer,integer)': { for: 'worker', why: 'removes what is too old, of everybody' },
  'relay_door(uuid,text)': { for: 'auth', why: 'the signature is the proof; what it hands out is encrypted' },
  'due_relays(integer)': { for: 'worker', why: 'ids of relays with something to send' },
  'relay_flows(uuid)': { for: 'app', asks: 'organization' },
  'carried_in_sight()': { for: 'policies', asks: 'organization' },
  'audit_in_sight()': { for: 'policies', asks: 'organization' },
  'prune_usage(integer,integer)': { for: 'worker', why: 'removes what is too old, of everybody' },
  'prune_relays(integer,integer)': { for: 'worker', why: 'removes what is too old, of everybody' },
  'chain_audit_event()': {
    for: null,
    why: 'a trigger: adds the row’s own event to its organization’s chain',
  },
  'unsealed_audits(integer)': { for: 'worker', why: 'ids of organizations with events to chain' },
  'seal_audit(uuid,integer)': {
    for: 'worker',
    why: 'puts an organization’s own waiting events into its chain',
  },
  'verify_audit(uuid)': { for: 'app', asks: 'organization' },
  'verify_audits(text,bigint)': { for: 'worker', why: 'counts and hashes, for the operator’s command' },
  'prune_audit(uuid,integer,integer)': {
    for: 'worker',
    why: 'removes what its plan keeps no longer, and nothing of the last 30 days',
  },
  'aged_audit(integer)': { for: 'worker', why: 'ids of what is due' },
  'due_audit_streams(integer)': { for: 'worker', why: 'ids of streams with something to send' },
  'search_members(uuid,text,integer)': { for: 'app', asks: 'organization' },
  'search_rows(text,uuid,uuid,text,integer)': { for: 'app', asks: 'organization' },
  'hold_slug()': { for: null, why: 'a trigger: holds the row’s own former slug in its organization' },
  'keep_grantable()': {
    for: 'owner',
    why: 'a trigger: says of the row’s own organization what can be shared',
  },
  'shared_things(uuid[],text,integer)': { for: 'app', asks: 'organization' },
  'waiting_imports(integer)': { for: 'worker', why: 'ids of what waits' },
  'count_org_rows(bigint)': { for: 'app', asks: 'organization' },
  'count_workspace_rows(uuid,bigint)': { for: 'app', asks: 'organization' },
  'my_deleted_orgs()': { for: 'app', asks: 'person' },
  'enter_deleted_org(uuid,uuid,uuid)': { for: 'app', asks: 'session' },
  'purgeable_orgs(integer)': { for: 'worker', why: 'ids of what is due' },
  'purge_org(uuid)': { for: 'worker', why: 'looks itself whether the 30 days are over' },
  'purgeable_sub_teams(integer)': { for: 'worker', why: 'ids of what is due' },
  'purge_sub_team(uuid,uuid)': { for: 'worker', why: 'looks itself whether the 30 days are over' },
  'open_workspace()': { for: null, why: 'a trigger: makes the workspace of the row’s own org or sub-team' },
  'fill_member_profile()': { for: null, why: 'a trigger: copies the member’s own name' },
  'switch_custom_domains()': {
    for: null,
    why: 'a trigger: which of the row’s own organization’s hosts is the primary one',
  },
  'copy_member_profile()': { for: null, why: 'a trigger: copies the member’s own name' },
  'add_usage(uuid,text,bigint)': { for: null, why: 'a trigger’s own: adds to the row’s organization' },
  'count_usage()': { for: 'owner', why: 'a trigger: counts the rows of the organizations they are of' },
  'lock_usage(uuid,text)': { for: 'app', asks: 'organization' },
  'add_api_requests(text[],bigint[])': {
    for: 'app',
    why: 'adds to counts of the organizations whose tickets it is shown',
  },
  'invitation_room(bytea)': { for: 'app', why: 'the secret is the proof' },
  'org_keeps_an_owner()': { for: null, why: 'a trigger: counts the owners of the row’s own organization' },
};

const DEFINER_WORDS = {
  id: 'definers-listed',
  promise:
    'What runs with the gate’s rights is a short list, owned by the gate, each function with its reason.',
  instead:
    'Write it without SECURITY DEFINER. A function that must look across organizations needs a line in guard/catalogue/gate.ts and the gate as its owner.',
};

const definers = (query: Query) =>
  query(
    `SELECT p.oid::regprocedure::text AS name, p.proowner::regrole::text AS owner, p.prosrc AS source, p.proconfig AS config,
      ARRAY(SELECT r FROM unnest($1::text[]) r WHERE has_function_privilege('rowhouse_' || r, p.oid, 'EXECUTE')) AS callers
    FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef AND ${NOT_OF_EXTENSION('p.oid')}`,
    [['app', 'auth', 'worker', 'owner']],
  );

export const definersListed: CatalogueRule = {
  ...DEFINER_WORDS,
  async check(query) {
    const found = await definers(query);
    const missing = Object.keys(DEFINERS).filter((name) => !found.some((one) => one.name === name));
    return [
      ...found.flatMap((one) => {
        const at = String(one.name);
        const listed = DEFINERS[at];
        if (!listed) return [{ at, what: 'it runs with its owner’s rights and is not listed' }];
        if (one.owner !== 'rowhouse_gate') return [{ at, what: `${one.owner} owns it` }];
        const may = (one.callers as string[]).join(', ') || 'nobody';
        if (may !== callersOf(listed))
          return [{ at, what: `it is for ${callersOf(listed)}, and ${may} may call it` }];
        return [];
      }),
      ...missing.map((at) => ({ at, what: 'it is listed and not there' })),
    ];
  },
};

/** A policy's function is called with the rights of whoever runs the query: the app, or the owner filling in data. */
const callersOf = ({ for: role }: Definer) => (role === 'policies' ? 'app, owner' : (role ?? 'nobody'));

export const functionsPinned: CatalogueRule = {
  id: 'functions-pinned',
  promise: 'No caller can put its own tables or functions in the way of a name in one of ours.',
  // Left out, the temporary schema comes first: a temporary view of the caller's would run as the gate.
  instead:
    'SET search_path = pg_catalog, public, pg_temp in its definition: the temporary schema named, and last.',
  async check(query) {
    const found = await query(`SELECT p.oid::regprocedure::text AS at, (
        SELECT c FROM unnest(p.proconfig) c WHERE c LIKE 'search_path=%') AS path
      FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND ${NOT_OF_EXTENSION('p.oid')}`);
    return found
      .filter(({ path }) => !PATHS.includes(String(path)))
      .map(({ at, path }) => ({ at: String(at), what: `its ${path ?? 'search_path is the caller’s'}` }));
  },
};

const PATHS = ['search_path=pg_catalog, public, pg_temp', 'search_path=pg_catalog, pg_temp'];

export const definersAsk: CatalogueRule = {
  id: 'definers-ask',
  promise:
    'A function of the gate that reads an organization’s or a person’s rows asks for the scope or the session.',
  instead: 'Raise unless scoped_org() is the one asked for, or the session stands.',
  async check(query) {
    return (await definers(query)).flatMap(({ name, source }) => {
      const at = String(name);
      if (/current_setting\('app\.(?!ticket)/.test(String(source)))
        return [{ at, what: 'it believes a setting that anyone can make' }];
      const asks = DEFINERS[at]?.asks;
      return !asks || PROOFS[asks].test(String(source))
        ? []
        : [{ at, what: `it does not ask for the ${asks}` }];
    });
  },
};

const PROOFS: Record<NonNullable<Definer['asks']>, RegExp> = {
  organization: /\bscoped_org\(\)/,
  person: /\bscoped_user\(\)/,
  ticket: /\bchecked_ticket\(\)/,
  session: /session s\b[\s\S]*s\.revoked_at IS NULL AND s\.expires_at > now\(\)/,
};

export const functionsClosed = sqlRule(
  {
    id: 'functions-closed',
    promise: 'Nobody may call a function that was not granted to them: PUBLIC may call none of ours.',
    instead: 'REVOKE EXECUTE ON FUNCTION … FROM PUBLIC in its migration.',
  },
  `SELECT p.oid::regprocedure::text AS at, 'PUBLIC may call it' AS what FROM pg_proc p
   WHERE p.pronamespace = 'public'::regnamespace AND ${NOT_OF_EXTENSION('p.oid')}
     AND (p.proacl IS NULL OR EXISTS (SELECT 1 FROM aclexplode(p.proacl) x WHERE x.grantee = 0))
   UNION ALL
   SELECT p.oid::regprocedure::text, 'a role that signs in may call it' FROM pg_proc p
   WHERE p.pronamespace = 'public'::regnamespace AND ${NOT_OF_EXTENSION('p.oid')} AND NOT p.prosecdef
     AND EXISTS (SELECT 1 FROM aclexplode(p.proacl) x WHERE x.grantee IN ('rowhouse_app'::regrole, 'rowhouse_auth'::regrole, 'rowhouse_worker'::regrole))`,
);

/**
 * Columns that the gate may read or change: what its functions need, and no more. `*` is the whole table. Whose a row
 * is (org_id, workspace_id) it may see of every table: count_org_rows and count_workspace_rows count them all.
 */
const GATE_RIGHTS: Record<string, Record<string, string>> = {
  app_user: { SELECT: 'email email_verified_at id name password_hash' },
  session: {
    SELECT: 'expires_at id last_seen_at revoked_at user_id',
    INSERT: 'expires_at id ip proved_at user_agent user_id',
  },
  ticket_key: { SELECT: '*', INSERT: '*', DELETE: '*' },
  org: {
    SELECT:
      'color deleted_at deleted_by features features_off icon id limits logo name plan sign_in_message slug slug_shape',
    UPDATE: 'updated_at',
    DELETE: '*',
  },
  org_host: { SELECT: '*', UPDATE: 'primary_kept primary_of', DELETE: '*' },
  domain: { SELECT: '*' },
  membership: { SELECT: '*', UPDATE: 'email name name_key search' },
  invitation: { SELECT: '*' },
  invitation_team: { SELECT: 'invitation_id team_id' },
  invitation_sub_team: { SELECT: 'invitation_id sub_team_id' },
  team: { SELECT: 'id name' },
  audit_event: { SELECT: '*', DELETE: '*' },
  audit_mark: { SELECT: '*', INSERT: '*', UPDATE: 'hash seq' },
  relay_stream: { SELECT: 'relay_id seq' },
  audit_link: { SELECT: '*', INSERT: '*', DELETE: '*' },
  audit_unsealed: { SELECT: '*', INSERT: '*', DELETE: '*' },
  org_image: { SELECT: 'bytes name org_id' },
  usage_counter: { SELECT: '*', INSERT: '*', UPDATE: 'used' },
  usage_day: { SELECT: '*', INSERT: '*', UPDATE: 'closing value', DELETE: '*' },
  mail_token: { SELECT: '*', UPDATE: 'used_at' },
  handover: { SELECT: '*', INSERT: '*', UPDATE: 'used_at', DELETE: '*' },
  user_identity: { SELECT: 'issuer subject user_id' },
  relay: {
    SELECT:
      'carries everywhere failures hold_until id kind name old_secret_cipher old_secret_until org_id paused secret_cipher',
  },
  relay_delivery: { SELECT: 'carried_for id next_at org_id relay_id settled_at state type', DELETE: '*' },
  relay_receipt: { SELECT: 'at org_id relay_id webhook_id', DELETE: '*' },
  conversation: { SELECT: 'id name search status unread' },
  api_token: { SELECT: '*', UPDATE: 'last_used_at last_used_ip' },
  user_token: { SELECT: '*', UPDATE: 'last_used_at last_used_ip' },
  user_token_use: { SELECT: '*', INSERT: '*', UPDATE: 'last_used_at last_used_ip' },
  token_block: { SELECT: 'token_id' },
  workspace: { SELECT: 'id', INSERT: 'id org_id', DELETE: '*' },
  sub_team: { SELECT: 'archived_at deleted_at id name slug', UPDATE: 'deleted_at' },
  contact_group: { SELECT: 'id name search' },
  former_slug: { SELECT: '*', INSERT: '*', DELETE: '*' },
  grantable: { SELECT: '*', INSERT: '*', DELETE: '*' },
  csv_import: { SELECT: 'created_at done id retry_at state' },
  sub_team_member: { SELECT: 'sub_team_id user_id' },
  access_grant: { SELECT: 'id kind resource_id role user_id' },
  routing_decision: { SELECT: 'id org_id', INSERT: '*', DELETE: '*' },
};

// What searchable() gave: ids and search texts of a workspace's table, for search_rows, which asks for both scopes.
export const gateRights: CatalogueRule = {
  id: 'gate-rights',
  promise: 'The gate may touch the columns that its functions need, and no others.',
  instead: 'Grant the column, not the table, and say so in guard/catalogue/gate.ts.',
  async check(query) {
    const rows = await query(`
      SELECT c.relname AS table, x.privilege_type AS right, '*' AS columns FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) x
        WHERE x.grantee = 'rowhouse_gate'::regrole AND c.relnamespace = 'public'::regnamespace
      UNION ALL
      SELECT c.relname, x.privilege_type, string_agg(a.attname, ' ' ORDER BY a.attname) FROM pg_attribute a
        JOIN pg_class c ON c.oid = a.attrelid CROSS JOIN LATERAL aclexplode(a.attacl) x
        WHERE x.grantee = 'rowhouse_gate'::regrole AND NOT (x.privilege_type = 'SELECT' AND a.attname IN ('org_id', 'workspace_id')) GROUP BY 1, 2`);
    const searched = new Set(
      (
        await query(`SELECT i.indrelid::regclass::text AS name FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
        WHERE x.relname = (SELECT relname FROM pg_class t WHERE t.oid = i.indrelid) || '_search'
          AND EXISTS (SELECT 1 FROM pg_policy w WHERE w.polrelid = i.indrelid AND w.polname = 'workspace_wall')`)
      ).map(({ name }) => `${name} SELECT id search`),
    );
    const actual = new Set(
      rows.map((row) => `${row.table} ${row.right} ${row.columns}`).filter((right) => !searched.has(right)),
    );
    const wanted = new Set(
      Object.entries(GATE_RIGHTS).flatMap(([table, rights]) =>
        Object.entries(rights)
          .map(([right, columns]) => [right, right === 'SELECT' ? besidesOrg(columns) : columns])
          .filter(([, columns]) => columns !== '')
          .map(([right, columns]) => `${table} ${right} ${columns}`),
      ),
    );
    const told = (entry: string, what: string) => {
      const [at = '', right = '', ...columns] = entry.split(' ');
      return { at, what: `${what} ${right.toLowerCase()} ${columns.join(', ')}` };
    };
    return [
      ...[...actual].filter((one) => !wanted.has(one)).map((one) => told(one, 'the gate may')),
      ...[...wanted].filter((one) => !actual.has(one)).map((one) => told(one, 'the gate may not')),
    ];
  },
};

const besidesOrg = (columns: string) =>
  columns
    .split(' ')
    .filter((column) => column !== 'org_id')
    .join(' ');
