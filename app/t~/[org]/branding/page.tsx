import type { Metadata } from 'next';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { requireActorWith } from '@/lib/admit/page';
import { SIGN_IN_MESSAGE } from '@/lib/data/branding';
import { orgPaths, rootPaths } from '@/lib/routes';
import { rootUrl } from '@/lib/tenancy/urls';
import { Editor } from './editor';

export const metadata: Metadata = { title: 'Branding' };

/** How the organization looks: to its members, on its sign-in page, and in its invitations. */
export default async function BrandingPage() {
  const {
    actor: { org, name },
    rows: [[message]],
  } = await requireActorWith('brand.update', [SIGN_IN_MESSAGE]);
  return (
    <Page>
      <PageHeader
        title="Branding"
        description="How this organization looks. Pictures are in force at once, the rest when it is saved."
      />
      <Editor
        saved={{
          name: org.name,
          color: org.color,
          message: message?.sign_in_message ?? '',
          logo: org.logo,
          icon: org.icon,
        }}
        paths={{ here: orgPaths.brandImage(''), mail: rootUrl(rootPaths.brandImage('')) }}
        invitedBy={name}
        invitationHref={rootUrl(rootPaths.invitation)}
      />
    </Page>
  );
}
