'use client';

import { type ReactNode, useState } from 'react';
import { accentStyle } from './accent';
import { PortalContext } from './portal';

/**
 * Shows everything inside in an organization's colour ('#rrggbb'; absent: the product's own). Menus,
 * dialogs and sheets opened inside are portalled into it too, so that they carry the colour as well.
 */
export function OrgColor({ color, children }: { color?: string | null; children: ReactNode }) {
  const [host, setHost] = useState<HTMLElement | null>(null);
  return (
    <div className="org-color contents" style={color ? accentStyle(color) : undefined}>
      <PortalContext value={host}>{children}</PortalContext>
      <div ref={setHost} />
    </div>
  );
}
