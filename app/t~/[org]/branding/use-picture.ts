'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { ActionError, ActionResult } from '@/components/form/action-result';
import { useAction } from '@/components/form/use-action';
import { toast } from '@/components/ui/toast-store';
import { type BrandKind, MOST_BYTES } from '@/lib/brand/kinds';
import { orgPaths } from '@/lib/routes';
import { removePicture } from './actions';
import { type Sending, sendPicture } from './send-picture';

const WORD: Record<BrandKind, string> = { logo: 'Logo', icon: 'Icon' };

/**
 * One of the organization's pictures: putting another one in its place, and taking it away with a way back. What is
 * shown changes at once; the rest of the page follows when the server has it.
 */
export function usePicture(kind: BrandKind, name: string | null, onName: (name: string | null) => void) {
  const router = useRouter();
  const [sending, setSending] = useState<Sending | null>(null);
  const [error, setError] = useState<ActionError | null>(null);
  const removal = useAction(removePicture);

  const put = async (file: Blob, done = `${WORD[kind]} saved`) => {
    setError(null);
    if (file.size > MOST_BYTES) return setError(TOO_LARGE(file.size));
    setSending({ sent: 0, total: file.size });
    const answer = await sendPicture(kind, file, setSending);
    setSending(null);
    if (!answer.ok) return setError(answer);
    onName(answer.data?.name ?? null);
    toast({ title: done, tone: 'green' });
    router.refresh();
  };

  const remove = async () => {
    if (!name) return;
    setError(null);
    // The server keeps no picture that is not shown: what brings it back is this copy.
    const copy = await fetch(orgPaths.brandImage(name)).then(
      (answer) => (answer.ok ? answer.blob() : null),
      () => null,
    );
    const answer: ActionResult | null = await removal.run({ kind });
    if (!answer) return;
    if (!answer.ok) return setError(answer);
    onName(null);
    toast({
      title: `${WORD[kind]} removed`,
      ...(copy && { action: { label: 'Undo', onClick: () => put(copy, `${WORD[kind]} is back`) } }),
    });
    router.refresh();
  };

  return { put, remove, sending, error, removing: removal.pending };
}

const TOO_LARGE = (size: number): ActionError => ({
  code: 'too_large',
  message: `This file is ${(size / 1024 / 1024).toFixed(1)} MB, and 1 MB is the most. A logo rarely needs more than 512 pixels of width.`,
});
