import { serverError } from './refusal';

/** True when a write failed because somebody has that value already. */
export const isUniqueViolation = (error: unknown): boolean => serverError(error)?.state === '23505';

/** True when a delete failed because another row still points there. */
export const isStillReferenced = (error: unknown): boolean => serverError(error)?.state === '23503';
