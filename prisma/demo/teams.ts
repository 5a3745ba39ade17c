import type pg from 'pg';
import { daysAgo, idAt, insert, scope, tell } from './story.ts';

type Person = { id: string; email: string; name: string };

const TEAMS = [
  { slug: 'platform', name: 'Platform', daysAgo: 9, every: 5 },
  { slug: 'sales', name: 'Sales', daysAgo: 8, every: 3 },
  { slug: 'support', name: 'Support', daysAgo: 6, every: 4 },
] as const;

/** Acme's teams, and what of the main workspace is shared: with them, and with the demo's own four by name. */
export async function seedTeams(db: pg.Client, org: string, members: Person[], admin: Person): Promise<void> {
  const viewer = members.find(({ email }) => email === 'viewer@example.com') ?? admin;
  const member = members.find(({ email }) => email === 'member@example.com') ?? admin;
  const ids: string[] = [];
  for (const [i, team] of TEAMS.entries()) {
    const at = daysAgo(team.daysAgo);
    const id = idAt(at);
    ids.push(id);
    await insert(db, 'team', { org_id: org, id, slug: team.slug, name: team.name, created_at: at });
    await tell(db, org, {
      at,
      by: admin,
      action: 'team.created',
      target: { kind: 'team', id, label: team.name },
    });
    const inIt = members.filter((one, n) => n % team.every === i % team.every || one === viewer);
    for (const [n, one] of inIt.entries())
      await insert(db, 'team_member', {
        ...{ org_id: org, team_id: id, user_id: one.id, added_at: at },
        role: n === 0 || (one === member && i === 1) ? 'lead' : 'member',
      });
  }
  await scope(db, { org, workspace: org });
  const { rows: groups } = await db.query<{ id: string }>(
    'SELECT id FROM contact_group WHERE org_id = $1 AND workspace_id = $1 ORDER BY name_key',
    [org],
  );
  await scope(db, { org });
  const shared: { on: number; to: Record<string, string>; role: string }[] = [
    { on: 0, to: { team_id: ids[1] ?? '' }, role: 'editor' },
    { on: 0, to: { team_id: ids[2] ?? '' }, role: 'reviewer' },
    { on: 0, to: { user_id: viewer.id }, role: 'viewer' },
    { on: 0, to: { user_id: member.id }, role: 'owner' },
    { on: 1, to: { team_id: ids[0] ?? '' }, role: 'editor' },
    { on: 1, to: { user_id: member.id }, role: 'owner' },
    { on: 2, to: { team_id: ids[2] ?? '' }, role: 'admin' },
  ];
  for (const { on, to, role } of shared) {
    const group = groups[on];
    if (!group) continue;
    const at = daysAgo(4);
    const about = { kind: 'contact_group', resource_id: group.id };
    await insert(db, 'access_grant', {
      ...{ org_id: org, id: idAt(at), ...about, ...to, role, granted_by: admin.name, granted_at: at },
    });
  }
  await leadInto(db, org, 'hugh.pemberton@acme.example', ['platform'], []);
  await leadInto(db, org, 'svetlana.orlova@acme.example', ['sales', 'support'], ['partners']);
}

/** Lets an invitation lead into teams and sub-teams. */
async function leadInto(db: pg.Client, org: string, email: string, teams: string[], subTeams: string[]) {
  await db.query(
    `INSERT INTO invitation_team (org_id, invitation_id, team_id)
      SELECT i.org_id, i.id, t.id FROM invitation i JOIN team t ON t.org_id = i.org_id AND t.slug = ANY ($3)
      WHERE i.org_id = $1 AND i.email = $2`,
    [org, email, teams],
  );
  await db.query(
    `INSERT INTO invitation_sub_team (org_id, invitation_id, sub_team_id)
      SELECT i.org_id, i.id, s.id FROM invitation i JOIN sub_team s ON s.org_id = i.org_id AND s.slug = ANY ($3)
      WHERE i.org_id = $1 AND i.email = $2`,
    [org, email, subTeams],
  );
}
