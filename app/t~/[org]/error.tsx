'use client';

import { Failure, type FailureProps } from '@/app/_shell/failure';

/** A failed page, in the frame: the navigation still leads on. */
export default function OrgPageError(props: FailureProps) {
  return <Failure {...props} />;
}
