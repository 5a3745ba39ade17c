import { z } from 'zod';
import { IN_WORKSPACE } from '../data/workspace-members';
import { ORG, sql, WORKSPACE } from '../db/sql';
import { describe, longText, neededText, shortText, WORDS } from './describe';

/** A place to work at: who of the workspace does, is decided on its page. */
export const desktop = describe({
  name: 'desktop',
  about: 'Places to work at, and who works there.',
  empty: 'A desktop is a place where one member at a time works: a desk, a phone, a remote session.',
  model: 'desktop',
  table: 'desktop',
  schema: z.strictObject({
    name: neededText(80, 'Say what it is called.').register(WORDS, {
      label: 'Name',
      hint: 'One desktop a name.',
      example: 'Desk 4',
      aka: ['desk', 'workplace', 'seat'],
    }),
    place: shortText(120).register(WORDS, {
      label: 'Place',
      hint: 'Where it is, or how one reaches it.',
      example: '2nd floor, by the window',
      aka: ['location', 'room', 'where'],
    }),
    notes: longText(1000).register(WORDS, {
      label: 'Notes',
      hint: 'What is special about it.',
      control: 'long',
      aka: ['note', 'comment', 'remarks'],
    }),
  }),
  rows: sql`SELECT d.*, (SELECT m.name FROM membership m
      WHERE m.org_id = ${ORG} AND m.user_id = d.member_id AND ${IN_WORKSPACE}) AS member
    FROM desktop d WHERE d.org_id = ${ORG} AND d.workspace_id = ${WORKSPACE}`,
  columns: [
    { key: 'place', label: 'Place' },
    { key: 'member', label: 'Works there', width: 200 },
    { key: 'created_at', label: 'Added', kind: 'time', sort: 'added', width: 120 },
    { key: 'updated_at', label: 'Changed', kind: 'time', extra: true, width: 120 },
  ],
  sorts: {
    name: { label: 'Name', key: sql`r.name_key`, type: 'text' },
    added: { label: 'Added', key: sql`r.created_at`, type: 'timestamptz', first: 'desc' },
  },
  searches: 'Name or place',
  begins: [sql`r.name_key`],
  unique: { name: 'Another desktop has this name already.' },
  csv: ['name', 'place', 'notes'],
});
