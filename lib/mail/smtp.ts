import nodemailer, { type Transporter } from 'nodemailer';
import type { Mail } from './send';

// Kept across mails (and Next's module reloads): one connection carries many.
const kept = globalThis as { rowhouseSmtp?: { url: string; transport: Transporter } };

function transportFor(url: string): Transporter {
  if (kept.rowhouseSmtp?.url !== url) {
    kept.rowhouseSmtp?.transport.close();
    const transport = nodemailer.createTransport({
      url,
      pool: true,
      maxConnections: 2,
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 20_000,
      // A mail is made of strings alone: nothing in it may name a file or an address to fetch.
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    kept.rowhouseSmtp = { url, transport };
  }
  return kept.rowhouseSmtp.transport;
}

/** Hands a mail to the server at `url` (smtp://user:password@host:port, smtps://…). Throws what it answered. */
export async function sendBySmtp(url: string, from: string, mail: Mail): Promise<void> {
  const { to, subject, text, html } = mail;
  await transportFor(url).sendMail({
    from,
    // As an object: an address is never parsed for a list of others.
    to: { name: '', address: to },
    subject,
    text,
    html,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
  });
}

/** Closes the kept connections. */
export function closeSmtp(): void {
  kept.rowhouseSmtp?.transport.close();
  kept.rowhouseSmtp = undefined;
}
