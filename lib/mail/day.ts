/** A day as mails say it: `2 June 2027`, in UTC, since nobody knows where it is read. */
export const day = (at: Date): string =>
  at.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
