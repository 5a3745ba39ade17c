import { AppError, type ErrorCode } from '../errors';

const BY_STATE: Record<string, ErrorCode> = {
  RH301: 'moved',
  RH401: 'unauthenticated',
  RH403: 'tenant_forbidden',
  RH404: 'not_found',
  RH405: 'forbidden',
  RH410: 'last_owner',
  '53300': 'unavailable', // too many connections
  '57P01': 'unavailable', // the server is shutting down
  '57P03': 'unavailable', // the server is starting up
  '55P03': 'conflict', // lock_timeout
  '40P01': 'conflict', // deadlock
  '57014': 'unavailable', // statement_timeout
};
const INVITATION: Record<string, ErrorCode> = {
  accepted: 'invitation_used',
  revoked: 'invitation_revoked',
  expired: 'invitation_expired',
  other_address: 'invitation_other_address',
};

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

/** Runs `fn`, turning the database's refusals into AppErrors. Anything else passes as it is. */
export async function translate<T>(fn: () => Promise<T>): Promise<T> {
  try {
    return await fn();
  } catch (error) {
    if (error instanceof AppError) throw error;
    const server = serverError(error);
    if (server?.state === 'RH409') throw new AppError(INVITATION[server.detail ?? ''] ?? 'conflict');
    const code = server && BY_STATE[server.state];
    if (code) throw new AppError(code, { detail: server.detail });
    const { code: node } = error as { code?: string };
    if (node === 'ECONNREFUSED' || node === 'ECONNRESET') throw new AppError('unavailable', { detail: node });
    throw error;
  }
}
