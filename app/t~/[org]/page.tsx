import { UserPlus } from 'lucide-react';
import type { Metadata } from 'next';
import { OrgMark } from '@/components/ui/avatar';
import { LinkButton } from '@/components/ui/link-button';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { isOn, may as mayDo } from '@/lib/access/can';
import { worthOf } from '@/lib/access/compose';
import { type Permission, ROLE_LABELS } from '@/lib/access/permissions';
import { actorIfAny, requireActorWith } from '@/lib/admit/page';
import { MY_GRANTS } from '@/lib/data/access-of';
import { NEWEST_MEMBERS, OPEN_INVITATIONS, PROGRESS, RECENT_EVENTS, ROLE_COUNTS } from '@/lib/data/overview';
import { orgPaths } from '@/lib/routes';
import { auditLine } from '@/lib/shell/audit-line';
import { stepsHidden } from '@/lib/shell/first-steps-cookie';
import { byThing } from './_access/by-thing';
import { firstSteps } from './_overview/first-steps';
import { FirstSteps } from './_overview/first-steps-panel';
import { NewestMembers } from './_overview/newest-members';
import { OpenInvitations } from './_overview/open-invitations';
import { People } from './_overview/people';
import { RecentActivity } from './_overview/recent-activity';
import { SharedWithYou } from './_overview/shared-with-you';

/** A layout's title template holds below it, not beside it: this page names its organization itself. */
export async function generateMetadata(): Promise<Metadata> {
  const actor = await actorIfAny();
  return actor ? { title: { absolute: `Overview · ${actor.org.name}` } } : {};
}

/** Where an organization opens: who I am here, who else is, what waits, what happened. One flight. */
export default async function OverviewPage() {
  const { actor, rows } = await requireActorWith('org.read', [
    ROLE_COUNTS,
    NEWEST_MEMBERS,
    OPEN_INVITATIONS,
    RECENT_EVENTS,
    PROGRESS,
    MY_GRANTS,
  ]);
  const [counts, newest, invitations, events, [progress], grants] = rows;
  const { role, features, org } = actor;
  const may = (permission: Permission) => mayDo(actor, permission);
  const now = Date.now();
  // What their role lets them see at all stands in lists of its own.
  const shared = byThing(grants).filter(({ thing }) => worthOf(thing.kind, role) === null);
  const brandHref = isOn(features, 'brand.update') ? orgPaths.branding : `${orgPaths.settings}#general`;
  const steps = (await stepsHidden()) ? [] : firstSteps({ role, counts, progress, now, brandHref });
  return (
    <Page>
      <PageHeader
        title={org.name}
        media={
          <OrgMark
            name={org.name}
            color={org.color}
            src={org.icon && orgPaths.brandImage(org.icon)}
            size={40}
          />
        }
        description={
          <>
            You are {role === 'owner' || role === 'admin' ? 'an' : 'a'} {role} here.{' '}
            {ROLE_LABELS[role].sentence}
          </>
        }
        actions={
          may('invitation.create') ? (
            <LinkButton href={orgPaths.invite} variant="primary" icon={<UserPlus />}>
              Invite people
            </LinkButton>
          ) : null
        }
      />
      {steps.length ? <FirstSteps steps={steps} /> : null}
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-5 lg:grid-cols-[minmax(0,1fr)_minmax(0,22rem)]">
        {may('audit.read') ? (
          <RecentActivity events={events.map(auditLine)} now={now} />
        ) : (
          <NewestMembers members={newest} now={now} />
        )}
        <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
          {shared.length ? <SharedWithYou things={shared} /> : null}
          <People counts={counts} mine={role} />
          {may('invitation.read') ? <OpenInvitations invitations={invitations} now={now} /> : null}
          {may('audit.read') ? <NewestMembers members={newest} now={now} /> : null}
        </div>
      </div>
    </Page>
  );
}
