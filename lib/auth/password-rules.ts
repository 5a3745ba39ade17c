// Apart from lib/auth/password.ts, so that forms can say the rule without the hash function in the browser.

/** Characters a new password has at least, and at most. Nothing else is asked of it: length is what counts. */
export const PASSWORD_MIN = 10;
export const PASSWORD_MAX = 256;
