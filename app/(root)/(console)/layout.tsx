import type { ReactNode } from 'react';
import { Proof } from '@/app/_shell/proof';
import { RootShell } from '@/components/shell/root-shell';
import { personIfAny } from '@/lib/admit/person';
import { rootPaths } from '@/lib/routes';
import { currentTheme } from '@/lib/shell/theme';
import { Person } from './_console/person';

/** The frame of the root host's pages for people who are signed in. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const person = await personIfAny();
  return (
    <RootShell
      person={
        person && (
          <Person
            name={person.name}
            email={person.email}
            accountHref={rootPaths.account}
            theme={await currentTheme()}
          />
        )
      }
    >
      {children}
      <Proof />
    </RootShell>
  );
}
