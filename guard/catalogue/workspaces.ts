import { GATE_INDEXES } from './keys';
import { sqlRule } from './rule';

export const workspaceColumn = sqlRule(
  {
    id: 'workspace-column',
    promise:
      'workspace_id is a uuid beside an org_id, never null, never the nil uuid, without a default, and never changes.',
    instead: 'SELECT isolate_workspace(…) in its migration, and no DEFAULT.',
  },
  `WITH {{tables}}, columns AS (
     SELECT t.oid, t.name, t.kind, a.attnotnull, a.atttypid, a.atthasdef FROM tables t
       JOIN pg_attribute a ON a.attrelid = t.oid AND a.attname = 'workspace_id' WHERE t.in_workspace
   )
   SELECT name AS at, what FROM columns CROSS JOIN LATERAL (VALUES
     (kind <> 'org', 'it has a workspace_id and no org_id'),
     (NOT attnotnull, 'workspace_id may be null'),
     (atttypid <> 'uuid'::regtype, 'workspace_id is no uuid'),
     (atthasdef, 'workspace_id has a default'),
     (NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conrelid = columns.oid AND c.contype = 'c' AND c.convalidated
       AND pg_get_constraintdef(c.oid) = 'CHECK ((workspace_id <> ''00000000-0000-0000-0000-000000000000''::uuid))'),
       'workspace_id may be the nil uuid'),
     (NOT EXISTS (SELECT 1 FROM pg_trigger g WHERE g.tgrelid = columns.oid AND g.tgname = 'keep_workspace' AND g.tgenabled IN ('O', 'A')
       AND g.tgfoid = to_regproc('public.refuse_workspace_change')
       AND pg_get_triggerdef(g.oid) LIKE '%BEFORE UPDATE ON % FOR EACH ROW WHEN ((old.workspace_id IS DISTINCT FROM new.workspace_id)) EXECUTE%'),
       'no enabled trigger keeps workspace_id')
   ) v(wrong, what) WHERE wrong`,
);

export const keysNameWorkspace = sqlRule(
  {
    id: 'keys-name-workspace',
    promise:
      'Unique keys and indexes of a workspace’s table lead with org_id and workspace_id: they say nothing of another workspace.',
    instead:
      'PRIMARY KEY (org_id, workspace_id, id); INDEX (org_id, workspace_id, …). An index for a foreign key to a row of the organization leads with that key’s columns; one for a function of the gate needs a line in guard/catalogue/keys.ts.',
  },
  `WITH {{tables}} SELECT t.name AS at, format('%s does not lead with org_id and workspace_id', i.indexrelid::regclass) AS what
   FROM tables t JOIN pg_index i ON i.indrelid = t.oid WHERE t.in_workspace
     -- What hangs on a row of the organization is looked through in all workspaces when that row goes.
     AND (i.indisunique OR NOT (i.indexrelid::regclass::text = ANY ($1::text[]) OR EXISTS (SELECT 1 FROM pg_constraint c
       WHERE c.contype = 'f' AND c.conrelid = t.oid AND (i.indkey::int2[])[0:cardinality(c.conkey) - 1] = c.conkey)))
     AND NOT (SELECT coalesce(array_agg(a.attname::text ORDER BY k.n), '{}') = ARRAY['org_id', 'workspace_id']
     FROM unnest((i.indkey::int2[])[0:1]) WITH ORDINALITY k (attnum, n) JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum)`,
  () => [Object.keys(GATE_INDEXES)],
);

export const foreignKeysNameWorkspace = sqlRule(
  {
    id: 'foreign-keys-name-workspace',
    promise:
      'A row can’t point at another workspace’s row: the key itself holds workspace_id on both sides, and nothing outside points in.',
    instead: 'FOREIGN KEY (org_id, workspace_id, x_id) REFERENCES x (org_id, workspace_id, id).',
  },
  `WITH {{tables}} SELECT f.name AS at, format('the foreign key %s to %s leaves out workspace_id', c.conname, t.name) AS what
   FROM pg_constraint c JOIN tables f ON f.oid = c.conrelid JOIN tables t ON t.oid = c.confrelid
   WHERE c.contype = 'f' AND t.in_workspace AND NOT EXISTS (
     SELECT 1 FROM unnest(c.conkey, c.confkey) k(mine, theirs)
       JOIN pg_attribute a ON a.attrelid = f.oid AND a.attnum = k.mine AND a.attname = 'workspace_id'
       JOIN pg_attribute b ON b.attrelid = t.oid AND b.attnum = k.theirs AND b.attname = 'workspace_id')`,
);

export const rowsGoWithWorkspace = sqlRule(
  {
    id: 'rows-go-with-workspace',
    promise: 'When a sub-team, or its organization, is purged every row of its workspace goes along.',
    instead: 'FOREIGN KEY (org_id, workspace_id) REFERENCES workspace (org_id, id) ON DELETE CASCADE.',
  },
  `WITH {{tables}} SELECT t.name AS at, 'its rows stay when their workspace goes' AS what FROM tables t
   WHERE t.in_workspace AND NOT EXISTS (
     SELECT 1 FROM pg_constraint c WHERE c.contype = 'f' AND c.conrelid = t.oid AND c.confrelid = 'public.workspace'::regclass
       AND c.confdeltype = 'c' AND NOT c.condeferrable AND c.conkey = ARRAY[
         (SELECT attnum FROM pg_attribute WHERE attrelid = t.oid AND attname = 'org_id'),
         (SELECT attnum FROM pg_attribute WHERE attrelid = t.oid AND attname = 'workspace_id')])`,
);
