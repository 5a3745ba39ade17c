'use client';

import { Failure, type FailureProps } from '@/app/_shell/failure';

/** A failed page of the root host, inside its frame. */
export default function ConsoleError(props: FailureProps) {
  return <Failure {...props} />;
}
