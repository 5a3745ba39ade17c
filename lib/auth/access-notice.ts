import { later } from '../later';
import { accessMail, type LastingAccess } from '../mail/letters';
import { sendMail } from '../mail/send';
import { deviceName } from '../shell/device-name';
import type { RequestInfo } from '../tenancy/request';

/**
 * Tells a person by email that something new can act or sign in as them. Data functions that give lasting access call
 * this after their transaction, so that no surface can forget it.
 */
export function noticeOfAccess(
  { email }: { email: string },
  access: LastingAccess,
  { ip, userAgent }: Pick<RequestInfo, 'ip' | 'userAgent'>,
): void {
  const at = new Date();
  const from = { at, ip, device: deviceName(userAgent).name };
  later('notice of new access', () => sendMail(accessMail({ to: email, access, from })));
}
