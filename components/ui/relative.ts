/** A moment: a Date, an ISO string, or milliseconds since 1970. */
export type Moment = Date | string | number;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

// UTC and one locale on both sides, so that server and browser write the same text.
const sameYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const otherYear = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
const whole = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZone: 'UTC',
});

/** How far `at` lies from `now`: "just now", "12 min ago", "in 3 h", "5 days ago", then the date. */
export function relative(at: Moment, now: Moment): string {
  const [then, base] = [new Date(at), new Date(now)];
  const distance = Math.abs(then.getTime() - base.getTime());
  if (distance < MINUTE) return 'just now';
  if (distance >= 7 * DAY) {
    return (then.getUTCFullYear() === base.getUTCFullYear() ? sameYear : otherYear).format(then);
  }
  const text = inWords(distance);
  return then > base ? `in ${text}` : `${text} ago`;
}

/** The exact moment, to the second, in UTC: "3 May 2025, 14:05:09 UTC". */
export function exact(at: Moment): string {
  return `${whole.format(new Date(at))} UTC`;
}

function inWords(ms: number): string {
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`;
  if (ms < DAY) return `${Math.floor(ms / HOUR)} h`;
  const days = Math.floor(ms / DAY);
  return days === 1 ? '1 day' : `${days} days`;
}
