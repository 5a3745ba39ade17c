'use client';

import { useState } from 'react';
import { BothThemes } from '../_brand/both-themes';
import { NameAndColor, type NameColor, shownOf } from '../_brand/name-and-color';
import { ShellPreview } from '../_brand/shell-preview';

/** Name and colour, where the organization has no branding page to change them on. */
export function Brand(saved: NameColor) {
  const [draft, setDraft] = useState(saved);
  const shown = shownOf(draft, saved);
  return (
    <NameAndColor draft={draft} saved={saved} onDraft={setDraft}>
      <BothThemes color={shown.color}>{() => <ShellPreview {...shown} />}</BothThemes>
    </NameAndColor>
  );
}
