'use client';

import type { ComponentProps, ReactNode } from 'react';
import { type ButtonLook, buttonClass } from './button-class';
import { cn } from './cn';
import { Link } from './link';
import { Spinner } from './spinner';
import { Tooltip } from './tooltip';

type IconButtonProps = Omit<ComponentProps<'button'>, 'children'> &
  ButtonLook & {
    /** What it does, as a verb: its accessible name and its tooltip. */
    label: string;
    icon: ReactNode;
    /** Shown in the tooltip, like "mod k"; binding it is the caller's. */
    shortcut?: string;
    pending?: boolean;
    href?: string;
    side?: 'top' | 'right' | 'bottom' | 'left';
  };

/** A square button that shows only an icon; with `href` it is a link. */
export function IconButton({ label, icon, shortcut, pending, href, side, ...props }: IconButtonProps) {
  const { variant = 'ghost', size, className, ...rest } = props;
  const look = cn(buttonClass({ variant, size, square: true }), className);
  return (
    <Tooltip content={label} shortcut={shortcut} side={side}>
      {href ? (
        <Link href={href} aria-label={label} className={look}>
          {icon}
        </Link>
      ) : (
        <button
          type="button"
          {...rest}
          aria-label={label}
          {...(pending ? { 'aria-busy': true, 'aria-disabled': true } : {})}
          className={look}
        >
          {pending ? <Spinner /> : icon}
        </button>
      )}
    </Tooltip>
  );
}
