import { sqlRule } from './rule';

/** Keys that hold across organizations, each with the reason. */
const GLOBAL_KEYS: Record<string, string> = {
  org_slug_shape_key: 'no two organizations’ addresses look alike; asked through slug_state',
  org_slug_key: 'two organizations can’t have one address; asked through slug_state, which tells no more',
  org_host_host_key: 'one host leads to one organization',
  app_user_email_key: 'one account an address; signing up answers the same either way',
  user_identity_pkey: 'a random id that nobody chooses',
  user_identity_issuer_subject_key: 'one account a person of a provider, who proved to be that person',
  mail_token_pkey: 'a random id that nobody chooses',
  mail_token_token_hash_key: 'the hash of 256 random bits',
  api_token_hash_key: 'the hash of more than 200 random bits',
  user_token_hash_key: 'the hash of more than 200 random bits',
  handover_pkey: 'the hash of 256 random bits',
};

export const keysNameOwner = sqlRule(
  {
    id: 'keys-name-owner',
    promise:
      'Unique keys lead with org_id: that a value is taken says nothing about another organization. A person’s lead with user_id.',
    instead:
      'Put org_id first. A key that must hold across organizations needs a line in guard/catalogue/keys.ts.',
  },
  `WITH {{tables}} SELECT t.name AS at, format('the unique key %s leads with %s', i.indexrelid::regclass,
      coalesce((SELECT attname FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attnum = i.indkey[0]), 'an expression')) AS what
   FROM tables t JOIN pg_index i ON i.indrelid = t.oid
   WHERE t.kind IN ('org', 'user') AND i.indisunique AND NOT (i.indexrelid::regclass::text = ANY ($1::text[]))
     AND NOT EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attnum = i.indkey[0] AND a.attname = t.owner)`,
  () => [Object.keys(GLOBAL_KEYS)],
);

export const primaryKeys = sqlRule(
  {
    id: 'primary-keys',
    promise: 'Every table of an organization has a primary key that leads with org_id.',
    instead: 'PRIMARY KEY (org_id, id).',
  },
  `WITH {{tables}} SELECT name AS at, 'no primary key leads with ' || owner AS what FROM tables t
   WHERE kind = 'org' AND NOT EXISTS (SELECT 1 FROM pg_index i JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = i.indkey[0]
     WHERE i.indrelid = t.oid AND i.indisprimary AND a.attname = t.owner)`,
);

export const foreignKeysNameOrg = sqlRule(
  {
    id: 'foreign-keys-name-org',
    promise: 'A row can’t point at another organization’s row: the key itself holds org_id on both sides.',
    instead: 'FOREIGN KEY (org_id, x_id) REFERENCES x (org_id, id).',
  },
  `WITH {{tables}} SELECT f.name AS at,
     CASE WHEN f.kind = 'org' THEN format('the foreign key %s to %s leaves out %s', c.conname, t.name, f.owner)
       ELSE format('the foreign key %s points into an organization', c.conname) END AS what
   FROM pg_constraint c JOIN tables f ON f.oid = c.conrelid JOIN tables t ON t.oid = c.confrelid
   WHERE c.contype = 'f' AND t.kind = 'org' AND (f.kind <> 'org' OR NOT EXISTS (
     SELECT 1 FROM unnest(c.conkey, c.confkey) k(mine, theirs)
       JOIN pg_attribute a ON a.attrelid = f.oid AND a.attnum = k.mine AND a.attname = f.owner
       JOIN pg_attribute b ON b.attrelid = t.oid AND b.attnum = k.theirs AND b.attname = t.owner))`,
);

export const rowsGoWithOrg = sqlRule(
  {
    id: 'rows-go-with-org',
    promise:
      'When an organization is purged every row of it goes with the organization’s own, in one statement.',
    instead: 'FOREIGN KEY (org_id) REFERENCES org (id) ON DELETE CASCADE.',
  },
  `WITH {{tables}} SELECT t.name AS at, 'its rows stay when their organization goes' AS what FROM tables t
   WHERE t.kind = 'org' AND t.name <> 'org' AND NOT t.in_workspace AND NOT EXISTS (
     SELECT 1 FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = c.conkey[1] AND a.attname = t.owner
     WHERE c.contype = 'f' AND c.conrelid = t.oid AND c.confrelid = 'public.org'::regclass AND cardinality(c.conkey) = 1
       AND c.confdeltype = 'c' AND NOT c.condeferrable)`,
);

export const foreignKeysHold = sqlRule(
  {
    id: 'foreign-keys-hold',
    promise: 'Foreign keys are checked at every row, and never empty org_id.',
    instead: 'VALIDATE the constraint; write ON DELETE SET NULL (x_id) with the column named.',
  },
  `WITH {{tables}} SELECT f.name AS at, what FROM pg_constraint c JOIN tables f ON f.oid = c.conrelid
   CROSS JOIN LATERAL (VALUES
     (NOT c.convalidated, format('the foreign key %s was never validated', c.conname)),
     (f.kind = 'org' AND (c.confdeltype IN ('n', 'd') OR c.confupdtype IN ('n', 'd')) AND EXISTS (
       SELECT 1 FROM pg_attribute a WHERE a.attrelid = f.oid AND a.attname = f.owner
         AND a.attnum = ANY (coalesce(c.confdelsetcols, c.conkey))),
       format('the foreign key %s empties %s', c.conname, f.owner))
   ) v(wrong, what) WHERE c.contype = 'f' AND wrong`,
);

export const foreignKeysIndexed = sqlRule(
  {
    id: 'foreign-keys-indexed',
    promise: 'The columns of every foreign key lead an index: a delete walks no whole table under a lock.',
    instead: 'Add an index that begins with the key’s columns.',
  },
  `WITH {{tables}} SELECT f.name AS at, format('the foreign key %s has no index', c.conname) AS what
   FROM pg_constraint c JOIN tables f ON f.oid = c.conrelid
   WHERE c.contype = 'f' AND NOT EXISTS (
     SELECT 1 FROM pg_index i WHERE i.indrelid = f.oid AND i.indisvalid AND i.indpred IS NULL
       AND (SELECT array_agg(k ORDER BY k) FROM unnest((i.indkey::int2[])[0:cardinality(c.conkey) - 1]) k)
         = (SELECT array_agg(k ORDER BY k) FROM unnest(c.conkey) k))`,
);

/** Indexes of organizations' tables that the gate's functions look through, each with its function. */
export const GATE_INDEXES: Record<string, string> = {
  membership_user_id_org_id_idx: 'my_orgs, and the foreign key to app_user',
  invitation_token_hash_idx: 'enter_invitation and peek_invitation',
  invitation_pending_email_org_id_idx: 'my_invitations',
  org_image_name_idx: 'brand_image, on the root host',
  domain_next_look_at_idx: 'due_domains',
  csv_import_state_created_at_idx: 'waiting_imports',
  sub_team_deleted_at_idx: 'purgeable_sub_teams',
};

export const indexesNameOrg = sqlRule(
  {
    id: 'indexes-name-org',
    promise: 'Indexes of an organization’s table lead with org_id: a query walks one organization’s slice.',
    instead: 'Put org_id first. An index for a function of the gate needs a line in guard/catalogue/keys.ts.',
  },
  `WITH {{tables}} SELECT t.name AS at, format('the index %s leads with %s', i.indexrelid::regclass,
      coalesce((SELECT attname FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attnum = i.indkey[0]), 'an expression')) AS what
   FROM tables t JOIN pg_index i ON i.indrelid = t.oid
   WHERE t.kind = 'org' AND NOT i.indisunique AND NOT (i.indexrelid::regclass::text = ANY ($1::text[]))
     AND NOT EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attnum = i.indkey[0] AND a.attname = t.owner)`,
  () => [Object.keys(GATE_INDEXES)],
);
