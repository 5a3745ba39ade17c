import type { ReactNode } from 'react';
import { NewToken } from '@/components/token/new-token';
import type { TokenLine } from '@/components/token/token-line';
import { TokenTable } from '@/components/token/token-table';
import { Callout } from '@/components/ui/callout';
import { Section } from '@/components/ui/section';
import { EVERY_SCOPE, scopeGroups } from '@/lib/access/scopes';
import { type Connected, Identities } from './identities';
import { makeMyToken, replaceMyToken, revokeMyToken, revokeTokenOfMine } from './token-actions';

type AccessSectionProps = {
  /** Why connecting a provider failed. */
  failed: string | null;
  connected: Connected[];
  others: { id: string; name: string }[];
  personal: TokenLine[];
  organizations: TokenLine[];
  now: number;
};

/** Everything besides the password and devices that can sign in or act as the person, each with its last use and expiry. */
export function AccessSection({
  failed,
  connected,
  others,
  personal,
  organizations,
  now,
}: AccessSectionProps) {
  return (
    <Section
      stacked
      anchor="access"
      title="Sign-in methods and tokens"
      description="Everything that can sign in or act as you. We email you whenever something is added."
      actions={
        <NewToken
          variant="default"
          action={makeMyToken}
          groups={scopeGroups(EVERY_SCOPE)}
          description="It acts as you, with your role, in the organization that a request names with X-Rowhouse-Organization or its host."
        />
      }
    >
      <div className="grid gap-6">
        {connected.length + others.length > 0 ? (
          <Part title="Sign-in providers">
            {failed ? <Callout tone="danger">{failed}</Callout> : null}
            <Identities connected={connected} others={others} now={now} />
          </Part>
        ) : null}
        <Part title="Personal tokens">
          {personal.length > 0 ? (
            <TokenTable
              label="Personal tokens"
              lines={personal}
              now={now}
              rotate={replaceMyToken}
              revoke={revokeMyToken}
            />
          ) : (
            <p className="text-ink-3">
              No personal tokens. Create one for your own scripts; for a build or a service, create one on the
              organization’s API tokens page.
            </p>
          )}
        </Part>
        {organizations.length > 0 ? (
          <Part title="Organization tokens you created">
            <TokenTable
              label="Organization tokens you created"
              lines={organizations}
              now={now}
              rotate={null}
              revoke={revokeTokenOfMine}
            />
          </Part>
        ) : null}
      </div>
    </Section>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="grid gap-2">
      <h3 className="text-sm font-medium text-ink">{title}</h3>
      {children}
    </div>
  );
}
