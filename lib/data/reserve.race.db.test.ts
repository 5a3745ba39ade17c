import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Person } from '../access/actor';
import { newSecret, secretHash, storedHash } from '../auth/secret';
import { inOrgTx } from '../db/in-org';
import { testDatabase } from '../db/testing/database';
import { insert, makeOrg, makeUser, type TestOrg } from '../db/testing/world';
import { newId } from '../ids';
import { PLANS } from '../plans/plans';
import { acceptInvitation } from './join';
import { reserve } from './reserve';
import { aRequest } from './testing/request';

// Two hundred want a place at the same moment where fifty are left.

const MANY = 200;
const PLACES = 50;
const CONNECTIONS = 12;
const LIMIT = 120_000;

const db = await testDatabase();
let people: { userId: TestOrg['userId']; sessionId: TestOrg['sessionId']; email: string }[];
beforeAll(async () => {
  await db.useEngine({ size: CONNECTIONS });
  people = await Promise.all(Array.from({ length: MANY }, () => makeUser(db.admin)));
}, LIMIT);
afterAll(() => db.drop());

/** An org that has its owner and so many places more. */
async function orgWithRoom(): Promise<TestOrg> {
  const org = await makeOrg(db.admin);
  await db.admin.query('UPDATE org SET limits = $2 WHERE id = $1', [org.orgId, { members: PLACES + 1 }]);
  return org;
}

const counted = async ({ orgId }: TestOrg) => {
  const { rows } = await db.admin.query(
    `SELECT (SELECT count(*)::int FROM membership WHERE org_id = $1) AS members,
      (SELECT used::int FROM usage_counter WHERE org_id = $1 AND limit_key = 'members') AS used,
      (SELECT count(*)::int FROM audit_event WHERE org_id = $1 AND action = 'member.joined') AS joined,
      (SELECT count(*)::int FROM invitation WHERE org_id = $1 AND status = 'accepted') AS accepted`,
    [orgId],
  );
  return rows[0];
};
/** Tries for everybody, as many at once as there are connections; a slow server is asked again. */
const codes = async (attempts: (() => Promise<unknown>)[]) => {
  const tally: Record<string, number> = {};
  const waiting = [...attempts];
  const one = async (attempt: () => Promise<unknown>): Promise<string> => {
    try {
      await attempt();
      return 'in';
    } catch (error) {
      const { code = String(error) } = error as { code?: string };
      return code === 'unavailable' || code === 'conflict' ? one(attempt) : code;
    }
  };
  const worker = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const code = await one(next);
      tally[code] = (tally[code] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  return tally;
};

describe('[L3][T8] the last places', () => {
  test(
    '[L3] two hundred accept their invitations at once: exactly fifty are in, and nothing of the others is kept',
    async () => {
      const org = await orgWithRoom();
      const keys = await Promise.all(
        people.map(async ({ email }) => {
          const secret = newSecret();
          await insert(db.admin, 'invitation', {
            org_id: org.orgId,
            id: newId(),
            email,
            role: 'member',
            token_hash: storedHash(secret),
            pending_email: email,
            invited_by_id: org.userId,
            invited_by: 'Ann Lee',
            expires_at: new Date(Date.now() + 600_000),
          });
          return { hash: secretHash(secret) };
        }),
      );
      const accept = (one: (typeof people)[number], i: number) => () =>
        acceptInvitation(
          keys[i] as { hash: Buffer },
          { ...one, name: 'One', verified: true } as Person,
          aRequest(),
        );
      expect(await codes(people.map(accept))).toEqual({ in: PLACES, quota_exceeded: MANY - PLACES });
      expect(await counted(org)).toEqual({
        members: PLACES + 1,
        used: PLACES + 1,
        joined: PLACES,
        accepted: PLACES,
      });
    },
    LIMIT,
  );

  const limits = { ...PLANS.free.limits, members: PLACES + 1 };
  const join = (org: TestOrg, asks: (d: Parameters<Parameters<typeof inOrgTx>[1]>[0]) => Promise<void>) =>
    codes(
      people.map(
        ({ userId }) =>
          () =>
            inOrgTx(org, async (d) => {
              await asks(d);
              await d.membership.create({ data: { orgId: org.orgId, userId, role: 'member' } });
            }),
      ),
    );

  test(
    '[L3] the counter’s own lock is enough: without any other',
    async () => {
      const org = await orgWithRoom();
      const tally = await join(org, (d) => reserve(d, limits, 'members'));
      expect(tally).toEqual({ in: PLACES, quota_exceeded: MANY - PLACES });
      expect(await counted(org)).toMatchObject({ members: PLACES + 1, used: PLACES + 1 });
    },
    LIMIT,
  );

  test(
    '[L3] and without it too many get in: this race is a real one',
    async () => {
      const org = await orgWithRoom();
      await join(org, async (d) => {
        if ((await d.membership.count()) >= limits.members) throw new Error('full');
      });
      const { members } = await counted(org);
      expect(members).toBeGreaterThan(PLACES + 1);
    },
    LIMIT,
  );
});
