import { isPlan, PLANS } from './plans';

/** The shortest time that any plan keeps an event of the audit log. The database removes nothing younger than 30 days. */
export const SHORTEST_AUDIT_DAYS = Math.min(...Object.values(PLANS).map(({ auditDays: days }) => days));

/** Days that an organization on this plan keeps events of its audit log. A plan that nobody knows keeps them longest. */
export const auditDays = (plan: string): number =>
  isPlan(plan) ? PLANS[plan].auditDays : Math.max(...Object.values(PLANS).map(({ auditDays: days }) => days));

/** A number of days as people say it: "90 days", "one year". */
export const keptFor = (days: number): string => {
  const years = days / 365;
  if (!Number.isInteger(years)) return `${days} days`;
  return years === 1 ? 'one year' : `${years} years`;
};
