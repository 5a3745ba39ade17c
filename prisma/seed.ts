// The demo: three organizations and the people in them. Runs as the migrator; a second run changes nothing.
import { hash } from '@node-rs/argon2';
import pg from 'pg';
import { seedContacts } from './demo/contacts.ts';
import { demoPictures } from './demo/logos.ts';
import { mainTalks, seedDesktops, seedRelay, seedTalks, subTeamTalks } from './demo/messaging.ts';
import { ACME_MESSAGE, addressOf, COLLEAGUES, INVITED, LEADS, ORGS, SUB_TEAMS } from './demo/people.ts';
import { daysAgo, idAt, insert, isThere, noSecret, scope, type Told, tell } from './demo/story.ts';
import { seedTeams } from './demo/teams.ts';
import { tellUsage } from './demo/usage.ts';

type Person = {
  id: string;
  email: string;
  name: string;
  roles: Record<string, string>;
  joinedDaysAgo: number;
};

const PASSWORD = 'rowhouse-demo';
const db = new pg.Client({ connectionString: process.env.SEED_DATABASE_URL });
await db.connect();
try {
  await db.query('BEGIN');
  // Two seeds at once would both find nothing: the second waits here.
  await db.query(`SELECT pg_advisory_xact_lock(hashtextextended('rowhouse demo', 0))`);
  if (await isThere('owner@example.com')) console.log('The demo is there already.');
  else await seed();
  await db.query('COMMIT');
} finally {
  await db.end();
}

async function seed() {
  const password = await hash(PASSWORD, { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
  const people: Person[] = [
    ...LEADS.map((lead) => ({ ...lead, roles: { ...lead.in }, joinedDaysAgo: 15 })),
    ...COLLEAGUES.map((name, i) => ({
      email: addressOf(name),
      name,
      roles: { acme: i % 14 === 5 ? 'admin' : i % 5 === 3 ? 'viewer' : 'member' },
      joinedDaysAgo: 14 - (i % 13),
    })),
  ].map((person) => ({ ...person, id: idAt(daysAgo(person.joinedDaysAgo)) }));

  for (const { id, email, name, joinedDaysAgo } of people) {
    const at = daysAgo(joinedDaysAgo);
    await scope(db, { user: id });
    await insert(db, 'app_user', {
      id,
      email,
      name,
      password_hash: password,
      email_verified_at: at,
      created_at: at,
    });
  }
  for (const org of ORGS) await seedOrg(org, people);
  console.log(
    `Seeded ${ORGS.length} organizations and ${people.length} people. Password of all: ${PASSWORD}`,
  );
}

async function seedOrg(org: (typeof ORGS)[number], people: Person[]) {
  const born = daysAgo(org.bornDaysAgo);
  const id = idAt(born);
  const members = people.filter((person) => person.roles[org.slug]);
  const owner = members.find((person) => person.roles[org.slug] === 'owner');
  if (!owner) throw new Error(`${org.slug} has no owner`);
  await scope(db, { org: id });
  await insert(db, 'org', {
    id,
    slug: org.slug,
    name: org.name,
    color: org.color,
    plan: org.plan,
    created_at: born,
    updated_at: born,
  });
  await insert(db, 'org_host', { org_id: id, host: org.slug, created_at: born });
  await brand(id, org.slug);
  await tell(db, id, {
    at: born,
    by: owner,
    action: 'org.created',
    target: { kind: 'org', id, label: org.name },
  });

  const joins: Date[] = [];
  for (const [i, person] of members.entries()) {
    const role = person.roles[org.slug] ?? 'member';
    const joined =
      person === owner ? born : daysAgo(Math.min(person.joinedDaysAgo, org.bornDaysAgo) - 0.3, i % 7);
    joins.push(joined);
    const seen = daysAgo((i * 7) % 6, i % 11);
    await insert(db, 'membership', {
      org_id: id,
      user_id: person.id,
      role,
      joined_at: joined,
      last_seen_at: seen > joined ? seen : joined,
    });
    if (person !== owner) {
      const target = { kind: 'member', id: person.id, label: person.email };
      await tell(db, id, { at: joined, by: person, action: 'member.joined', target, after: { role } });
    }
  }
  await tellUsage(db, { id, bornDaysAgo: org.bornDaysAgo }, joins, org.requests);
  if (org.slug === 'acme') await seedAcme(id, members, owner);
  await seedContacts(db, { id, slug: org.slug, bornDaysAgo: org.bornDaysAgo }, owner);
  if (org.slug === 'acme')
    await seedTeams(db, id, members, members.find(({ email }) => email === 'admin@example.com') ?? owner);
  if (org.slug === 'acme') await seedMessaging(id, members, owner);
}

/** Conversations and desktops, in the main workspace and in each sub-team. */
async function seedMessaging(org: string, members: Person[], owner: Person) {
  await scope(db, { org });
  const relay = await seedRelay(db, { id: org, owner });
  const answering = members.find((person) => person.email === 'member@example.com') ?? owner;
  await seedTalks(db, { id: org, owner }, { workspace: org, relay }, mainTalks(answering));
  const admin = members.find((person) => person.email === 'admin@example.com') ?? owner;
  await seedDesktops(db, org, org, [
    { name: 'Desk 1', place: '2nd floor, by the window', member: owner },
    { name: 'Desk 2', place: '2nd floor, by the window', member: answering },
    { name: 'Desk 3', place: '2nd floor, quiet corner' },
  ]);
  const { rows } = await db.query('SELECT id, name FROM sub_team WHERE org_id = $1', [org]);
  for (const { id, name } of rows) {
    await seedTalks(db, { id: org, owner }, { workspace: id, relay }, subTeamTalks(name, admin));
    await seedDesktops(db, org, id, [
      { name: 'Phone 1', place: 'Front office', member: admin },
      { name: 'Phone 2', place: 'Front office' },
    ]);
  }
}

/** Logo, icon and sign-in message, of the organizations that have some. */
async function brand(org: string, slug: string) {
  if (slug !== 'acme' && slug !== 'globex') return;
  const pictures = await demoPictures(slug);
  for (const picture of pictures) await insert(db, 'org_image', { org_id: org, ...picture });
  const named = (kind: string) => pictures.find((picture) => picture.kind === kind)?.name;
  await db.query('UPDATE org SET logo = $2, icon = $3, sign_in_message = $4 WHERE id = $1', [
    org,
    named('logo'),
    named('icon'),
    slug === 'acme' ? ACME_MESSAGE : '',
  ]);
}

async function seedAcme(org: string, members: Person[], owner: Person) {
  const admin = members.find((person) => person.email === 'admin@example.com') ?? owner;
  const viewer = members.find((person) => person.email === 'viewer@example.com') ?? owner;
  for (const invited of INVITED) {
    const at = daysAgo(invited.daysAgo);
    const id = idAt(at);
    await insert(db, 'invitation', {
      org_id: org,
      id,
      email: invited.email,
      role: invited.role,
      token_hash: noSecret(invited.email),
      pending_email: invited.email,
      invited_by_id: admin.id,
      invited_by: admin.name,
      created_at: at,
      expires_at: new Date(at.getTime() + 7 * 86_400_000),
      mail: 'sent',
    });
    const target = { kind: 'invitation', id, label: invited.email };
    await tell(db, org, {
      at,
      by: admin,
      action: 'invitation.created',
      target,
      after: { role: invited.role },
    });
  }
  await seedSubTeams(org, members, owner);
  const named = (name: string) => {
    const person = members.find((p) => p.name === name) ?? owner;
    return { kind: 'member', id: person.id, label: person.email };
  };
  const events: Told[] = [
    {
      at: daysAgo(11, 3),
      by: owner,
      action: 'org.updated',
      target: { kind: 'org', id: org, label: 'Acme' },
      before: { name: 'Acme Inc' },
      after: { name: 'Acme' },
    },
    {
      at: daysAgo(8, 5),
      by: owner,
      action: 'member.role_changed',
      target: named('Camille Laurent'),
      before: { role: 'member' },
      after: { role: 'admin' },
    },
    {
      at: daysAgo(6, 2),
      by: admin,
      action: 'member.role_changed',
      target: named('Dalia Haddad'),
      before: { role: 'viewer' },
      after: { role: 'member' },
    },
    { at: daysAgo(5, 7), by: viewer, action: 'invitation.create', refused: 'viewer may not' },
    {
      at: daysAgo(4, 1),
      by: admin,
      action: 'invitation.resent',
      target: { kind: 'invitation', id: idAt(daysAgo(5)), label: 'it-security@acme.example' },
    },
    { at: daysAgo(2, 9), by: owner, action: 'member.exported', after: { rows: 46 } },
    { at: daysAgo(1, 4), by: viewer, action: 'member.remove', refused: 'viewer may not' },
  ];
  for (const event of events) await tell(db, org, event);
}

async function seedSubTeams(org: string, members: Person[], owner: Person) {
  for (const { slug, name, bornDaysAgo, leads, every } of SUB_TEAMS) {
    const at = daysAgo(bornDaysAgo);
    const id = idAt(at);
    await insert(db, 'sub_team', { org_id: org, id, slug, name, created_at: at });
    const target = { kind: 'sub_team', id, label: name };
    await tell(db, org, { at, by: owner, action: 'sub_team.created', target, after: { name, slug } });
    const assigned = members.filter(
      ({ email, roles }, i) =>
        (leads as readonly string[]).includes(email) ||
        (i % every === 1 && /^(member|viewer)$/.test(roles.acme ?? '')),
    );
    for (const { id: user } of assigned)
      await insert(db, 'sub_team_member', { org_id: org, sub_team_id: id, user_id: user, added_at: at });
  }
}
