import { ChevronLeft } from 'lucide-react';
import Link from 'next/link';
import { cn } from '@/components/ui/cn';
import { CodeBlock } from '@/components/ui/code';
import { LinkButton } from '@/components/ui/link-button';
import { RelativeTime } from '@/components/ui/relative-time';
import { Tabs } from '@/components/ui/tabs';
import type { StoredMail } from '@/lib/mail/mailbox';
import { rootPaths } from '@/lib/routes';
import { linksOf } from './links-of';
import { mailboxPath } from './mailbox-path';

type MailViewProps = { mail: StoredMail; view: 'html' | 'text'; now: number; hidden: boolean };

/** One mail: who and what, its links, and how it looks. */
export function MailView({ mail, view, now, hidden }: MailViewProps) {
  return (
    <article
      aria-label={mail.subject}
      className={cn('min-w-0 px-4 pt-4 pb-8 shell:block shell:px-8', hidden && 'hidden')}
    >
      <Link
        href={rootPaths.mailbox}
        className="touch-target mb-3 -ml-1 inline-flex items-center gap-1 rounded-control text-ink-3 hover:text-ink shell:hidden"
      >
        <ChevronLeft />
        All mails
      </Link>
      <h2 className="text-title font-semibold break-words text-ink">{mail.subject}</h2>
      <p className="mt-1 break-words text-ink-2">
        To <span className="text-ink">{mail.to}</span> from {mail.from} ·{' '}
        <RelativeTime at={mail.at} now={now} />
      </p>
      <Links text={mail.text} />
      <div className="mt-5">
        <Tabs
          label="How to show it"
          items={[
            { href: mailboxPath({ mail: mail.id }), label: 'As it looks', active: view === 'html' },
            { href: mailboxPath({ mail: mail.id, view: 'text' }), label: 'Text', active: view === 'text' },
          ]}
        />
      </div>
      <div className="mt-4">
        {view === 'text' ? (
          <CodeBlock value={mail.text} wrap />
        ) : (
          // A mail is a stranger's page: no script, no form, no origin of ours. Its links open beside it.
          <iframe
            title={`Mail: ${mail.subject}`}
            sandbox="allow-popups allow-popups-to-escape-sandbox"
            srcDoc={withOwnPictures(mail.html)}
            className="h-[640px] w-full rounded-card border border-line bg-white"
          />
        )}
      </div>
    </article>
  );
}

// An organization's picture in a mail is on that organization's host, which this page's policy lets nobody load. The
// root host has the same one under the same name.
const withOwnPictures = (html: string): string =>
  html.replace(/(<img [^>]*src=")https?:\/\/[^"/]+(\/brand\/[0-9a-f]{16}\.png")/g, '$1$2');

/** The mail's links with their addresses. */
function Links({ text }: { text: string }) {
  return (
    <ul className="mt-4 grid gap-2">
      {linksOf(text).map(({ label, href }) => (
        <li key={href} className="flex min-w-0 items-center gap-3">
          <LinkButton href={href} external variant="primary">
            {label}
          </LinkButton>
          <span title={href} className="min-w-0 truncate font-mono text-xs text-ink-3">
            {href}
          </span>
        </li>
      ))}
    </ul>
  );
}
