import { z } from 'zod';
import { AppError } from '../errors';
import { fromUlid } from '../ids';

/** The id of one row, as it is known outside. */
export const ONE_ID = z.string().min(1).max(26);

/** Rows that were selected: of one page, and some more. */
export const MANY_IDS = z
  .array(ONE_ID)
  .min(1, 'Select somebody first.')
  .max(100, 'Select at most a hundred at a time.');

/** The uuid behind an id from outside. @throws AppError not_found: what is no id is nobody's */
export function toUuid(ulid: string): string {
  const uuid = fromUlid(ulid);
  if (!uuid) throw new AppError('not_found');
  return uuid;
}
