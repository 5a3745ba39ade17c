import { PERMISSIONS, type Permission } from '../access/permissions';
import { DOMAIN_EVENTS } from './events/domains';
import { ORG_EVENTS } from './events/org';
import { PEOPLE_EVENTS } from './events/people';
import { RESOURCE_EVENTS } from './events/resources';
import { TEAM_EVENTS } from './events/teams';
import type { Teller, Told, Words } from './events/teller';
import { TOKEN_AND_LOG_EVENTS } from './events/tokens-and-log';
import { WORK_EVENTS } from './events/work';

const TELLERS: Record<string, Teller> = {
  ...ORG_EVENTS,
  ...PEOPLE_EVENTS,
  ...TOKEN_AND_LOG_EVENTS,
  ...TEAM_EVENTS,
  ...DOMAIN_EVENTS,
  ...WORK_EVENTS,
  ...RESOURCE_EVENTS,
};

/** What the log can be narrowed to, by name. Refused attempts carry the permission that was lacking. */
export const ACTIONS: { value: string; label: string }[] = Object.entries(TELLERS).map(
  ([value, { label }]) => ({ value, label }),
);

/** What an action is called in a list; its own name when it has no other. */
export const actionLabel = (action: string): string =>
  TELLERS[action]?.label ?? PERMISSIONS[action as Permission] ?? action;

/** The event as one sentence, without its full stop. */
export function wordsOf(event: Told): Words {
  const who = { name: event.actor };
  const whom = { name: event.target ?? 'somebody' };
  if (event.refused) return [who, ` tried to ${lower(actionLabel(event.action))}`];
  const teller = TELLERS[event.action];
  if (teller) return teller.say(event, who, whom);
  return event.target ? [who, `: ${event.action}, `, whom] : [who, `: ${event.action}`];
}

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
