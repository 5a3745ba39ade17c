import type { ComponentProps, ReactNode } from 'react';
import { type ButtonLook, buttonClass } from './button-class';
import { cn } from './cn';
import { Link } from './link';

type LinkButtonProps = Omit<ComponentProps<typeof Link>, 'href'> &
  ButtonLook & {
    href: string;
    icon?: ReactNode;
    /** A plain document load: another host, a download, a route that isn't a page. */
    external?: boolean;
  };

/** A link that looks like a button, for going somewhere rather than changing something. */
export function LinkButton({ variant, size, icon, external, className, children, ...rest }: LinkButtonProps) {
  const look = cn(buttonClass({ variant, size }), className);
  if (external) {
    const { prefetch: _prefetch, replace: _replace, scroll: _scroll, ...plain } = rest;
    return (
      <a {...(plain as ComponentProps<'a'>)} className={look}>
        {icon}
        {children}
      </a>
    );
  }
  return (
    <Link {...rest} className={look}>
      {icon}
      {children}
    </Link>
  );
}
