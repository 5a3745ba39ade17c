'use client';

import { OrgSwitcher } from '@/components/shell/org-switcher';
import { loadOrgs } from './ask';

type SwitcherProps = { current: { name: string; color: string }; newHref: string; allHref: string };

/** The organization that this host is of, and the way to all others of mine. */
export function Switcher(props: SwitcherProps) {
  return <OrgSwitcher {...props} load={loadOrgs} />;
}
