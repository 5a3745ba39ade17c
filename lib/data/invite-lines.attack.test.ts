import { describe, expect, test } from 'vitest';
import { longestBlock, MOST_BLOCKED_MS } from '../testing/event-loop';
import { hostileTexts } from '../testing/hostile-texts';
import { inviteSchema, linesToInvite, MOST_INVITES } from './invite';
import { inviteLines } from './invite-lines';

/** What the schema lets through. */
const MOST = 199_990;

describe('[I9] attack 4: a list of invitations that is made to be slow to read', () => {
  test.each(Object.entries(hostileTexts(MOST)))(
    '[I9] attack 4: a list of %s never holds other requests up',
    async (_, text) => {
      for (const head of ['', 'email,role,teams\n', 'ann@x.test,member,"'])
        expect(await longestBlock(() => linesToInvite(`${head}${text}`))).toBeLessThan(MOST_BLOCKED_MS);
    },
    60_000,
  );

  test('[I9] attack 4: no more addresses are read than can be invited', () => {
    const many = inviteLines('a@x.test\n'.repeat(20_000));
    for (let i = 0; i < 10; i++) many.next();
    expect(() => linesToInvite('a@x.test\n'.repeat(MOST_INVITES))).not.toThrow();
    expect(() => linesToInvite('a@x.test\n'.repeat(20_000))).toThrow();
    try {
      linesToInvite('a@x.test\n'.repeat(20_000));
    } catch (error) {
      expect(error).toMatchObject({
        code: 'too_large',
        fields: { text: expect.stringContaining('more than 500 addresses') },
      });
    }
    expect(inviteSchema.safeParse({ text: 'x'.repeat(200_001), role: 'member' }).success).toBe(false);
  });
});
