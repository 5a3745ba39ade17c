/**
 * Tells whether a host is served by us: the root host (null) and subdomains, whose keys have no dot. A custom domain is
 * controlled by its organization, TLS included: assume that its owner reads and changes everything that passes there.
 */
export const isOurs = (hostKey: string | null): boolean => hostKey === null || !hostKey.includes('.');
