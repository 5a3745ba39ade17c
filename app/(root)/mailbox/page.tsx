import { Inbox } from 'lucide-react';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { z } from 'zod';
import { RootShell } from '@/components/shell/root-shell';
import { Badge } from '@/components/ui/badge';
import { EmptyState } from '@/components/ui/empty-state';
import { publicPage } from '@/lib/admit/person';
import { env } from '@/lib/env';
import { findInMailbox, listMailbox } from '@/lib/mail/mailbox';
import { AutoRefresh } from './auto-refresh';
import { MailList } from './mail-list';
import { MailView } from './mail-view';

export const metadata: Metadata = { title: 'Mailbox' };

const SHOWN = 100;
const schema = z.strictObject({
  mail: z.uuid().optional().catch(undefined),
  view: z.enum(['html', 'text']).catch('html'),
});

/** Every mail that would have been sent, while developing. Absent unless MAILBOX_DIR is set. */
export default async function MailboxPage({ searchParams }: PageProps<'/mailbox'>) {
  await publicPage();
  const { MAILBOX_DIR: dir } = env();
  if (!dir) notFound();
  const { mail: asked, view: askedView } = await searchParams;
  const { mail: id, view } = schema.parse({ mail: asked, view: askedView });
  const now = Date.now();
  const mails = await listMailbox(dir, SHOWN);
  const open = id ? await findInMailbox(dir, id) : (mails[0] ?? null);
  return (
    <RootShell person={<Badge tone="amber">Development mailbox</Badge>}>
      <AutoRefresh />
      <h1 className="sr-only">Mailbox</h1>
      {mails.length === 0 ? (
        <EmptyState icon={<Inbox />} title="No mail yet">
          What Rowhouse would send lands here: confirmations, sign-in links, invitations. The page looks for
          new mail by itself.
        </EmptyState>
      ) : (
        <div className="mx-auto grid w-full max-w-[1200px] grid-cols-[minmax(0,1fr)] shell:grid-cols-[340px_minmax(0,1fr)]">
          <MailList mails={mails} openId={open?.id} now={now} hidden={id !== undefined} />
          {open ? <MailView mail={open} view={view} now={now} hidden={id === undefined} /> : null}
        </div>
      )}
    </RootShell>
  );
}
