const DAY_MS = 24 * 60 * 60_000;

/** The least id of a moment: ids begin with their milliseconds, so the id's own index answers for time. */
export function idAt(ms: number): string {
  const hex = Math.max(0, Math.floor(ms)).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

/** The least id of a day ('YYYY-MM-DD', in UTC), `days` later. */
export const firstIdOfDay = (day: string, days = 0): string => idAt(Date.parse(day) + days * DAY_MS);

/** The moment that an id was made at, in milliseconds. */
export const timeOf = (uuid: string): number => Number.parseInt(uuid.replace('-', '').slice(0, 12), 16);
