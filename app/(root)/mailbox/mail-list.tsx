import Link from 'next/link';
import { cn } from '@/components/ui/cn';
import { RelativeTime } from '@/components/ui/relative-time';
import type { StoredMail } from '@/lib/mail/mailbox';
import { mailboxPath } from './mailbox-path';

type MailListProps = {
  mails: StoredMail[];
  openId?: string;
  now: number;
  /** On small screens, while a mail is being read. */
  hidden: boolean;
};

/** The mails, newest first. */
export function MailList({ mails, openId, now, hidden }: MailListProps) {
  return (
    <nav
      aria-label="Mails"
      className={cn(
        'min-w-0 shell:sticky shell:top-14.5 shell:block shell:h-[calc(100dvh-3.625rem)] shell:overflow-y-auto shell:border-r shell:border-line',
        hidden && 'hidden',
      )}
    >
      <h2 className="px-4 pt-4 pb-2 text-title font-semibold shell:px-5">Mailbox</h2>
      <ul className="grid grid-cols-[minmax(0,1fr)] gap-px px-2 pb-4">
        {mails.map((mail) => (
          <li key={mail.id}>
            <Link
              href={mailboxPath({ mail: mail.id })}
              aria-current={mail.id === openId ? 'true' : undefined}
              className="block rounded-control px-2 py-2 hover:bg-hover aria-[current]:bg-accent-soft shell:px-3"
              scroll={false}
            >
              <span className="flex items-baseline justify-between gap-3">
                <span className="truncate font-medium text-ink">{mail.subject}</span>
                <RelativeTime at={mail.at} now={now} className="shrink-0 text-xs text-ink-3" />
              </span>
              <span className="block truncate text-ink-2">{mail.to}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
