import { PLANTED_RIGHTS } from './planted-rights';

/** A violation to plant in a migrated database. */
export type Planted = {
  /** The rules that must find it, its own first. No other may. */
  rules: string[];
  name: string;
  sql: string;
  /** Planted as the server's superuser; otherwise as the owner of the tables, as a migration would. */
  asSuperuser?: true;
};

const POLICY = (name: string, rest: string) => `CREATE POLICY ${name} ON membership ${rest}`;

/** A table as a migration makes one. */
export const LEDGER = `
  CREATE TABLE ledger (org_id uuid NOT NULL REFERENCES org (id) ON DELETE CASCADE, id uuid NOT NULL, member_id uuid, name text NOT NULL,
    PRIMARY KEY (org_id, id), FOREIGN KEY (org_id, member_id) REFERENCES membership (org_id, user_id) ON DELETE SET NULL (member_id));
  CREATE INDEX ledger_member ON ledger (org_id, member_id, id);
  CREATE UNIQUE INDEX ledger_name ON ledger (org_id, name);
  SELECT isolate('ledger');`;

/** A table of a workspace, as a migration makes one. */
export const NOTE = `
  CREATE TABLE note (org_id uuid NOT NULL, workspace_id uuid NOT NULL, id uuid NOT NULL, reply_to uuid,
    PRIMARY KEY (org_id, workspace_id, id), FOREIGN KEY (org_id, workspace_id) REFERENCES workspace (org_id, id) ON DELETE CASCADE,
    FOREIGN KEY (org_id, workspace_id, reply_to) REFERENCES note (org_id, workspace_id, id) ON DELETE SET NULL (reply_to));
  CREATE INDEX note_reply ON note (org_id, workspace_id, reply_to);
  SELECT isolate_workspace('note');`;

/** Workspaces inside an organization. */
const WORKSPACES: readonly Planted[] = [
  {
    rules: ['policies-match', 'models-match'],
    name: 'a workspace’s table behind the organization’s wall alone',
    sql: `${NOTE} DROP POLICY workspace_wall ON note`,
  },
  {
    rules: ['policies-match', 'models-match'],
    name: 'a workspace that may be missing from the scope',
    sql: `${NOTE} ALTER POLICY workspace_wall ON note USING (workspace_id = (SELECT scoped_org()))`,
  },
  {
    rules: ['workspace-column', 'models-match'],
    name: 'a row that may move between workspaces',
    sql: `${NOTE} DROP TRIGGER keep_workspace ON note`,
  },
  {
    rules: ['workspace-column', 'models-match'],
    name: 'the nil workspace',
    sql: `${NOTE} ALTER TABLE note DROP CONSTRAINT note_workspace_named`,
  },
  {
    rules: ['keys-name-workspace', 'models-match'],
    name: 'a unique key that tells of other sub-teams',
    sql: `${NOTE} CREATE UNIQUE INDEX note_once ON note (org_id, id)`,
  },
  {
    rules: ['foreign-keys-name-workspace', 'keys-name-workspace', 'models-match'],
    name: 'a reference across workspaces',
    sql: `${NOTE} CREATE UNIQUE INDEX note_once ON note (org_id, id);
      ALTER TABLE note NO FORCE ROW LEVEL SECURITY;
      ALTER TABLE note ADD COLUMN copy_of uuid, ADD FOREIGN KEY (org_id, copy_of) REFERENCES note (org_id, id);
      ALTER TABLE note FORCE ROW LEVEL SECURITY;
      CREATE INDEX note_copy ON note (org_id, copy_of)`,
  },
  {
    rules: ['rows-go-with-workspace', 'models-match'],
    name: 'rows that outlive their workspace',
    sql: `${NOTE} ALTER TABLE note DROP CONSTRAINT note_org_id_workspace_id_fkey`,
  },
];

/** Walls, keys and references. */
const WALLS: readonly Planted[] = [
  {
    rules: ['policies-ask-once', 'policies-match'],
    name: 'a wall that is asked for each row',
    sql: 'ALTER POLICY org_wall ON membership USING (org_id = scoped_org()) WITH CHECK (org_id = scoped_org())',
  },
  {
    rules: ['rows-go-with-org'],
    name: 'a log that outlives its organization',
    sql: 'ALTER TABLE audit_event DROP CONSTRAINT audit_event_org_id_fkey',
  },
  {
    rules: ['rows-go-with-org'],
    name: 'hosts that keep their organization from going',
    sql: `ALTER TABLE org_host DROP CONSTRAINT org_host_org_id_fkey;
      ALTER TABLE org NO FORCE ROW LEVEL SECURITY; ALTER TABLE org_host NO FORCE ROW LEVEL SECURITY;
      ALTER TABLE org_host ADD FOREIGN KEY (org_id) REFERENCES org (id);
      ALTER TABLE org FORCE ROW LEVEL SECURITY; ALTER TABLE org_host FORCE ROW LEVEL SECURITY`,
  },
  {
    rules: ['refusals-outlive', 'models-match'],
    name: 'a block that goes with the membership',
    sql: `CREATE TABLE mute (org_id uuid NOT NULL REFERENCES org (id) ON DELETE CASCADE, user_id uuid NOT NULL, PRIMARY KEY (org_id, user_id),
        FOREIGN KEY (org_id, user_id) REFERENCES membership (org_id, user_id) ON DELETE CASCADE);
      SELECT isolate('mute')`,
  },
  {
    rules: ['refusals-outlive', 'models-match'],
    name: 'a block in a row that goes with the membership',
    sql: 'ALTER TABLE team_member ADD COLUMN blocked_at timestamptz',
  },
  {
    rules: ['tables-known', 'models-match'],
    name: 'a table of nobody',
    sql: 'CREATE TABLE note (id uuid PRIMARY KEY, text text NOT NULL)',
  },
  {
    rules: ['walls-up', 'walls-forced', 'policies-match', 'org-column', 'org-stays', 'models-match'],
    name: 'a tenant table that was not isolated',
    sql: 'CREATE TABLE note (org_id uuid REFERENCES org (id) ON DELETE CASCADE, id uuid, PRIMARY KEY (org_id, id))',
  },
  {
    rules: ['walls-up'],
    name: 'row-level security off',
    sql: 'ALTER TABLE membership DISABLE ROW LEVEL SECURITY',
  },
  {
    rules: ['walls-up', 'walls-forced', 'policies-match', 'models-match'],
    name: 'a partition that stands open',
    sql: `CREATE TABLE call (org_id uuid NOT NULL REFERENCES org (id) ON DELETE CASCADE, id uuid NOT NULL, PRIMARY KEY (org_id, id)) PARTITION BY HASH (org_id);
      SELECT isolate('call'); CREATE TABLE call_0 PARTITION OF call FOR VALUES WITH (MODULUS 1, REMAINDER 0)`,
  },
  {
    rules: ['walls-forced'],
    name: 'an owner who is not bound',
    sql: 'ALTER TABLE invitation NO FORCE ROW LEVEL SECURITY',
  },
  {
    rules: ['walls-forced'],
    name: 'a person’s table, not forced',
    sql: 'ALTER TABLE session NO FORCE ROW LEVEL SECURITY',
  },
  {
    rules: ['policies-match'],
    name: 'a policy that opens everything',
    sql: POLICY('everything', 'USING (true)'),
  },
  {
    rules: ['policies-match'],
    name: 'an insert that may go anywhere',
    sql: POLICY('anywhere', 'FOR INSERT WITH CHECK (true)'),
  },
  {
    rules: ['policies-match'],
    name: 'a way round by a setting',
    sql: `ALTER POLICY org_wall ON membership USING (org_id = (SELECT scoped_org()) OR (SELECT current_setting('app.bypass', true)) = 'on')`,
  },
  {
    rules: ['policies-match'],
    name: 'a scope that may be missing',
    sql: `ALTER POLICY org_reach ON membership USING (org_id = (SELECT split_part(current_setting('app.ticket', true), '.', 3)::uuid))`,
  },
  {
    rules: ['policies-match'],
    name: 'a wall without WITH CHECK',
    sql: `DROP POLICY org_wall ON membership; ${POLICY('org_wall', `AS RESTRICTIVE USING (org_id = (SELECT scoped_org()))`)}`,
  },
  {
    rules: ['policies-match'],
    name: 'a wall for one role alone',
    sql: 'ALTER POLICY org_wall ON membership TO rowhouse_app',
  },
  { rules: ['policies-match'], name: 'a wall taken down', sql: 'DROP POLICY org_wall ON audit_event' },
  {
    rules: ['policies-match'],
    name: 'the wall of one table on another column',
    sql: `ALTER POLICY org_wall ON membership USING (user_id = (SELECT scoped_org()))`,
  },
  {
    rules: ['org-column', 'models-match'],
    name: 'an organization that may be missing',
    sql: `${LEDGER} ALTER TABLE ledger DROP CONSTRAINT ledger_pkey, ADD PRIMARY KEY (org_id, id); ALTER TABLE ledger ALTER org_id SET DEFAULT '00000000-0000-7000-8000-000000000000'`,
  },
  {
    rules: ['org-column'],
    name: 'the nil organization',
    sql: 'ALTER TABLE membership DROP CONSTRAINT membership_org_named',
  },
  { rules: ['org-stays'], name: 'a row that may move', sql: 'DROP TRIGGER keep_org ON membership' },
  {
    rules: ['org-stays'],
    name: 'a trigger that keeps another column',
    sql: `DROP TRIGGER keep_org ON membership; CREATE TRIGGER keep_org BEFORE UPDATE ON membership FOR EACH ROW
      WHEN (OLD.user_id IS DISTINCT FROM NEW.user_id) EXECUTE FUNCTION refuse_org_change()`,
  },
  {
    rules: ['triggers-on'],
    name: 'the last owner’s trigger, switched off',
    sql: 'ALTER TABLE membership DISABLE TRIGGER org_keeps_an_owner',
  },
  {
    rules: ['triggers-on', 'org-stays'],
    name: 'foreign keys switched off',
    sql: 'ALTER TABLE invitation DISABLE TRIGGER ALL',
    asSuperuser: true,
  },
  {
    rules: ['triggers-on'],
    name: 'a rule that swallows deletes',
    sql: 'CREATE RULE quiet AS ON DELETE TO membership DO INSTEAD NOTHING',
  },
  {
    rules: ['primary-keys', 'keys-name-owner'],
    name: 'a primary key across organizations',
    sql: 'ALTER TABLE audit_event DROP CONSTRAINT audit_event_pkey, ADD PRIMARY KEY (id)',
  },
  {
    rules: ['keys-name-owner'],
    name: 'a unique key that tells of others',
    sql: 'CREATE UNIQUE INDEX one_email ON invitation (email)',
  },
  {
    rules: ['keys-name-owner'],
    name: 'org_id last in a unique key',
    sql: 'CREATE UNIQUE INDEX one_email ON invitation (email, org_id)',
  },
  {
    rules: ['foreign-keys-name-org', 'keys-name-owner', 'foreign-keys-indexed', 'models-match'],
    name: 'a reference without the organization',
    sql: 'CREATE UNIQUE INDEX invitation_id ON invitation (id); ALTER TABLE audit_event ADD COLUMN invitation_id uuid REFERENCES invitation (id)',
  },
  {
    rules: ['foreign-keys-name-org'],
    name: 'a reference with its columns crossed',
    sql: 'ALTER TABLE audit_event ADD CONSTRAINT crossed FOREIGN KEY (id, org_id) REFERENCES membership (org_id, user_id)',
    asSuperuser: true,
  },
  {
    rules: ['foreign-keys-name-org', 'foreign-keys-indexed', 'models-match'],
    name: 'a person’s row that points into an organization',
    sql: 'ALTER TABLE session ADD COLUMN last_org uuid REFERENCES org (id)',
  },
  {
    rules: ['foreign-keys-hold'],
    name: 'a reference that was never checked',
    sql: 'ALTER TABLE audit_event ADD FOREIGN KEY (org_id, actor_id) REFERENCES membership (org_id, user_id) NOT VALID',
  },
  {
    rules: ['foreign-keys-hold'],
    name: 'a deletion that empties org_id',
    sql: 'ALTER TABLE audit_event ADD FOREIGN KEY (org_id, actor_id) REFERENCES membership (org_id, user_id) ON DELETE SET NULL',
    asSuperuser: true,
  },
  {
    rules: ['foreign-keys-indexed'],
    name: 'a reference without an index',
    sql: 'DROP INDEX membership_user_id_org_id_idx',
  },
  {
    rules: ['indexes-name-org'],
    name: 'an index across organizations',
    sql: 'CREATE INDEX by_role ON membership (role)',
  },
];

/** Every violation that is planted. */
export const PLANTED: readonly Planted[] = [...WALLS, ...WORKSPACES, ...PLANTED_RIGHTS];
