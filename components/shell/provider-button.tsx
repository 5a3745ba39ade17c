'use client';

import { signIn } from 'next-auth/react';
import { type ReactNode, useState } from 'react';
import { Button } from '@/components/ui/button';

type ProviderButtonProps = {
  id: string;
  /** A path of this host, for when the provider has signed in. */
  backTo: string;
  /** Done first; false stays here. */
  before?: () => Promise<boolean>;
  className?: string;
  children: ReactNode;
};

/** Goes to a provider of OpenID Connect. Busy until this page is gone. */
export function ProviderButton({ id, backTo, before, className, children }: ProviderButtonProps) {
  const [pending, setPending] = useState(false);
  const go = async () => {
    setPending(true);
    if (before && !(await before())) return setPending(false);
    await signIn(id, { callbackUrl: backTo });
  };
  return (
    <Button onClick={go} pending={pending} className={className}>
      {children}
    </Button>
  );
}
