import { AppShell } from '@/components/shell/app-shell';
import { EarlyKey } from '@/components/shell/early-key';
import type { Actor } from '@/lib/access/actor';
import { may } from '@/lib/access/can';
import { orgPaths, rootPaths } from '@/lib/routes';
import { currentTheme } from '@/lib/shell/theme';
import { isOurs } from '@/lib/tenancy/ours';
import { requestInfo } from '@/lib/tenancy/request';
import { rootUrl } from '@/lib/tenancy/urls';
import { Nav } from './nav';
import { Palette } from './palette';
import { Person } from './person';
import { Switcher } from './switcher';
import { UsageBanner } from './usage-banner';
import { WorkspaceSwitcher } from './workspace-switcher';
import { myWorkspaces } from './workspaces';

/** Sidebar, top bar and command palette, with what this role may do and nothing else. */
export async function Frame({ actor, children }: { actor: Actor; children: React.ReactNode }) {
  const { role, features, name, email, org } = actor;
  const accountHref = rootUrl(rootPaths.account);
  const newHref = rootUrl(rootPaths.newOrganization);
  const allHref = rootUrl(rootPaths.organizations);
  const { nonce, hostKey } = await requestInfo();
  const ours = isOurs(hostKey);
  const workspaces = await myWorkspaces(actor);
  return (
    <>
      <EarlyKey nonce={nonce} />
      <AppShell
        switcher={
          <Switcher
            current={{ name: org.name, color: org.color, logoUrl: at(org.logo), iconUrl: at(org.icon) }}
            newHref={newHref}
            allHref={allHref}
            ours={ours}
          />
        }
        subTeams={
          workspaces.length > 1 ? (
            <WorkspaceSwitcher workspaces={workspaces} mayManage={may(actor, 'sub_team.create')} />
          ) : undefined
        }
        nav={<Nav role={role} features={[...features]} workspaces={workspaces} />}
        foot={<Person name={name} email={email} accountHref={accountHref} theme={await currentTheme()} />}
        banner={<UsageBanner actor={actor} />}
      >
        {children}
      </AppShell>
      <Palette
        role={role}
        features={[...features]}
        workspaces={workspaces}
        accountHref={accountHref}
        newHref={newHref}
        allHref={allHref}
        ours={ours}
      />
    </>
  );
}

const at = (picture: string | null) => picture && orgPaths.brandImage(picture);
