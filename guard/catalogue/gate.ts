import { type CatalogueRule, NOT_OF_EXTENSION, type Query, sqlRule } from './rule';

/**
 * Every SECURITY DEFINER function: what runs with the gate's rights. `asks` is what its body must refer to before
 * it answers; a function that asks for nothing says why.
 */
type Definer = {
  app: boolean;
  /** The worker's role may call it: it answers with ids and counts. */
  worker?: true;
  asks?: 'app.org_id' | 'app.user_id' | 'session';
  why?: string;
};
const DEFINERS: Record<string, Definer> = {
  'enter_org(text,uuid,uuid,uuid,text[])': { app: true, asks: 'session' },
  'enter_org_as_job(uuid)': { app: true, why: 'a job of the worker: no person asks' },
  'enter_workspace(text,uuid,uuid,uuid,text[],text)': { app: true, why: 'enters by enter_org, which asks' },
  'enter_workspace_as_job(uuid,uuid)': { app: true, why: 'a job of the worker: no person asks' },
  'enter_org_by_token(text,uuid,uuid,bytea,text,text[],text,text)': {
    app: true,
    why: 'the token is the proof, looked up by its hash; then membership, as everywhere',
  },
  'enter_user(uuid,uuid)': { app: true, asks: 'session' },
  'enter_invitation(bytea,uuid,uuid)': { app: true, asks: 'session' },
  'enter_my_invitation(uuid,uuid,uuid,uuid)': { app: true, why: 'hands on to enter_invitation, which asks' },
  'peek_invitation(bytea)': { app: true, why: 'the secret is the proof' },
  'peek_places(bytea)': { app: true, why: 'the secret is the proof' },
  'host_info(text)': { app: true, why: 'what anybody sees on a sign-in page' },
  'brand_image(text,text)': { app: true, why: 'a picture that anybody sees on a sign-in page and in mails' },
  'slug_state(text,uuid)': {
    app: true,
    why: 'whether a name is free, as anybody can find out by asking the host',
  },
  'fill_slug_shape()': { app: false, why: 'a trigger: writes how the row’s own slug looks' },
  'due_domains(integer)': { app: false, worker: true, why: 'ids of domains to look up' },
  'every_host()': { app: false, worker: true, why: 'hosts and how they are held, for the deploy gate' },
  'release_lapsed_host(text)': { app: true, why: 'removes what has lapsed, for anybody' },
  'my_orgs()': { app: true, asks: 'app.user_id' },
  'my_unread()': { app: true, asks: 'app.user_id' },
  'my_owned()': { app: true, asks: 'app.user_id' },
  'my_org_tokens()': { app: true, asks: 'app.user_id' },
  'my_invitations()': { app: true, asks: 'app.user_id' },
  'sign_in_lookup(text)': { app: true, why: 'before anybody is known' },
  'identity_lookup(text,text)': {
    app: true,
    why: 'before anybody is known; the provider’s signed word is the proof',
  },
  'take_mail_token(bytea,text)': { app: true, why: 'the secret is the proof' },
  'grant_handover(uuid,uuid,text,bytea,bytea)': { app: true, asks: 'session' },
  'take_handover(bytea,text,bytea)': { app: true, asks: 'session' },
  'log_routing(jsonb)': {
    app: true,
    why: 'adds lines to logs, each to the one of its host or id; reads none',
  },
  'prune_routing(integer,integer)': {
    app: false,
    worker: true,
    why: 'removes what is too old, of everybody',
  },
  'relay_door(uuid,text)': { app: true, why: 'the signature is the proof; what it hands out is encrypted' },
  'due_relays(integer)': { app: false, worker: true, why: 'ids of relays with something to send' },
  'relay_flows(uuid)': { app: true, asks: 'app.org_id' },
  'carried_in_sight()': { app: true, asks: 'app.org_id' },
  'audit_in_sight()': { app: true, asks: 'app.org_id' },
  'prune_usage(integer,integer)': { app: false, worker: true, why: 'removes what is too old, of everybody' },
  'prune_relays(integer,integer)': { app: false, worker: true, why: 'removes what is too old, of everybody' },
  'chain_audit_event()': {
    app: false,
    why: 'a trigger: adds the row’s own event to its organization’s chain',
  },
  'unsealed_audits(integer)': { app: false, worker: true, why: 'ids of organizations with events to chain' },
  'seal_audit(uuid,integer)': {
    app: false,
    worker: true,
    why: 'puts an organization’s own waiting events into its chain',
  },
  'verify_audit(uuid)': { app: true, asks: 'app.org_id' },
  'verify_audits(text,bigint)': {
    app: false,
    worker: true,
    why: 'counts and hashes, for the operator’s command',
  },
  'prune_audit(uuid,integer,integer)': {
    app: false,
    worker: true,
    why: 'removes what its plan keeps no longer, and nothing of the last 30 days',
  },
  'aged_audit(integer)': { app: false, worker: true, why: 'ids of what is due' },
  'due_audit_streams(integer)': { app: false, worker: true, why: 'ids of streams with something to send' },
  'search_members(uuid,text,integer)': { app: true, asks: 'app.org_id' },
  'search_rows(text,uuid,uuid,text,integer)': { app: true, asks: 'app.org_id' },
  'hold_slug()': { app: false, why: 'a trigger: holds the row’s own former slug in its organization' },
  'keep_grantable()': { app: false, why: 'a trigger: says of the row’s own organization what can be shared' },
  'shared_things(uuid[],text,integer)': { app: true, asks: 'app.org_id' },
  'waiting_imports(integer)': { app: false, worker: true, why: 'ids of what waits' },
  'count_org_rows(bigint)': { app: true, asks: 'app.org_id' },
  'count_workspace_rows(uuid,bigint)': { app: true, asks: 'app.org_id' },
  'my_deleted_orgs()': { app: true, asks: 'app.user_id' },
  'enter_deleted_org(uuid,uuid,uuid)': { app: true, asks: 'session' },
  'purgeable_orgs(integer)': { app: false, worker: true, why: 'ids of what is due' },
  'purge_org(uuid)': { app: false, worker: true, why: 'looks itself whether the 30 days are over' },
  'purgeable_sub_teams(integer)': { app: false, worker: true, why: 'ids of what is due' },
  'purge_sub_team(uuid,uuid)': {
    app: false,
    worker: true,
    why: 'looks itself whether the 30 days are over',
  },
  'open_workspace()': { app: false, why: 'a trigger: makes the workspace of the row’s own org or sub-team' },
  'fill_member_profile()': { app: false, why: 'a trigger: copies the member’s own name' },
  'switch_custom_domains()': {
    app: false,
    why: 'a trigger: which of the row’s own organization’s hosts is the primary one',
  },
  'copy_member_profile()': { app: false, why: 'a trigger: copies the member’s own name' },
  'add_usage(uuid,text,bigint)': { app: false, why: 'a trigger’s own: adds to the row’s organization' },
  'count_usage()': { app: false, why: 'a trigger: counts the rows of the organizations they are of' },
  'lock_usage(uuid,text)': { app: true, asks: 'app.org_id' },
  'add_api_requests(uuid[],bigint[])': { app: true, why: 'adds to counts, and tells nothing' },
  'invitation_room(bytea)': { app: true, why: 'the secret is the proof' },
  'org_keeps_an_owner()': { app: false, why: 'a trigger: counts the owners of the row’s own organization' },
};

const DEFINER_WORDS = {
  id: 'definers-listed',
  promise:
    'What runs with the gate’s rights is a short list, owned by the gate, each function with its reason.',
  instead:
    'Write it without SECURITY DEFINER. A function that must look across organizations needs a line in guard/catalogue/gate.ts and the gate as its owner.',
};

const definers = (query: Query) =>
  query(`SELECT p.oid::regprocedure::text AS name, p.proowner::regrole::text AS owner, p.prosrc AS source, p.proconfig AS config,
      has_function_privilege('rowhouse_app', p.oid, 'EXECUTE') AS app,
      has_function_privilege('rowhouse_worker', p.oid, 'EXECUTE') AS worker
    FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef AND ${NOT_OF_EXTENSION('p.oid')}`);

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
        if (one.app !== listed.app) return [{ at, what: `the app may ${one.app ? '' : 'not '}call it` }];
        if (one.worker !== (listed.worker ?? false))
          return [{ at, what: `the worker may ${one.worker ? '' : 'not '}call it` }];
        return [];
      }),
      ...missing.map((at) => ({ at, what: 'it is listed and not there' })),
    ];
  },
};

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
  instead: 'Raise unless current_setting of the scope is the one asked for, or the session stands.',
  async check(query) {
    return (await definers(query)).flatMap(({ name, source }) => {
      const asks = DEFINERS[String(name)]?.asks;
      if (!asks) return [];
      const proof =
        asks === 'session'
          ? /session s\b[\s\S]*s\.revoked_at IS NULL AND s\.expires_at > now\(\)/
          : new RegExp(`current_setting\\('${asks.replace('.', '\\.')}'\\)::uuid`);
      return proof.test(String(source))
        ? []
        : [{ at: String(name), what: `it does not ask for the ${asks}` }];
    });
  },
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
   SELECT p.oid::regprocedure::text, 'the app, or the worker, may call it' FROM pg_proc p
   WHERE p.pronamespace = 'public'::regnamespace AND ${NOT_OF_EXTENSION('p.oid')} AND NOT p.prosecdef
     AND EXISTS (SELECT 1 FROM aclexplode(p.proacl) x WHERE x.grantee IN ('rowhouse_app'::regrole, 'rowhouse_worker'::regrole))`,
);

/**
 * Columns that the gate may read or change: what its functions need, and no more. `*` is the whole table. Whose a row
 * is (org_id, workspace_id) it may see of every table: count_org_rows and count_workspace_rows count them all.
 */
const GATE_RIGHTS: Record<string, Record<string, string>> = {
  app_user: { SELECT: 'email email_verified_at id name password_hash' },
  session: { SELECT: 'expires_at id last_seen_at revoked_at user_id' },
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
  csv_import: { SELECT: 'created_at id retry_at state' },
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
