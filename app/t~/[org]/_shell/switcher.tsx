'use client';

import type { Brand } from '@/components/shell/org-brand';
import { OrgSwitcher, OrgSwitchLink } from '@/components/shell/org-switcher';
import { loadOrgs } from './ask';

type SwitcherProps = { current: Brand; newHref: string; allHref: string; ours: boolean };

/**
 * Shows the organization of this host, and the way to my others. A custom domain isn't ours: its owner would read their
 * names, so the list there is on the root host.
 */
export function Switcher({ ours, ...props }: SwitcherProps) {
  if (!ours) return <OrgSwitchLink current={props.current} href={props.allHref} />;
  return <OrgSwitcher {...props} load={loadOrgs} />;
}
