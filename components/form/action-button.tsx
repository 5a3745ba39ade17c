'use client';

import { useRouter } from 'next/navigation';
import { Button, type ButtonProps } from '@/components/ui/button';
import { toast } from '@/components/ui/toast-store';
import type { Action } from './action-result';
import { useAction } from './use-action';

export type OneClick<Input> = {
  action: Action<Input>;
  input: Input;
  doneMessage?: string;
  doneHref?: string;
  /** Fetches the page's data anew; for actions that don't revalidate by themselves. */
  refresh?: boolean;
};

/** One click, one act, no questions. A refusal is a toast with its code. */
export function ActionButton<Input>({
  action,
  input,
  doneMessage,
  doneHref,
  refresh,
  ...button
}: OneClick<Input> & ButtonProps) {
  const { act, pending } = useOneClick({ action, input, doneMessage, doneHref, refresh });
  return <Button {...button} pending={pending} onClick={act} />;
}

/** The act behind ActionButton and ActionMenuItem. */
export function useOneClick<Input>({ action, input, doneMessage, doneHref, refresh }: OneClick<Input>) {
  const router = useRouter();
  const { run, pending } = useAction(action, {
    doneMessage,
    onDone: () => {
      if (doneHref) router.push(doneHref);
      else if (refresh) router.refresh();
    },
  });
  const act = async () => {
    const result = await run(input);
    if (result && !result.ok) toast({ title: result.message, code: result.code, tone: 'red' });
  };
  return { act, pending };
}
