import type pg from 'pg';
import { daysAgo, insert } from './story.ts';

const DAY_MS = 86_400_000;
const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

/**
 * What an org of the story used since it was born, as if the database had counted it then: its members by when they
 * joined, and API requests that are more in the week than at its end. Today is counted already.
 * @param joined when each member joined
 * @param requests how many API requests a working day has, about
 */
export async function tellUsage(
  db: pg.ClientBase,
  org: { id: string; bornDaysAgo: number },
  joined: readonly Date[],
  requests: number,
): Promise<void> {
  const note = (limit_key: string, day: string, value: number) =>
    insert(db, 'usage_day', { org_id: org.id, limit_key, day, value, closing: value });
  let members = 0;
  for (let ago = org.bornDaysAgo; ago >= 0; ago--) {
    const at = daysAgo(ago);
    const day = dayOf(at);
    const then = joined.filter((one) => dayOf(one) <= day).length;
    if (then !== members && ago > 0) await note('members', day, then);
    members = then;
    if (requests > 0) await note('api_requests', day, requestsOn(at, requests));
  }
}

/** A plausible number that is the same in each seed of that day: no two days alike, weekends calm. */
function requestsOn(at: Date, usual: number): number {
  const weekend = [0, 6].includes(at.getUTCDay()) ? 0.22 : 1;
  const wave = 0.82 + 0.36 * Math.abs(Math.sin(Math.floor(at.getTime() / DAY_MS) * 1.7));
  return Math.round(usual * weekend * wave);
}
