'use client';

import { useRef } from 'react';
import { chooseTheme } from '@/app/actions/shell';
import { PersonMenu } from '@/components/shell/person-menu';
import { toast } from '@/components/ui/toast-store';
import { rootPaths } from '@/lib/routes';
import type { Theme } from '@/lib/shell/theme';

type PersonProps = { name: string; email: string; accountHref: string; theme: Theme };

/** Who is signed in, in the top bar. Signing out is a plain form. */
export function Person(props: PersonProps) {
  const form = useRef<HTMLFormElement>(null);
  const remember = async (theme: Theme) => {
    const result = await chooseTheme({ theme });
    if (!result.ok) toast({ title: result.message, code: result.code, tone: 'red' });
  };
  return (
    <>
      <PersonMenu {...props} compact onTheme={remember} signOut={() => form.current?.requestSubmit()} />
      <form ref={form} method="post" action={rootPaths.signOut} hidden />
    </>
  );
}
