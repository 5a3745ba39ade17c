import { z } from 'zod';
import { ORG, sql, WORKSPACE } from '../db/sql';
import { describe, longText, neededText, WORDS } from './describe';

/** Contacts of a workspace that belong together. */
export const group = describe({
  name: 'group',
  about: 'Contacts that belong together.',
  empty: 'A group holds contacts that belong together: a newsletter, a region, an event.',
  model: 'contactGroup',
  table: 'contact_group',
  shares: 'contact_group',
  schema: z.strictObject({
    name: neededText(80, 'Give the group a name.').register(WORDS, {
      label: 'Name',
      hint: 'One group a name.',
      example: 'Newsletter readers',
    }),
    description: longText(500).register(WORDS, {
      label: 'Description',
      hint: 'Who belongs here, and who does not.',
      control: 'long',
    }),
  }),
  rows: sql`SELECT g.*, (SELECT count(*)::int FROM contact_group_member m
      WHERE m.org_id = ${ORG} AND m.workspace_id = ${WORKSPACE} AND m.group_id = g.id) AS contacts
    FROM contact_group g WHERE g.org_id = ${ORG} AND g.workspace_id = ${WORKSPACE}`,
  columns: [
    { key: 'description', label: 'Description' },
    { key: 'contacts', label: 'Contacts', kind: 'number', width: 104 },
    { key: 'created_at', label: 'Added', kind: 'time', sort: 'added', width: 120 },
    { key: 'updated_at', label: 'Changed', kind: 'time', extra: true, width: 120 },
  ],
  sorts: {
    name: { label: 'Name', key: sql`r.name_key`, type: 'text' },
    added: { label: 'Added', key: sql`r.created_at`, type: 'timestamptz', first: 'desc' },
  },
  searches: 'Name or description',
  begins: [sql`r.name_key`],
  relations: [
    {
      to: 'contact',
      label: 'Contacts',
      none: 'Nobody is in this group yet.',
      model: 'contactGroupMember',
      mine: 'groupId',
      theirs: 'contactId',
      few: (id) => sql<{ id: string; name: string }>`SELECT c.id, c.name FROM contact_group_member m
        JOIN contact c ON c.org_id = ${ORG} AND c.workspace_id = ${WORKSPACE} AND c.id = m.contact_id
        WHERE m.org_id = ${ORG} AND m.workspace_id = ${WORKSPACE} AND m.group_id = ${id}::uuid
        ORDER BY c.name_key, c.id LIMIT 50`,
    },
  ],
  unique: { name: 'Another group has this name already.' },
  csv: ['name', 'description'],
});
