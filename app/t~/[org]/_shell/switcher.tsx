'use client';

import type { Brand } from '@/components/shell/org-brand';
import { OrgSwitcher } from '@/components/shell/org-switcher';
import { loadOrgs } from './ask';

type SwitcherProps = { current: Brand; newHref: string; allHref: string };

/** The organization that this host is of, and the way to all others of mine. */
export function Switcher(props: SwitcherProps) {
  return <OrgSwitcher {...props} load={loadOrgs} />;
}
