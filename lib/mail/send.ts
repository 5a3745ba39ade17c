import { env } from '../env';
import { putIntoMailbox } from './mailbox';
import { sendBySmtp } from './smtp';

/** One mail to one address. Text and HTML say the same. */
export type Mail = { to: string; subject: string; text: string; html: string };

/** No mail can leave: neither SMTP_URL nor MAILBOX_DIR is set. */
export class NoMailError extends Error {
  constructor() {
    super('mail can’t be sent: set SMTP_URL (or MAILBOX_DIR while developing)');
  }
}

/**
 * Sends a mail: by SMTP_URL, else into the development mailbox. Resolves when the server, or the disk, has it.
 * Never inside a transaction, and never before the change it tells of is committed.
 * @throws NoMailError, or whatever the mail server said
 */
export async function sendMail(mail: Mail): Promise<void> {
  const { SMTP_URL, MAIL_FROM, MAILBOX_DIR } = env();
  if (SMTP_URL) return sendBySmtp(SMTP_URL, MAIL_FROM, mail);
  if (MAILBOX_DIR) return putIntoMailbox(MAILBOX_DIR, { ...mail, from: MAIL_FROM });
  throw new NoMailError();
}
