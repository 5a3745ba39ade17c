'use client';

import { useEffect } from 'react';

/**
 * Names the tab. Only for 403 and 404: there the browser shows the title of the page that was asked for, whatever
 * these files' own metadata say.
 */
export function PageTitle({ children }: { children: string }) {
  useEffect(() => {
    document.title = children;
  }, [children]);
  return null;
}
