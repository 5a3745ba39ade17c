import NextLink from 'next/link';
import type { ComponentProps } from 'react';
import { LinkPending } from './link-pending';

/**
 * A link inside this host. Nothing is prefetched: every page is made for one person at one moment, so a prefetch
 * brings nothing that a click could use, and costs the server a check of who asks for each link in sight. Until the
 * page is there, the hairline at the top of the window moves.
 */
export function Link({ children, ...props }: ComponentProps<typeof NextLink>) {
  return (
    <NextLink prefetch={false} {...props}>
      {children}
      <LinkPending />
    </NextLink>
  );
}
