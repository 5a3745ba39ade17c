import { type CountedLimit, LIMITS } from './limits';

/** One day of a chart. `value` is null before anything was noted. */
export type Point = { day: string; value: number | null };

type Noted = { day: string; value: number; closing: number };

const DAY_MS = 24 * 60 * 60 * 1000;
const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);

/** The first day (UTC) of a chart that ends today and has so many days. */
export const firstDay = (days: number, now: number): string => dayOf(now - (days - 1) * DAY_MS);

/** From which day on the notes are needed: a month's sum begins with the month. */
export const notesFrom = (days: number, now: number): string => `${firstDay(days, now).slice(0, 7)}-01`;

/**
 * What a limit was used by, day by day up to today. What is held stays as it was until it changes; what is counted by
 * the month adds up, and begins anew with each.
 * @param noted the days of usageDays, of this limit, the oldest first
 * @param used what it is now
 */
export function usageSeries(
  limit: CountedLimit,
  noted: readonly Noted[],
  used: number,
  days: number,
  now: number,
): Point[] {
  const from = firstDay(days, now);
  const known = new Map(noted.map((one) => [one.day, one]));
  const start = noted[0]?.day ?? dayOf(now);
  const points: Point[] = [];
  let held: number | null = null;
  for (let at = Date.parse(start < from ? start : from); at <= now; at += DAY_MS) {
    const day = dayOf(at);
    const note = known.get(day);
    if (LIMITS[limit].kind === 'monthly') {
      if (day.endsWith('-01')) held = held === null ? null : 0;
      if (note) held = (held ?? 0) + note.value;
      if (day >= from) points.push({ day, value: held });
    } else {
      const value = note ? note.value : held;
      if (note) held = note.closing;
      if (day >= from) points.push({ day, value: day === dayOf(now) ? Math.max(value ?? 0, used) : value });
    }
  }
  return points;
}
