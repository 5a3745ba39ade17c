/** A day as mails say it: `2 June 2027`, in UTC, since nobody knows where it is read. */
export const day = (at: Date): string =>
  at.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

/** A moment as mails say it: `2 June 2027, 14:02 UTC`. */
export const moment = (at: Date): string =>
  `${day(at)}, ${at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' })} UTC`;
