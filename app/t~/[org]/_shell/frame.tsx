import { AppShell } from '@/components/shell/app-shell';
import { type NavGroup, SidebarNav } from '@/components/shell/sidebar-nav';
import type { Actor } from '@/lib/access/actor';
import { may } from '@/lib/access/can';
import { orgPaths, rootPaths } from '@/lib/routes';
import { SECTIONS, type Section } from '@/lib/shell/sections';
import { currentTheme } from '@/lib/shell/theme';
import { rootUrl } from '@/lib/tenancy/urls';
import { iconOf } from './icons';
import { Palette } from './palette';
import { Person } from './person';
import { Switcher } from './switcher';
import { UsageBanner } from './usage-banner';

const GROUPS: { group: Section['group']; label?: string }[] = [
  { group: 'work' },
  { group: 'people', label: 'People' },
  { group: 'org', label: 'Organization' },
  { group: 'records', label: 'Records' },
];

/** Sidebar, top bar and command palette, with what this role may do and nothing else. */
export async function Frame({ actor, children }: { actor: Actor; children: React.ReactNode }) {
  const { role, features, name, email, org } = actor;
  const accountHref = rootUrl(rootPaths.account);
  const newHref = rootUrl(rootPaths.newOrganization);
  return (
    <>
      <AppShell
        switcher={
          <Switcher
            current={{ name: org.name, color: org.color, logoUrl: at(org.logo), iconUrl: at(org.icon) }}
            newHref={newHref}
            allHref={rootUrl(rootPaths.organizations)}
          />
        }
        nav={<SidebarNav groups={navOf(actor)} />}
        foot={<Person name={name} email={email} accountHref={accountHref} theme={await currentTheme()} />}
        banner={<UsageBanner actor={actor} />}
      >
        {children}
      </AppShell>
      <Palette role={role} features={[...features]} accountHref={accountHref} newHref={newHref} />
    </>
  );
}

const at = (picture: string | null) => picture && orgPaths.brandImage(picture);

function navOf(actor: Actor): NavGroup[] {
  const mine = SECTIONS.filter(({ permission }) => may(actor, permission));
  return GROUPS.map(({ group, label }) => ({
    label,
    items: mine
      .filter((section) => section.group === group)
      .map(({ href, label: text }) => ({ href, label: text, icon: iconOf(href), exact: href === '/' })),
  })).filter(({ items }) => items.length > 0);
}
