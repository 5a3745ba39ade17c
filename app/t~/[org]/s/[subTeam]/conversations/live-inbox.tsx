'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { orgPaths } from '@/lib/routes';

/** Listens to what changes in this workspace, and looks again when something did. Says so when it may not any more. */
export function LiveInbox({ slug }: { slug: string }) {
  const router = useRouter();
  const [ended, setEnded] = useState(false);
  useEffect(() => {
    const source = new EventSource(orgPaths.conversationsLive(slug));
    source.addEventListener('changed', () => router.refresh());
    source.addEventListener('ended', () => {
      source.close();
      setEnded(true);
    });
    return () => source.close();
  }, [slug, router]);
  if (!ended) return null;
  return (
    <p role="status" className="col-span-full bg-amber-soft px-4 py-2 text-ink">
      This page is live no more: you may not read here now, or were signed out. Reload to see.
    </p>
  );
}
