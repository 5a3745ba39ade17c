'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';

const AFTER_MS = [1000, 2000, 4000, 8000];

/** Looks again, a few times and ever more slowly, while mails of this page are on their way. */
export function RefreshWhileSending({ sending }: { sending: boolean }) {
  const router = useRouter();
  const [looked, setLooked] = useState(0);
  useEffect(() => {
    const wait = AFTER_MS[looked];
    if (!sending || wait === undefined) return;
    const timer = setTimeout(() => {
      setLooked(looked + 1);
      router.refresh();
    }, wait);
    return () => clearTimeout(timer);
  }, [sending, looked, router]);
  useEffect(() => {
    if (!sending) setLooked(0);
  }, [sending]);
  return null;
}
