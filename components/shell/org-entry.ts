/** One of my organizations as the switcher and the command palette show it. */
export type OrgEntry = {
  id: string;
  name: string;
  /** Its own host's address, absolute. */
  href: string;
  /** My role there, as a word. */
  role: string;
  host?: string;
  color?: string | null;
  iconUrl?: string | null;
  unread?: number;
  /** Among those I was in lately; these come first, in the order they arrive in. */
  recent?: boolean;
  current?: boolean;
};
