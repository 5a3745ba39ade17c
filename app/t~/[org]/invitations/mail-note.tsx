import { Badge } from '@/components/ui/badge';

// Mails leave within seconds. What still waits after this was lost with the process that should have sent it.
const LOST_AFTER_MS = 2 * 60_000;

type MailNoteProps = { mail: 'queued' | 'sent' | 'failed' | null; sentAt: number; now: number };

/** How an invitation's mail fares, where that is worth a word: it has not left, or never will by itself. */
export function MailNote({ mail, sentAt, now }: MailNoteProps) {
  if (mail === 'failed' || (mail === 'queued' && now - sentAt > LOST_AFTER_MS)) {
    return (
      <span title="The mail with the link did not leave. Resend it.">
        <Badge tone="red">Mail not sent</Badge>
      </span>
    );
  }
  return mail === 'queued' ? <Badge>Sending…</Badge> : null;
}
