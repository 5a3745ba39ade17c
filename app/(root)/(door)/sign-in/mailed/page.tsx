import { MailCheck } from 'lucide-react';
import type { Metadata } from 'next';
import { AuthCard } from '@/components/shell/auth-card';
import { LinkButton } from '@/components/ui/link-button';
import { publicPage } from '@/lib/admit/person';
import { readPending } from '@/lib/auth/pending-identity';
import { rootPaths } from '@/lib/routes';
import { doorOf } from '../../_door/door-of';
import { TextLink } from '../../_door/text-link';

export const metadata: Metadata = { title: 'Check your email' };

/** After signing in with a provider whose word doesn't prove the address: a mailed link does. */
export default async function MailedPage({ searchParams }: PageProps<'/sign-in/mailed'>) {
  await publicPage();
  const { next, mailboxHref } = await doorOf(searchParams);
  const pending = await readPending();
  return (
    <AuthCard
      title="Check your email"
      footer={<TextLink href={rootPaths.signIn({ next })}>Sign in another way</TextLink>}
    >
      <div className="grid gap-4">
        <div role="status" className="flex items-start gap-3 rounded-control bg-accent-soft p-3">
          <MailCheck aria-hidden className="mt-0.5 text-accent-text" />
          <p className="min-w-0 text-base text-ink">
            We sent an email to{' '}
            {pending ? (
              <b className="font-medium break-all">{pending.email}</b>
            ) : (
              'the address that your provider gave us'
            )}
            . Open its link in this browser to confirm the address. It works once, for 1 hour.
          </p>
        </div>
        {mailboxHref ? (
          <LinkButton href={mailboxHref} variant="primary" className="w-full">
            Open the development mailbox
          </LinkButton>
        ) : null}
      </div>
    </AuthCard>
  );
}
