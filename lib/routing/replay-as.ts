import type { UserActor } from '../access/actor';
import { lookUpHost } from '../auth/public-host';
import { enterOrg } from '../db/enter';
import { env } from '../env';
import { type Replay, replay } from './replay';

/** A request as the form has it; '' where it says nothing. */
export type Typed = { host: string; path: string; header: string; token: string; as: 'me' | 'nobody' };

/**
 * The decision that a request would get: entered for real, with the person's own session, so that it tells them what
 * sending it would tell them and nothing else.
 */
export const replayAs = (
  { userId, sessionId }: Pick<UserActor, 'userId' | 'sessionId'>,
  { host, path, header, token, as }: Typed,
): Promise<Replay> =>
  replay(
    { host, path: pathOf(path), header: header || null, token: token || null, signedIn: as === 'me' },
    {
      enter: async (wanted) => {
        const { entered } = await enterOrg(wanted, { userId, sessionId }, null, []);
        return { orgId: entered.org_id, name: entered.name };
      },
      hostIsKnown: async (key) => {
        const known = await lookUpHost(key);
        return known && (known.moved ? 'moved' : 'live');
      },
      rootDomain: env().ROOT_DOMAIN,
    },
  );

/** A path as it comes out of a request's target: dots resolved, the query apart. */
function pathOf(typed: string): string {
  const base = 'http://here.invalid';
  const text = `/${typed.replace(/^\/+/, '')}`;
  return URL.canParse(text, base) ? new URL(text, base).pathname : text;
}
