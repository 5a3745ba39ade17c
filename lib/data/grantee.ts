import { z } from 'zod';
import { AppError } from '../errors';
import { type Grantee, type Next, resourceRoleSchema } from './grants';
import { toUuid } from './picked';

const grantee = z.string().regex(/^(member|team)\.\w{1,26}$/, 'Choose a member or a team.');

/** What the share dialogs send, besides what it is about: `member.<id>` or `team.<id>`, ids as they are known outside. */
export const shareFields = {
  to: grantee,
  role: resourceRoleSchema,
  /** Who owns it next: the same, or `org`. */
  next: z.union([grantee, z.literal('org')]).optional(),
};
export const unshareFields = { from: grantee, next: shareFields.next };

/** The member or team behind such a text. @throws AppError not_found */
export function granteeFrom(text: string): Grantee {
  const [kind, id = ''] = text.split('.');
  if (kind === 'team') return { team: toUuid(id) };
  if (kind === 'member') return { member: toUuid(id) };
  throw new AppError('not_found');
}

/** The same for who is next. */
export const nextFrom = (text: string | undefined): Next | undefined =>
  text === undefined || text === 'org' ? text : granteeFrom(text);
