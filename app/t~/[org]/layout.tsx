import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { Proof } from '@/app/_shell/proof';
import { OrgColor } from '@/components/ui/org-color';
import { actorIfAny } from '@/lib/admit/page';
import { orgPaths, rootPaths } from '@/lib/routes';
import { isOurs } from '@/lib/tenancy/ours';
import { requestInfo } from '@/lib/tenancy/request';
import { rootUrl } from '@/lib/tenancy/urls';
import { Frame } from './_shell/frame';

/** Titles name the organization: with two tabs on two organizations the tab bar tells them apart. */
export async function generateMetadata(): Promise<Metadata> {
  const actor = await actorIfAny();
  if (!actor) return {};
  const { name, color, icon } = actor.org;
  return {
    title: { default: name, template: `%s · ${name}` },
    icons: {
      icon: icon
        ? { url: orgPaths.brandImage(icon), type: 'image/png' }
        : // Browsers keep favicons for long: a new colour is a new address.
          { url: `${orgPaths.icon}?${color.slice(1)}`, type: 'image/svg+xml' },
    },
  };
}

/**
 * The frame around every page of an org's host, or nothing for whoever is not a member: the page itself then
 * says why, outside of any frame. It authorises nothing; it and the page are rendered side by side.
 */
export default async function OrgLayout({ children }: { children: ReactNode }) {
  const actor = await actorIfAny();
  if (!actor) return children;
  const { hostKey } = await requestInfo();
  // On a custom domain no password is entered: its owner could read it.
  const elsewhere = hostKey && !isOurs(hostKey) ? rootUrl(rootPaths.prove({ host: hostKey })) : undefined;
  return (
    <OrgColor color={actor.org.color}>
      <Frame actor={actor}>{children}</Frame>
      <Proof elsewhere={elsewhere} />
    </OrgColor>
  );
}
