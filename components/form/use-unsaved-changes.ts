'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';

/**
 * While `dirty`, catches what would lose changes: closing or reloading the tab (the browser asks) and
 * following a link on the page (held back: `leaving` is its address until stay() or leave() is called).
 * The browser's back button can't be held back without breaking history, and isn't.
 */
export function useUnsavedChanges(dirty: boolean) {
  const router = useRouter();
  const [leaving, setLeaving] = useState<string | null>(null);
  // Lets leave() through both guards.
  const off = useRef(false);

  useEffect(() => {
    if (!dirty) return;
    off.current = false;
    const onUnload = (event: BeforeUnloadEvent) => {
      if (!off.current) event.preventDefault();
    };
    const onClick = (event: MouseEvent) => {
      const href = off.current ? null : leavingHref(event);
      if (!href) return;
      event.preventDefault();
      event.stopPropagation();
      setLeaving(href);
    };
    window.addEventListener('beforeunload', onUnload);
    // On window and while capturing: before React, and so before next/link, sees the click.
    window.addEventListener('click', onClick, true);
    return () => {
      window.removeEventListener('beforeunload', onUnload);
      window.removeEventListener('click', onClick, true);
    };
  }, [dirty]);

  const leave = () => {
    if (!leaving) return;
    off.current = true;
    setLeaving(null);
    const url = new URL(leaving);
    if (url.origin === window.location.origin) router.push(url.pathname + url.search + url.hash);
    else window.location.assign(url);
  };
  return { leaving, stay: () => setLeaving(null), leave };
}

/** The address a click would leave this page for in this tab, or null. */
function leavingHref(event: MouseEvent): string | null {
  if (event.defaultPrevented || event.button !== 0) return null;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href]') : null;
  if (!link || (link.target && link.target !== '_self') || link.hasAttribute('download')) return null;
  const here = window.location;
  const samePage =
    link.origin === here.origin && link.pathname === here.pathname && link.search === here.search;
  return samePage && link.hash ? null : link.href;
}
