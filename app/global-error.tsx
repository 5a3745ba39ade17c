'use client';

import './globals.css';
import { Failure, type FailureProps } from './_shell/failure';
import { Standalone } from './_shell/standalone';

/** The document itself failed: what stays is this one, in the system's own theme. */
export default function DocumentError(props: FailureProps) {
  return (
    <html lang="en">
      <body>
        <title>This page could not be shown · Rowhouse</title>
        <Standalone>
          <Failure {...props} />
        </Standalone>
      </body>
    </html>
  );
}
