import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Avatar } from '@/components/ui/avatar';
import { Badge } from '@/components/ui/badge';
import { DescriptionList } from '@/components/ui/description-list';
import { Link } from '@/components/ui/link';
import { LinkButton } from '@/components/ui/link-button';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { RelativeTime } from '@/components/ui/relative-time';
import { Section } from '@/components/ui/section';
import { canGrant, may } from '@/lib/access/can';
import { worthOf } from '@/lib/access/compose';
import { KINDS, RESOURCE_KINDS } from '@/lib/access/grants';
import { ROLE_LABELS, type Role } from '@/lib/access/permissions';
import { requireActorWith } from '@/lib/admit/page';
import { memberGrants } from '@/lib/data/access-of';
import { memberCard } from '@/lib/data/member-card';
import { fromUlid, NO_ID, toUlid } from '@/lib/ids';
import { orgPaths, workspacePaths } from '@/lib/routes';
import { roleWord } from '../../_access/access-line';
import { HeldList } from '../../access/held-list';
import { Offboard } from './offboard';

export const metadata: Metadata = { title: 'Member' };

/**
 * One member: role, teams, and, for themselves and for who may ask, the sub-teams they are in and all that they were
 * given. One round trip.
 */
export default async function MemberPage({ params }: PageProps<'/t~/[org]/members/[member]'>) {
  const { member } = await params;
  const id = fromUlid(member) ?? NO_ID;
  const { actor, rows } = await requireActorWith('member.read', [memberCard(id), memberGrants(id)]);
  const [[who], held] = rows;
  if (!who) notFound();
  const ulid = toUlid(who.user_id);
  const name = who.name || who.email;
  const me = who.user_id === actor.userId;
  const asks = may(actor, 'access.read');
  const everywhere = who.role === 'owner' || who.role === 'admin';
  const now = Date.now();
  const removes = may(actor, 'member.remove') && !me && canGrant(actor.role, who.role, null);
  return (
    <Page>
      <PageHeader
        back={{ href: orgPaths.members(), label: 'Members' }}
        media={<Avatar name={name} size={40} />}
        title={name}
        badge={
          <>
            <Badge>{ROLE_LABELS[who.role].label}</Badge>
            {me ? <Badge tone="accent">You</Badge> : null}
          </>
        }
        description={who.email}
        actions={
          asks ? (
            <LinkButton href={orgPaths.access({ member: ulid })}>
              Why can {me ? 'I' : 'they'} reach …
            </LinkButton>
          ) : null
        }
      />
      <Section title="In the organization" description={ROLE_LABELS[who.role].sentence}>
        <DescriptionList
          items={[
            { term: 'Joined', value: <RelativeTime at={who.joined_at.getTime()} now={now} /> },
            { term: 'Last seen', value: <RelativeTime at={who.last_seen_at.getTime()} now={now} /> },
            ...RESOURCE_KINDS.map((kind) => ({
              term: `Every ${KINDS[kind].one}`,
              value: worthIn(kind, who.role),
            })),
          ]}
        />
      </Section>
      <Section title="Teams" description="What is shared with a team, everybody in it has.">
        <Names
          none="In no team."
          items={who.teams.map((team) => ({
            key: team.id,
            href: orgPaths.team(team.slug),
            name: team.name,
            detail: team.lead ? 'Lead' : 'Member',
          }))}
        />
      </Section>
      {me || asks ? (
        <Section
          title="Sub-teams"
          description={
            everywhere ? 'Owners and admins are in every sub-team.' : 'The workspaces they are assigned to.'
          }
        >
          {everywhere ? (
            <p className="text-ink-2">All of them.</p>
          ) : (
            <Names
              none="Assigned to none."
              items={who.sub_teams.map(({ slug, name: called }) => ({
                key: slug,
                href: workspacePaths(slug).overview,
                name: called,
                detail: 'Assigned',
              }))}
            />
          )}
        </Section>
      ) : null}
      {me || asks ? (
        <Section
          stacked
          title="Given besides"
          description="Shared with them by name, or with a team they are in. It comes on top of their role."
        >
          <HeldList
            rows={held}
            none="Nothing was shared with them yet."
            whyHref={asks ? (on) => orgPaths.access({ member: ulid, on }) : undefined}
          />
        </Section>
      ) : null}
      {removes ? (
        <Offboard
          who={{ id: ulid, name, email: who.email, role: who.role }}
          orgName={actor.org.name}
          mayInvite={may(actor, 'invitation.create')}
        />
      ) : null}
    </Page>
  );
}

/** What a role in the organization is worth on every thing of a kind. */
function worthIn(kind: (typeof RESOURCE_KINDS)[number], role: Role): string {
  const worth = worthOf(kind, role);
  if (!worth) return 'No access by role';
  return KINDS[kind].inWorkspace ? `${roleWord(worth)}, in the workspaces they are in` : roleWord(worth);
}

type Named = { key: string; href: string; name: string; detail: string };

function Names({ items, none }: { items: Named[]; none: string }) {
  if (items.length === 0) return <p className="text-ink-2">{none}</p>;
  return (
    <ul className="divide-y divide-line rounded-card border border-line">
      {items.map(({ key, href, name, detail }) => (
        <li key={key} className="relative flex items-center justify-between gap-4 px-4 py-2.5 hover:bg-hover">
          <Link href={href} className="truncate font-medium text-ink after:absolute after:inset-0">
            {name}
          </Link>
          <span className="text-ink-2">{detail}</span>
        </li>
      ))}
    </ul>
  );
}
