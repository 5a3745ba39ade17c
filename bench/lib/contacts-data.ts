import { query } from './world';

/** `shared`: of so many contacts one is called Okafor, and one is in the group: enough in any sub-team for a full page. */
type Size = { subTeams: number; each: number; shared: number };

// Without a wall, triggers or search index while the rows go in; the index is made of them afterwards.
const FILL = [
  `SET session_replication_role = replica`,
  `CREATE TEMP TABLE team AS SELECT n, o.id AS org_id, uuidv7() AS id FROM
    (SELECT id, row_number() OVER (ORDER BY slug <> 'big', slug) - 1 AS at, count(*) OVER () AS orgs FROM org) o
    JOIN generate_series(0, $subTeams - 1) n ON n % o.orgs = o.at`,
  `INSERT INTO workspace (org_id, id) SELECT org_id, id FROM team`,
  `INSERT INTO sub_team (org_id, id, slug, name) SELECT org_id, id, 'team-' || n, 'Team ' || n FROM team`,
  `DROP INDEX contact_search`,
  `INSERT INTO contact (org_id, workspace_id, id, name, email, phone, company, created_at)
    SELECT t.org_id, t.id, uuidv7(),
      (ARRAY['Ada','Ben','Chi','Dee','Eli','Fay','Gus','Hal','Ida','Jon'])[1 + i % 10] || ' ' ||
        (ARRAY['Okafor','Lind','Marsh','Novak','Ortiz','Pham','Quist','Rossi','Sato','Tran'])[1 + i / 10 % $shared] || ' ' || i,
      'person' || i || '@bench.example', '+49 30 ' || 3000000 + i,
      (ARRAY['Northwind','Contoso','Fabrikam','Tailspin','Litware'])[1 + i % 5], now() - i * interval '1 minute'
    FROM generate_series(1, $each) i CROSS JOIN team t`,
  `CREATE INDEX contact_search ON contact USING gin (org_id uuid_ops, workspace_id uuid_ops, search gin_trgm_ops)`,
  `INSERT INTO contact_group (org_id, workspace_id, id, name) SELECT org_id, id, uuidv7(), 'Readers' FROM team`,
  `INSERT INTO contact_group_member (org_id, workspace_id, group_id, contact_id)
    SELECT g.org_id, g.workspace_id, g.id, c.id FROM contact_group g
      JOIN contact c ON c.org_id = g.org_id AND c.workspace_id = g.workspace_id WHERE right(split_part(c.email, '@', 1), 1)::int % $shared = 0`,
  `SET session_replication_role = origin`,
  `VACUUM ANALYZE`,
  `CREATE TABLE plain.contacts_filled ()`,
];

/** Fills a world with sub-teams of so many contacts each; once. Needs a superuser. */
export const fillContacts = (adminUrl: string, size: Size): Promise<void> =>
  query(adminUrl, async (db) => {
    const { rows } = await db.query(`SELECT to_regclass('plain.contacts_filled') IS NOT NULL AS done`);
    if (rows[0].done) return;
    for (const text of FILL)
      await db.query(text.replace(/\$(subTeams|each|shared)/g, (_, name: keyof Size) => String(size[name])));
  });
