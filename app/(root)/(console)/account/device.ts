import type { SignedInDevice } from '@/lib/auth/sessions';
import { toUlid } from '@/lib/ids';
import { deviceName } from '@/lib/shell/device-name';

/** A signed-in device as the account page shows it. The id is a ULID, times are ISO 8601. */
export type Device = {
  id: string;
  name: string;
  mobile: boolean;
  ip: string;
  signedInAt: string;
  lastSeenAt: string;
  /** The one that asks. */
  current: boolean;
};

/** What of a session goes to the browser. */
export const deviceOf = (session: SignedInDevice, currentId: string): Device => ({
  id: toUlid(session.id),
  ...deviceName(session.userAgent),
  ip: session.ip,
  signedInAt: session.createdAt.toISOString(),
  lastSeenAt: session.lastSeenAt.toISOString(),
  current: session.id === currentId,
});
