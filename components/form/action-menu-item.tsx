'use client';

import type { ComponentProps } from 'react';
import { MenuItem } from '@/components/ui/dropdown-menu';
import { type OneClick, useOneClick } from './action-button';

type MenuItemProps = Omit<ComponentProps<typeof MenuItem>, 'onSelect' | 'href'>;

/** An ActionButton as an item of a menu. The menu closes at once; the result arrives as a toast. */
export function ActionMenuItem<Input>({
  action,
  input,
  doneMessage,
  doneHref,
  refresh,
  ...item
}: OneClick<Input> & MenuItemProps) {
  const { act } = useOneClick({ action, input, doneMessage, doneHref, refresh });
  return <MenuItem {...item} onSelect={act} />;
}
