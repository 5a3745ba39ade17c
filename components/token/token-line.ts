import type { Tone } from '@/components/ui/status';

/** A token as a table shows it. Times are milliseconds. */
export type TokenLine = {
  id: string;
  name: string;
  /** `rwh_org_…ab12`: what it looks like, and its end. */
  looks: string;
  state: 'live' | 'retiring' | 'expired' | 'revoked' | 'orphaned';
  scopes: { scope: string; says: string }[];
  by: string | null;
  created: number;
  expires: number | null;
  lastUsed: number | null;
  lastIp: string | null;
};

/** Scopes that can be chosen, by what they are about. */
export type ScopeGroups = { label: string; scopes: { scope: string; says: string }[] }[];

export const TOKEN_STATES: Record<TokenLine['state'], { tone: Tone; word: string }> = {
  live: { tone: 'green', word: 'Active' },
  retiring: { tone: 'amber', word: 'Replaced' },
  expired: { tone: 'neutral', word: 'Expired' },
  revoked: { tone: 'neutral', word: 'Revoked' },
  orphaned: { tone: 'red', word: 'Refused' },
};

/** True while it is of use: it can be replaced and revoked. */
export const counts = ({ state }: TokenLine): boolean => state !== 'expired' && state !== 'revoked';
