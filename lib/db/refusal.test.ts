import { describe, expect, test } from 'vitest';
import { AppError } from '../errors';
import { translate } from './refusal';

/** The shapes in which one SQLSTATE arrives: pg's own, Prisma's known error, and the adapter's bare one. */
const shapes = (code: string, detail?: string) => [
  Object.assign(new Error('x'), { code, detail, severity: 'ERROR' }),
  Object.assign(new Error('x'), {
    code: 'P2010',
    meta: { driverAdapterError: { cause: { kind: 'postgres', code, originalCode: code, detail } } },
  }),
  Object.assign(new Error('x'), {
    name: 'DriverAdapterError',
    cause: { kind: 'postgres', originalCode: code, detail },
  }),
];
const refusalOf = (error: unknown) =>
  translate(async () => {
    throw error;
  }).then(
    () => null,
    (e) => (e instanceof AppError ? [e.code, e.detail] : e),
  );

describe('a refusal of the database', () => {
  test.each([
    ['RH301', 'moved'],
    ['RH401', 'unauthenticated'],
    ['RH403', 'tenant_forbidden'],
    ['RH404', 'not_found'],
    ['RH405', 'forbidden'],
    ['RH410', 'last_owner'],
    ['53300', 'unavailable'],
    ['57P01', 'unavailable'],
    ['57014', 'unavailable'],
    ['55P03', 'busy'],
    ['RH503', 'busy'],
    ['40P01', 'conflict'],
    ['40001', 'conflict'],
  ])('%s is %s in every shape it comes in', async (state, code) => {
    for (const error of shapes(state, 'more')) expect(await refusalOf(error)).toEqual([code, 'more']);
  });

  test.each([
    ['accepted', 'invitation_used'],
    ['revoked', 'invitation_revoked'],
    ['expired', 'invitation_expired'],
    ['other_address', 'invitation_other_address'],
    ['something new', 'conflict'],
  ])('an invitation that is %s is %s', async (detail, code) => {
    for (const error of shapes('RH409', detail)) expect((await refusalOf(error))[0]).toBe(code);
  });

  test('a database that can not be reached is unavailable, whoever says so', async () => {
    for (const error of [
      Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }),
      Object.assign(new Error("Can't reach database server"), { code: 'P1001' }),
      Object.assign(new Error('Unable to start a transaction in the given time'), { code: 'P2028' }),
      new Error('timeout exceeded when trying to connect'),
      new Error('Connection terminated unexpectedly'),
    ])
      expect((await refusalOf(error))[0]).toBe('unavailable');
  });

  test('anything else passes as it is: a bug must not look like a refusal', async () => {
    for (const error of [
      ...shapes('42501'),
      ...shapes('23505'),
      new TypeError('x'),
      new AppError('not_found'),
    ]) {
      const passed = await translate(async () => {
        throw error;
      }).catch((e) => e);
      expect(passed).toBe(error);
    }
  });
});
