import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase } from '../db/testing/database';
import { AppError } from '../errors';
import { newId } from '../ids';
import { attempt } from './limits';
import { hashPassword } from './password';
import { signInWithPassword } from './sign-in';

const db = await testDatabase();
const kept = globalThis as { rowhouseLimiterPool?: pg.Pool };
beforeAll(() => {
  kept.rowhouseLimiterPool = new pg.Pool({ connectionString: db.appUrl, max: 2 });
  return db.useEngine();
});
afterAll(async () => {
  await kept.rowhouseLimiterPool?.end();
  kept.rowhouseLimiterPool = undefined;
  await db.drop();
});

const PASSWORD = 'a few words do well';
async function newAccount(): Promise<string> {
  const email = `${newId()}@limits.example`;
  await db.admin.query(
    'INSERT INTO app_user (id, email, name, password_hash, email_verified_at) VALUES ($1, $2, $3, $4, now())',
    [newId(), email, 'Limited', await hashPassword(PASSWORD)],
  );
  return email;
}
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'in',
    (error) => (error instanceof AppError ? error.code : String(error)),
  );
const signIn = (email: string, password: string, ip: string) =>
  codeOf(signInWithPassword({ email, password, ip }));

describe('attempts are limited', () => {
  test('[K1] ten wrong passwords from one place, then none, the right one included; elsewhere it works', async () => {
    const email = await newAccount();
    for (let i = 0; i < 10; i++) expect(await signIn(email, 'wrong', '10.0.0.1')).toBe('wrong_credentials');
    expect(await signIn(email, 'wrong', '10.0.0.1')).toBe('rate_limited');
    expect(await signIn(email, PASSWORD, '10.0.0.1')).toBe('rate_limited');
    expect(await signIn(email, PASSWORD, '10.0.0.2')).toBe('in');
  });

  test('[K1] an unknown address is limited like a known one', async () => {
    for (let i = 0; i < 10; i++)
      expect(await signIn('nobody@limits.example', 'wrong', '10.0.0.3')).toBe('wrong_credentials');
    expect(await signIn('nobody@limits.example', 'wrong', '10.0.0.3')).toBe('rate_limited');
  });

  test('[K1] one address that tries many accounts is stopped at a hundred', async () => {
    for (let i = 0; i < 100; i++) await attempt({ 'sign-in:ip': '10.0.0.4' });
    expect(await signIn(await newAccount(), PASSWORD, '10.0.0.4')).toBe('rate_limited');
  });

  test('[K1] right passwords are not counted against the address they come from', async () => {
    for (let i = 0; i < 99; i++) await attempt({ 'sign-in:ip': '10.0.0.5' });
    const email = await newAccount();
    for (let i = 0; i < 5; i++) expect(await signIn(email, PASSWORD, '10.0.0.5')).toBe('in');
  });

  test('[K1] of two hundred attempts at once exactly the limit passes, and the refusal says when to come back', async () => {
    const tries = await Promise.allSettled(
      Array.from({ length: 200 }, () => attempt({ 'mail:ip': '10.0.0.6' })),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(50);
    const refused = tries.find((one) => one.status === 'rejected') as PromiseRejectedResult;
    expect(refused.reason).toMatchObject({ code: 'rate_limited', retryAfter: expect.any(Number) });
    expect(refused.reason.retryAfter).toBeGreaterThan(3000);
  });

  test('[K1] the counters hold no address and no e-mail', async () => {
    const { rows } = await db.admin.query('SELECT key FROM rate_limit');
    expect(rows.length).toBeGreaterThan(0);
    for (const { key } of rows) expect(key).not.toMatch(/@|10\.0\.0/);
  });
});
