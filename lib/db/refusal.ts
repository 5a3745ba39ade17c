import { AppError, type ErrorCode } from '../errors';
import { front } from '../front';

const BY_STATE: Record<string, ErrorCode> = {
  RH301: 'moved',
  RH401: 'unauthenticated',
  RH403: 'tenant_forbidden',
  RH404: 'not_found',
  RH405: 'forbidden',
  RH406: 'sub_team_forbidden',
  RH410: 'last_owner',
  RH503: 'busy', // lib/db/fair-share.ts
  '53300': 'unavailable', // too many connections
  '57P01': 'unavailable', // the server is shutting down
  '57P03': 'unavailable', // the server is starting up
  '55P03': 'busy', // lock_timeout
  '40P01': 'conflict', // deadlock
  '40001': 'conflict', // serialization_failure
  '57014': 'unavailable', // statement_timeout
};
const INVITATION: Record<string, ErrorCode> = {
  accepted: 'invitation_used',
  revoked: 'invitation_revoked',
  expired: 'invitation_expired',
  other_address: 'invitation_other_address',
};

/** What pg, its pool and Prisma say by themselves, when there is no answer of the server to pass on. */
const UNREACHED = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'P1001', // can't reach the server
  'P1017', // the server closed the connection
  'P2024', // no connection of the pool in time
  'P2028', // no transaction in time
]);
const NO_CONNECTION = /^(timeout exceeded when trying to connect|Connection terminated)/;

type Cause = { code?: string; originalCode?: string; detail?: string; message?: string };

/** The server's error under what pg or Prisma made of it; undefined when the error is not the server's. */
export function serverError(error: unknown): { state: string; detail?: string } | undefined {
  const e = error as Cause & { cause?: Cause; meta?: { driverAdapterError?: { cause?: Cause } } };
  const cause = e.meta?.driverAdapterError?.cause ?? e.cause ?? e;
  const state = cause.originalCode ?? cause.code;
  return typeof state === 'string' && /^[0-9A-Z]{5}$/.test(state)
    ? { state, detail: cause.detail }
    : undefined;
}

/**
 * Runs `fn`, turning the database's refusals into AppErrors. Anything else passes as it is. What comes of too much at
 * once, or of a database that is away, the front server hears too: a page can't be a 503 by itself.
 */
export async function translate<T>(fn: () => Promise<T>): Promise<T> {
  try {
    return await fn();
  } catch (error) {
    const told = refusalOf(error);
    if (told instanceof AppError && told.status === 503) front()?.pageUnavailable();
    throw told;
  }
}

function refusalOf(error: unknown): unknown {
  if (error instanceof AppError) return error;
  const server = serverError(error);
  if (server?.state === 'RH409') return new AppError(INVITATION[server.detail ?? ''] ?? 'conflict');
  const code = server && BY_STATE[server.state];
  if (code) return new AppError(code, { detail: server.detail, retryAfter: code === 'busy' ? 1 : undefined });
  const { code: own = '', message = '' } = error as { code?: string; message?: string };
  if (UNREACHED.has(own) || NO_CONNECTION.test(message))
    return new AppError('unavailable', { detail: message });
  return error;
}
