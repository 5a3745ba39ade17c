'use client';

import { Compass, ToggleLeft } from 'lucide-react';
import { usePathname } from 'next/navigation';
import { useEffect } from 'react';
import { ErrorState } from '@/components/ui/error-state';
import { LinkButton } from '@/components/ui/link-button';
import { can, isOn, may } from '@/lib/access/can';
import type { Role } from '@/lib/access/permissions';
import type { Feature } from '@/lib/plans/features';
import { orgPaths } from '@/lib/routes';
import { permissionOf } from '@/lib/shell/sections';

type NothingHereProps = {
  role: Role;
  features: Feature[];
  /** The path that the server rendered this for. */
  renderedAt: string;
};

/** The 404 of a member: what was here is gone or was never here, or is switched off. */
export function NothingHere({ role, features, renderedAt }: NothingHereProps) {
  const path = usePathname();
  const permission = permissionOf(path);
  const me = { role, features: new Set(features) };
  // Shown after a click inside the app, this was rendered with the page before. If that knew of no reason, a feature was
  // switched off meanwhile, or the organization was deleted: only a fresh document can say, and has no frame of it.
  const outdated = path !== renderedAt.split('?')[0] && (!permission || may(me, permission));
  useEffect(() => {
    if (outdated) window.location.reload();
  }, [outdated]);
  if (outdated) return null;
  if (permission && !isOn(me.features, permission)) {
    return (
      <ErrorState
        icon={<ToggleLeft />}
        title="This is switched off"
        code="feature_off"
        actions={
          <>
            <LinkButton href={orgPaths.overview}>Go to the overview</LinkButton>
            {can(role, 'feature.read') ? (
              <LinkButton href={orgPaths.features} variant="ghost">
                See features
              </LinkButton>
            ) : null}
          </>
        }
      >
        It belongs to a feature that this organization does not use, or that its plan does not have.
      </ErrorState>
    );
  }
  return (
    <ErrorState
      icon={<Compass />}
      title="There is nothing here"
      code="not_found"
      actions={<LinkButton href={orgPaths.overview}>Go to the overview</LinkButton>}
    >
      The address may be mistyped, or what was here is gone.
    </ErrorState>
  );
}
