import { BookOpen, KeyRound } from 'lucide-react';
import type { Metadata } from 'next';
import { NewToken } from '@/components/token/new-token';
import { TokenTable } from '@/components/token/token-table';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/link-button';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { may } from '@/lib/access/can';
import { isRole } from '@/lib/access/permissions';
import { scopeGroups, scopesOf } from '@/lib/access/scopes';
import { requireActorWith } from '@/lib/admit/page';
import { MEMBER_TOKENS, ORG_TOKENS, type OrgTokenRow } from '@/lib/data/org-tokens';
import { orgPaths } from '@/lib/routes';
import { makeToken, replaceToken, revokeToken } from './actions';
import { MemberTokens } from './member-tokens';
import { tokenLine } from './token-line';

export const metadata: Metadata = { title: 'API tokens' };

/** Every token that reaches the organization: its own, and those of its members that were used here. One round trip. */
export default async function TokensPage() {
  const {
    actor,
    rows: [own, members],
  } = await requireActorWith('token.read', [ORG_TOKENS, MEMBER_TOKENS]);
  const now = Date.now();
  const lines = own.map((row) => tokenLine(row, heldBy(row)));
  const mayRevoke = may(actor, 'token.revoke');
  const add = may(actor, 'token.create') ? (
    <NewToken
      action={makeToken}
      groups={scopeGroups(scopesOf(actor.role))}
      description="For a machine of this organization alone. It acts for you: with your role as it is at each request, and stops when you are no member any more."
    />
  ) : null;
  return (
    <Page>
      <PageHeader
        title="API tokens"
        description="How machines get in: for this organization alone, with what they need and no more."
        actions={
          <>
            <LinkButton href={orgPaths.developers} icon={<BookOpen />}>
              API reference
            </LinkButton>
            {lines.length > 0 ? add : null}
          </>
        }
      />
      {lines.length > 0 ? (
        <TokenTable
          label="The organization’s tokens"
          lines={lines}
          now={now}
          rotate={may(actor, 'token.rotate') ? replaceToken : null}
          revoke={mayRevoke ? revokeToken : null}
        />
      ) : (
        <EmptyState icon={<KeyRound />} title="No token yet" action={add}>
          Make one for a build, an import or another service that should work with this organization.
        </EmptyState>
      )}
      {members.length > 0 ? (
        <Section
          stacked
          title="Members’ own tokens"
          description="Tokens that members created in their account and used here. A block applies to this organization alone, and stays if the member leaves and comes back."
        >
          <MemberTokens rows={members} now={now} mayBlock={mayRevoke} />
        </Section>
      ) : null}
    </Page>
  );
}

const heldBy = ({ maker_role: role }: OrgTokenRow) => (role !== null && isRole(role) ? scopesOf(role) : []);
