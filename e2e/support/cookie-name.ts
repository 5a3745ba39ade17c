/** The session cookie under test: the server runs over plain http. */
export const sessionCookieName = 'rowhouse';
