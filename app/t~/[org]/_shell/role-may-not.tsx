'use client';

import { Lock } from 'lucide-react';
import { usePathname } from 'next/navigation';
import { useEffect } from 'react';
import { ErrorState } from '@/components/ui/error-state';
import { LinkButton } from '@/components/ui/link-button';
import { can, rolesThatMay } from '@/lib/access/can';
import { PERMISSIONS, ROLE_LABELS, type Role } from '@/lib/access/permissions';
import { orgPaths } from '@/lib/routes';
import { permissionOf } from '@/lib/shell/sections';
import { workspaceOf } from '@/lib/tenancy/workspace-path';
import { NotInSubTeam } from './not-in-sub-team';

type RoleMayNotProps = {
  role: Role;
  /** The path that the server rendered this for. */
  renderedAt: string;
  /** Slugs of the workspaces that the person is in. */
  workspaces: string[];
};

/** The 403 of a member: what the page asks for, who may see it, and the way on. */
export function RoleMayNot({ role, renderedAt, workspaces }: RoleMayNotProps) {
  const path = usePathname();
  const permission = permissionOf(path);
  const named = workspaceOf(path);
  const elsewhere = named !== null && !workspaces.includes(named);
  // Shown after a click inside the app, this was rendered with the page before. If the role of that time may see
  // the page, it is not mine any more, or I am no member: only a fresh document can say.
  const outdated = !elsewhere && path !== renderedAt.split('?')[0] && (!permission || can(role, permission));
  useEffect(() => {
    if (outdated) window.location.reload();
  }, [outdated]);
  if (elsewhere) return <NotInSubTeam />;
  if (outdated) return null;
  return (
    <ErrorState
      icon={<Lock />}
      title="Your role does not include this"
      code="forbidden"
      actions={
        <>
          <LinkButton href={orgPaths.overview}>Go to the overview</LinkButton>
          <LinkButton href={orgPaths.roles} variant="ghost">
            See what roles may do
          </LinkButton>
        </>
      }
    >
      <p>
        You are {article(role)} here.{permission ? ` ${needs(permission)}` : ''}
      </p>
    </ErrorState>
  );
}

/** "Only owners and admins may see the audit log." */
function needs(permission: NonNullable<ReturnType<typeof permissionOf>>): string {
  const who = rolesThatMay(permission).map((role) => `${ROLE_LABELS[role].label.toLowerCase()}s`);
  const list = new Intl.ListFormat('en').format(who);
  return `Only ${list} may ${PERMISSIONS[permission].replace(/^./, (c) => c.toLowerCase())}.`;
}

function article(role: Role): string {
  const word = ROLE_LABELS[role].label.toLowerCase();
  return `${/^[aeiou]/.test(word) ? 'an' : 'a'} ${word}`;
}
