'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { orgPaths } from '@/lib/routes';

const AGAIN_MS = 5000;

/** Listens to what changes in this workspace, and looks again when something did. Says so when it may not any more. */
export function LiveInbox({ slug }: { slug: string }) {
  const router = useRouter();
  const [ended, setEnded] = useState(false);
  useEffect(() => {
    const stop = listen(
      orgPaths.conversationsLive(slug),
      () => router.refresh(),
      () => setEnded(true),
    );
    return stop;
  }, [slug, router]);
  if (!ended) return null;
  return (
    <p role="status" className="col-span-full bg-amber-soft px-4 py-2 text-ink">
      This page is live no more: you may not read here now, or were signed out. Reload to see.
    </p>
  );
}

/** Keeps a stream open until `stop`, or until the server says that it is not for this person any more. */
function listen(url: string, onChange: () => void, onEnd: () => void): () => void {
  let source: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  const end = () => {
    source.close();
    if (!stopped) onEnd();
  };
  const open = () => {
    source = new EventSource(url);
    source.addEventListener('changed', onChange);
    source.addEventListener('ended', end);
    // A stream that was cut off is opened again by the browser; one that was refused is closed for good, without a word
    // why. Then it is asked by hand.
    source.addEventListener('error', async () => {
      if (stopped || source.readyState !== EventSource.CLOSED) return;
      if (await isRefused(url)) return end();
      timer = setTimeout(open, AGAIN_MS);
    });
  };
  open();
  return () => {
    stopped = true;
    clearTimeout(timer);
    source.close();
  };
}

async function isRefused(url: string): Promise<boolean> {
  try {
    const { status } = await fetch(url, { headers: { accept: 'application/json' } });
    return [401, 403, 404].includes(status);
  } catch {
    return false;
  }
}
