import type { Metadata } from 'next';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { requireActor } from '@/lib/admit/page';
import { orgPaths } from '@/lib/routes';
import { hostLabel } from '@/lib/shell/routing-line';
import { ReplayForm } from './replay-form';

export const metadata: Metadata = { title: 'Replay a request' };

type ReplayPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** What a request would come to, step by step, without sending it. */
export default async function ReplayPage({ searchParams }: ReplayPageProps) {
  const given = await searchParams;
  const actor = await requireActor('routing.read');
  return (
    <Page wide>
      <PageHeader
        title="Replay a request"
        description="Say where a request goes and what it carries, and see what would become of it, step by step. Nothing is sent."
        back={{ href: orgPaths.routing(), label: 'Routing log' }}
      />
      <ReplayForm
        start={{
          host: textOf(given.host) || hostLabel(actor.org.host),
          path: textOf(given.path) || '/api/v1/context',
          header: textOf(given.header),
        }}
      />
    </Page>
  );
}

const textOf = (value: string | string[] | undefined): string =>
  typeof value === 'string' ? value.slice(0, 300) : '';
