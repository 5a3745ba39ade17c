import type pg from 'pg';
import { daysAgo, idAt, insert, scope, tell } from './story.ts';

// Whom the demo's organizations write to: first names, last names and companies, put together.
const FIRST = [
  'Ada',
  'Bruno',
  'Chidi',
  'Dana',
  'Emre',
  'Freya',
  'Goran',
  'Hana',
  'Ilse',
  'João',
  'Kofi',
  'Lena',
];
const LAST = [
  'Okafor',
  'Lindqvist',
  'Marchetti',
  'Novak',
  'Pereira',
  'Quispe',
  'Rahimi',
  'Sørensen',
  'Tanaka',
  'Ueda',
];
const COMPANIES = [
  'Northwind',
  'Larkspur Books',
  'Hafen & Sohn',
  'Blue Heron Coffee',
  'Oakline',
  'Meridian Travel',
];
const GROUPS = [
  {
    name: 'Newsletter readers',
    description: 'Asked for the monthly letter. Leave out who unsubscribed.',
    every: 3,
  },
  { name: 'Wholesale', description: 'Buy by the pallet; prices of their own.', every: 5 },
  { name: 'Autumn fair', description: 'Met at the stand in Hall 4.', every: 7 },
];
const COUNT: Record<string, number> = { acme: 96, globex: 24, initech: 6 };

type Org = { id: string; slug: string; bornDaysAgo: number };

/** Contacts of an organization's main workspace, some of them in groups. */
export async function seedContacts(db: pg.ClientBase, org: Org, owner: { id: string; email: string }) {
  const own = { org_id: org.id, workspace_id: org.id };
  await scope(db, { org: org.id, workspace: org.id });
  const contacts: string[] = [];
  for (let i = 0; i < (COUNT[org.slug] ?? 0); i++) {
    const first = FIRST[i % FIRST.length] ?? '';
    const last = LAST[(Math.floor(i / FIRST.length) + (i % FIRST.length) * 3) % LAST.length] ?? '';
    const company = i % 4 === 3 ? '' : (COMPANIES[i % COMPANIES.length] ?? '');
    const at = daysAgo(Math.min(org.bornDaysAgo - 0.5, 13 - (i % 13)), i % 9);
    const id = idAt(at);
    const mail = `${first}.${last}`.normalize('NFD').replace(/\p{M}/gu, '').replace('ø', 'o').toLowerCase();
    const host = (company || 'post')
      .normalize('NFD')
      .replace(/[^a-z]/gi, '')
      .toLowerCase();
    await insert(db, 'contact', {
      ...own,
      id,
      name: `${first} ${last}`,
      email: i % 11 === 10 ? null : `${mail}@${host}.example`,
      phone: i % 3 === 0 ? '' : `+49 30 55${String(1000 + i * 37).padStart(4, '0')}`,
      company,
      notes: i % 8 === 0 ? 'Prefers to be written to in the morning.' : '',
      created_at: at,
      updated_at: at,
    });
    contacts.push(id);
    const target = { kind: 'contact', id, label: `${first} ${last}` };
    await tell(db, org.id, { at, by: owner, action: 'contact.created', target, after: { company } });
  }
  for (const [i, { name, description, every }] of GROUPS.entries()) {
    if (org.slug !== 'acme' && i > 0) break;
    const at = daysAgo(Math.min(org.bornDaysAgo - 0.5, 9 - i));
    const id = idAt(at);
    await insert(db, 'contact_group', { ...own, id, name, description, created_at: at, updated_at: at });
    for (const [k, contact] of contacts.entries())
      if (k % every === 0)
        await insert(db, 'contact_group_member', { ...own, group_id: id, contact_id: contact });
  }
  await scope(db, { org: org.id });
}
