import { Compass } from 'lucide-react';
import type { Metadata } from 'next';
import { ErrorState } from '@/components/ui/error-state';
import { LinkButton } from '@/components/ui/link-button';
import { rootPaths } from '@/lib/routes';
import { rootUrl } from '@/lib/tenancy/urls';
import { PageTitle } from './_shell/page-title';
import { Standalone } from './_shell/standalone';

export const metadata: Metadata = { title: 'Not found' };

/** 404 on the root host, and wherever no organization is known. */
export default function NotFound() {
  return (
    <Standalone>
      <PageTitle>Not found · Rowhouse</PageTitle>
      <ErrorState
        icon={<Compass />}
        title="There is nothing here"
        code="not_found"
        actions={
          <LinkButton href={rootUrl(rootPaths.organizations)} external>
            Go to my organizations
          </LinkButton>
        }
      >
        The address may be mistyped, or what was here is gone.
      </ErrorState>
    </Standalone>
  );
}
