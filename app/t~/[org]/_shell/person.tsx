'use client';

import { useRef } from 'react';
import { chooseTheme } from '@/app/actions/shell';
import { PersonMenu } from '@/components/shell/person-menu';
import { toast } from '@/components/ui/toast-store';
import { orgPaths } from '@/lib/routes';
import type { Theme } from '@/lib/shell/theme';

type PersonProps = { name: string; email: string; accountHref: string; theme: Theme };

/** Who is signed in, at the foot of the sidebar. Signing out is a plain form: it works while scripts fail. */
export function Person(props: PersonProps) {
  const form = useRef<HTMLFormElement>(null);
  const remember = async (theme: Theme) => {
    const result = await chooseTheme({ theme });
    if (!result.ok) toast({ title: result.message, code: result.code, tone: 'red' });
  };
  return (
    <>
      <PersonMenu {...props} onTheme={remember} signOut={() => form.current?.requestSubmit()} />
      <form ref={form} method="post" action={orgPaths.signOut} hidden />
    </>
  );
}
