import { z } from 'zod';
import { normalEmail } from '../auth/email-address';
import { ORG, sql, WORKSPACE } from '../db/sql';
import { describe, longText, neededText, shortText, WORDS } from './describe';

const email = z
  .string()
  .default('')
  .transform((text, issues) => {
    const address = normalEmail(text);
    if (text.trim() && !address) issues.addIssue('Write a whole e-mail address, or leave it empty.');
    return address;
  });

const phone = shortText(40).refine(
  (text) => !text || (/^[+\d\s()./-]+$/.test(text) && /\d{3}/.test(text.replace(/\D/g, ''))),
  'Write digits, blanks, and + ( ) . / - between them.',
);

/** A person whom a workspace has to do with. */
export const contact = describe({
  name: 'contact',
  about: 'People this workspace writes to.',
  empty: 'A contact is somebody you write to: a customer, a supplier, a lead.',
  model: 'contact',
  table: 'contact',
  schema: z.strictObject({
    name: neededText(120, 'Say who it is.').register(WORDS, {
      label: 'Name',
      example: 'Ada Okafor',
      aka: ['full name', 'fullname', 'contact', 'person', 'display name'],
    }),
    email: email.register(WORDS, {
      label: 'E-mail',
      hint: 'One contact an address.',
      example: 'ada@northwind.example',
      control: 'email',
      aka: ['email', 'email address', 'e-mail address', 'mail'],
    }),
    phone: phone.register(WORDS, {
      label: 'Phone',
      hint: 'With the country, as in +49 30 1234567.',
      example: '+49 30 1234567',
      control: 'tel',
      aka: ['telephone', 'mobile', 'phone number', 'tel', 'cell'],
    }),
    company: shortText(120).register(WORDS, {
      label: 'Company',
      example: 'Northwind',
      aka: ['organization', 'organisation', 'account', 'employer', 'firm'],
    }),
    notes: longText(4000).register(WORDS, {
      label: 'Notes',
      hint: 'For colleagues. The contact never sees it.',
      control: 'long',
      aka: ['note', 'comment', 'comments', 'remarks'],
    }),
  }),
  rows: sql`SELECT c.* FROM contact c WHERE c.org_id = ${ORG} AND c.workspace_id = ${WORKSPACE}`,
  faces: true,
  columns: [
    { key: 'email', label: 'E-mail', kind: 'email', width: 296 },
    { key: 'phone', label: 'Phone', kind: 'tel', width: 168 },
    { key: 'company', label: 'Company', sort: 'company', width: 176 },
    { key: 'notes', label: 'Notes', extra: true },
    { key: 'created_at', label: 'Added', kind: 'time', sort: 'added', width: 120 },
    { key: 'updated_at', label: 'Changed', kind: 'time', extra: true, width: 120 },
  ],
  sorts: {
    name: { label: 'Name', key: sql`r.name_key`, type: 'text' },
    company: { label: 'Company', key: sql`r.company_key`, type: 'text' },
    added: { label: 'Added', key: sql`r.created_at`, type: 'timestamptz', first: 'desc' },
  },
  searches: 'Name, e-mail, phone or company',
  begins: [sql`r.name_key`, sql`r.email`, sql`r.company_key`],
  filters: {
    group: {
      label: 'Group',
      options: sql<{ id: string; name: string }>`SELECT g.id, g.name FROM contact_group g
        WHERE g.org_id = ${ORG} AND g.workspace_id = ${WORKSPACE} ORDER BY g.name_key, g.id LIMIT 100`,
      where: (ids) => sql`EXISTS (SELECT 1 FROM contact_group_member m WHERE m.org_id = ${ORG}
        AND m.workspace_id = ${WORKSPACE} AND m.group_id = ANY (${ids}::uuid[]) AND m.contact_id = r.id OFFSET 0)`,
      ids: (ids) => sql`SELECT DISTINCT m.contact_id AS id FROM contact_group_member m
        WHERE m.org_id = ${ORG} AND m.workspace_id = ${WORKSPACE} AND m.group_id = ANY (${ids}::uuid[])`,
    },
  },
  relations: [
    {
      to: 'group',
      label: 'Groups',
      none: 'In no group yet.',
      model: 'contactGroupMember',
      mine: 'contactId',
      theirs: 'groupId',
      few: (id) => sql<{ id: string; name: string }>`SELECT g.id, g.name FROM contact_group_member m
        JOIN contact_group g ON g.org_id = ${ORG} AND g.workspace_id = ${WORKSPACE} AND g.id = m.group_id
        WHERE m.org_id = ${ORG} AND m.workspace_id = ${WORKSPACE} AND m.contact_id = ${id}::uuid
        ORDER BY g.name_key, g.id LIMIT 50`,
    },
  ],
  limit: 'contacts',
  unique: { email: 'Another contact has this address already.' },
  csv: ['name', 'email', 'phone', 'company', 'notes'],
  insert: (db, rows) => sql`INSERT INTO contact (org_id, workspace_id, id, name, email, phone, company, notes)
    SELECT ${db.orgId}::uuid, ${db.workspaceId}::uuid, r.id, r.name, r.email, r.phone, r.company, r.notes
    FROM json_to_recordset(${rows}::json) r (id uuid, name text, email text, phone text, company text, notes text)`,
});
