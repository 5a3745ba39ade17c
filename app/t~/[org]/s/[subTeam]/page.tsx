import { UserPlus } from 'lucide-react';
import type { Metadata } from 'next';
import { Avatar } from '@/components/ui/avatar';
import { Badge } from '@/components/ui/badge';
import { DescriptionList } from '@/components/ui/description-list';
import { LinkButton } from '@/components/ui/link-button';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { Panel } from '@/components/ui/panel';
import { may } from '@/lib/access/can';
import { ROLE_LABELS, type Role } from '@/lib/access/permissions';
import { requireWorkspaceWith } from '@/lib/admit/page';
import { type InIt, WHO_IS_IN } from '@/lib/data/sub-team-list';
import { orgPaths, workspacePaths } from '@/lib/routes';
import { All, Row } from '../../_overview/rows';
import { ArchivedNote } from '../../_workspace/archived-note';
import { workspaceTitle } from '../../_workspace/workspace-title';

export const generateMetadata = (): Promise<Metadata> => workspaceTitle('Overview');

/** Where a workspace opens: what it is, and who is in it. One flight. */
export default async function WorkspacePage() {
  const { actor, rows } = await requireWorkspaceWith('workspace.read', [WHO_IS_IN]);
  const [people] = rows;
  const { workspace, org } = actor;
  const assigns = !workspace.main && may(actor, 'sub_team.assign');
  const members = orgPaths.subTeam(workspace.slug);
  return (
    <Page>
      <PageHeader
        title={workspace.main ? 'Main workspace' : workspace.name}
        badge={workspace.archived ? <Badge>Archived</Badge> : null}
        description={
          workspace.main
            ? `What everybody in ${org.name} shares. Sub-teams have workspaces of their own.`
            : `A workspace of its own inside ${org.name}: nobody outside of it sees what is in it.`
        }
        actions={
          assigns ? (
            <LinkButton href={members} icon={<UserPlus />}>
              Assign members
            </LinkButton>
          ) : null
        }
      />
      <ArchivedNote workspace={workspace} />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-5 lg:grid-cols-[minmax(0,1fr)_minmax(0,22rem)]">
        <Panel
          flush
          title="Who is in it"
          actions={
            workspace.main || assigns ? (
              <All href={workspace.main ? orgPaths.members() : members}>
                {workspace.main ? 'All members' : 'Assigned members'}
              </All>
            ) : null
          }
          footer={more(people)}
        >
          <ul className="py-1">
            {people.map(({ user_id, name, email, role, assigned }) => (
              <Row
                key={user_id}
                media={<Avatar name={name} size={24} />}
                title={name}
                detail={email}
                end={
                  workspace.main || assigned
                    ? ROLE_LABELS[role as Role].label
                    : `${ROLE_LABELS[role as Role].label}, in every sub-team`
                }
              />
            ))}
          </ul>
        </Panel>
        <Panel title="About it">
          <DescriptionList
            items={[
              {
                term: 'Address',
                value: <span className="font-mono break-all">{workspacePaths(workspace.slug).overview}</span>,
              },
              { term: 'People', value: (people[0]?.total ?? 0).toLocaleString('en') },
              { term: 'You are here as', value: ROLE_LABELS[actor.role].label },
            ]}
          />
        </Panel>
      </div>
    </Page>
  );
}

function more(people: InIt[]): string | null {
  const rest = (people[0]?.total ?? 0) - people.length;
  return rest > 0 ? `And ${rest.toLocaleString('en')} more` : null;
}
