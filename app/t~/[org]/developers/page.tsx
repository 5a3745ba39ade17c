import { FileJson2, KeyRound } from 'lucide-react';
import type { Metadata } from 'next';
import { Code, CodeBlock } from '@/components/ui/code';
import { LinkButton } from '@/components/ui/link-button';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { may } from '@/lib/access/can';
import { requireActor } from '@/lib/admit/page';
import { tagsInOrder } from '@/lib/api/openapi';
import { OPERATIONS } from '@/lib/api/operations/all';
import { toUlid } from '@/lib/ids';
import { orgPaths } from '@/lib/routes';
import { orgUrl } from '@/lib/tenancy/urls';
import { FIELD_ROWS, OperationEntry } from './operation-entry';
import { ReferenceSearch } from './search';

export const metadata: Metadata = { title: 'API reference' };

/** The reference of the API, made of the table that serves it, with this organization's subdomain in each command: tokens don't belong on a domain of someone else's. */
export default async function DevelopersPage() {
  const actor = await requireActor('org.read');
  const base = orgUrl(actor.org.slug, '/api/v1').replace(/\/$/, '');
  return (
    <Page>
      <PageHeader
        title="API reference"
        description="What the console does, for machines: the same rules, the same limits, the same log."
        actions={
          <>
            <LinkButton href="/api/v1/openapi.json" icon={<FileJson2 />}>
              OpenAPI 3.1
            </LinkButton>
            {may(actor, 'token.read') ? (
              <LinkButton href={orgPaths.tokens} icon={<KeyRound />}>
                API tokens
              </LinkButton>
            ) : null}
          </>
        }
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-x-8 gap-y-4 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
        <ul className="grid list-disc content-start gap-1.5 pl-4 text-ink-2 marker:text-ink-3">
          <li>
            On this organization’s subdomain, or on the main site with <Code>X-Rowhouse-Organization</Code>:{' '}
            <Code>{toUlid(actor.orgId)}</Code>
          </li>
          <li>
            Lists have at most 50 rows; what is behind them is at <Code>?after=</Code> with the{' '}
            <Code>next</Code> of the page before.
          </li>
          <li>
            A write with an <Code>Idempotency-Key</Code> is done once, however often it is sent in a day.
          </li>
          <li>
            Refusals are <Code>application/problem+json</Code> with a stable <Code>code</Code>; 429 says when
            to come back.
          </li>
        </ul>
        <CodeBlock
          label="Try it"
          value={`export ROWHOUSE_TOKEN=rwh_…\ncurl "${base}/context" \\\n  -H "Authorization: Bearer $ROWHOUSE_TOKEN"`}
          className="self-start"
        />
      </div>
      <ReferenceSearch count={OPERATIONS.length} />
      {tagsInOrder().map((tag) => (
        <section key={tag} data-operations aria-labelledby={`tag-${tag}`} className={FIELD_ROWS}>
          <h2 id={`tag-${tag}`} className="pb-3 text-base font-semibold text-ink">
            {tag}
          </h2>
          {OPERATIONS.filter((one) => one.tag === tag).map((operation) => (
            <OperationEntry key={operation.id} operation={operation} base={base} />
          ))}
        </section>
      ))}
    </Page>
  );
}
