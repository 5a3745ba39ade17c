'use client';

import { Failure, type FailureProps } from './_shell/failure';
import { Standalone } from './_shell/standalone';

/** A failed page outside any organization. */
export default function PageError(props: FailureProps) {
  return (
    <Standalone>
      <Failure {...props} />
    </Standalone>
  );
}
