import { sqlRule } from './rule';

export const tablesKnown = sqlRule(
  {
    id: 'tables-known',
    promise: 'Every table is an organization’s, a person’s, or named as nobody’s with a reason.',
    instead:
      'Give it org_id and SELECT isolate(…) in its migration. A table of nobody needs a line in guard/catalogue/rule.ts.',
  },
  `WITH {{tables}} SELECT name AS at, 'it belongs to nobody' AS what FROM tables WHERE kind = 'unknown'`,
);

export const wallsUp = sqlRule(
  {
    id: 'walls-up',
    promise: 'Row-level security is on, on every table of an organization or a person, partitions included.',
    instead: 'SELECT isolate(…), or isolate_user(…), in its migration.',
  },
  `WITH {{tables}} SELECT name AS at, 'row-level security is off' AS what FROM tables
   WHERE kind IN ('org', 'user') AND NOT relrowsecurity`,
);

export const wallsForced = sqlRule(
  {
    id: 'walls-forced',
    promise: 'The owner of a table is bound by its policies, too.',
    instead: 'SELECT isolate(…), or isolate_user(…), in its migration; never NO FORCE.',
  },
  `WITH {{tables}} SELECT name AS at, 'row-level security is not forced' AS what FROM tables
   WHERE kind IN ('org', 'user') AND NOT relforcerowsecurity`,
);

const IN_SIGHT = `(carried_for = ANY (( SELECT carried_in_sight() AS carried_in_sight)::uuid[]))`;
const AUDIT = `((type <> ''audit.event''::text) OR ( SELECT audit_in_sight() AS audit_in_sight))`;
const CARRIED = `('relay_delivery', '(${IN_SIGHT} OR ((carried_for IS NULL) AND ${AUDIT}))'),
  ('relay_receipt', '((carried_for IS NULL) OR ${IN_SIGHT})')`;

export const policiesMatch = sqlRule(
  {
    id: 'policies-match',
    promise:
      'A walled table has the policies of isolate() or isolate_workspace(), word for word, for every command and role, and no other; the logs of relays have one for what they carry besides.',
    instead:
      'Leave policies to isolate(), isolate_workspace() and isolate_user(); drop any that was written by hand.',
  },
  `WITH {{tables}}, wanted AS (
     SELECT t.oid, t.name, p.name AS policy, p.permissive,
       CASE WHEN NOT p.permissive THEN format('(%I = ( SELECT scoped_%s() AS scoped_%2$s))', t.owner, t.kind)
         ELSE format('(%I = ( SELECT (split_part(current_setting(''app.ticket''::text), ''.''::text, %s))::uuid AS split_part))', t.owner,
           CASE t.kind WHEN 'org' THEN 3 ELSE 5 END) END AS rule
     FROM tables t CROSS JOIN LATERAL (VALUES (t.kind || '_reach', true), (t.kind || '_wall', false)) p(name, permissive)
     WHERE t.kind IN ('org', 'user')
     UNION ALL
     SELECT t.oid, t.name, 'workspace_wall', false, '(workspace_id = ( SELECT scoped_workspace() AS scoped_workspace))'
     FROM tables t WHERE t.in_workspace
     UNION ALL
     -- The logs of relays are the organization's; what they carried for a workspace is not.
     SELECT t.oid, t.name, 'carried_wall', false, c.rule FROM tables t JOIN (VALUES ${CARRIED}) c(name, rule) ON c.name = t.name
   ), actual AS (
     SELECT polrelid, polname::text AS policy, polpermissive AS permissive, polcmd, polroles,
       pg_get_expr(polqual, polrelid) AS using_text, pg_get_expr(polwithcheck, polrelid) AS check_text FROM pg_policy
   )
   SELECT coalesce(w.name, a.polrelid::regclass::text) AS at,
     CASE WHEN a.policy IS NULL THEN format('the policy %s is missing', w.policy)
       WHEN w.policy IS NULL THEN format('the policy %s is none of isolate()', a.policy)
       ELSE format('the policy %s is USING %s WITH CHECK %s', w.policy, a.using_text, a.check_text) END AS what
   FROM wanted w FULL JOIN actual a ON a.polrelid = w.oid AND a.policy = w.policy
   WHERE (w.policy IS NULL AND a.polrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace))
     OR a.policy IS NULL
     OR a.permissive IS DISTINCT FROM w.permissive OR a.polcmd IS DISTINCT FROM '*' OR a.polroles IS DISTINCT FROM '{0}'::oid[]
     OR a.using_text IS DISTINCT FROM w.rule OR a.check_text IS DISTINCT FROM w.rule`,
);

export const policiesAskOnce = sqlRule(
  {
    id: 'policies-ask-once',
    promise: 'What a policy asks is asked once a statement: no function of it runs for each row.',
    instead: 'Put the call into a sub-select: org_id = (SELECT scoped_org()).',
  },
  // Twice: a call inside a call.
  `SELECT p.polrelid::regclass::text AS at, format('the policy %s calls a function for each row', p.polname) AS what
   FROM pg_policy p CROSS JOIN LATERAL (VALUES (pg_get_expr(p.polqual, p.polrelid)), (pg_get_expr(p.polwithcheck, p.polrelid))) e(text)
   WHERE regexp_replace(e.text, '\\( SELECT ([^()]|\\(([^()]|\\(([^()]|\\([^()]*\\))*\\))*\\))*\\)', '', 'g') ~ '\\m(?!ANY|ALL)\\w+\\('`,
);

export const orgColumn = sqlRule(
  {
    id: 'org-column',
    promise: 'org_id is a uuid, never null, never the nil uuid, without a default.',
    instead: 'SELECT isolate(…) in its migration, and no DEFAULT.',
  },
  `WITH {{tables}}, columns AS (
     SELECT t.oid, t.name, t.owner, a.attnum, a.attnotnull, a.atttypid, a.atthasdef FROM tables t
       JOIN pg_attribute a ON a.attrelid = t.oid AND a.attname = t.owner WHERE t.kind = 'org'
   )
   SELECT name AS at, what FROM columns CROSS JOIN LATERAL (VALUES
     (NOT attnotnull, owner || ' may be null'),
     (atttypid <> 'uuid'::regtype, owner || ' is no uuid'),
     (atthasdef, owner || ' has a default'),
     (NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conrelid = columns.oid AND c.contype = 'c' AND c.convalidated
       AND pg_get_constraintdef(c.oid) = format('CHECK ((%I <> ''00000000-0000-0000-0000-000000000000''::uuid))', owner)),
       owner || ' may be the nil uuid')
   ) v(wrong, what) WHERE wrong`,
);

export const orgStays = sqlRule(
  {
    id: 'org-stays',
    promise: 'A row never changes its organization: a trigger refuses it, whoever asks.',
    instead: 'SELECT isolate(…) in its migration; never disable or drop keep_org.',
  },
  `WITH {{tables}} SELECT name AS at, 'no enabled trigger keeps ' || owner AS what FROM tables t
   WHERE kind = 'org' AND NOT EXISTS (
     SELECT 1 FROM pg_trigger g WHERE g.tgrelid = t.oid AND g.tgname = 'keep_org' AND g.tgenabled IN ('O', 'A')
       AND g.tgfoid = to_regproc('public.refuse_org_change')
       AND pg_get_triggerdef(g.oid) LIKE format('%%BEFORE UPDATE ON %% FOR EACH ROW WHEN ((old.%I IS DISTINCT FROM new.%I)) EXECUTE%%', t.owner, t.owner))`,
);

export const triggersOn = sqlRule(
  {
    id: 'triggers-on',
    promise: 'No trigger is switched off, foreign keys’ own included, and no rule rewrites a statement.',
    instead: 'ALTER TABLE … ENABLE TRIGGER; write a trigger in place of a rule.',
  },
  `SELECT tgrelid::regclass::text AS at, format('the trigger %s is switched off', tgname) AS what FROM pg_trigger g
     JOIN pg_class c ON c.oid = g.tgrelid WHERE c.relnamespace = 'public'::regnamespace AND g.tgenabled NOT IN ('O', 'A')
   UNION ALL
   SELECT ev_class::regclass::text, format('the rule %s rewrites statements', rulename) FROM pg_rewrite r
     JOIN pg_class c ON c.oid = r.ev_class WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')`,
);
