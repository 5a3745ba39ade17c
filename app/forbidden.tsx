import { Lock } from 'lucide-react';
import type { Metadata } from 'next';
import { ErrorState } from '@/components/ui/error-state';
import { LinkButton } from '@/components/ui/link-button';
import { rootPaths } from '@/lib/routes';
import { rootUrl } from '@/lib/tenancy/urls';
import { PageTitle } from './_shell/page-title';
import { Standalone } from './_shell/standalone';

export const metadata: Metadata = { title: 'No access' };

/** 403 on the root host. */
export default function Forbidden() {
  return (
    <Standalone>
      <PageTitle>No access · Rowhouse</PageTitle>
      <ErrorState
        icon={<Lock />}
        title="This is not yours to see"
        code="forbidden"
        actions={
          <LinkButton href={rootUrl(rootPaths.organizations)} external>
            Go to my organizations
          </LinkButton>
        }
      >
        You are signed in, but this page is for somebody else.
      </ErrorState>
    </Standalone>
  );
}
