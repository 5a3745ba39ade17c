'use client';

import { CloudAlert } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';

export type FailureProps = { error: unknown; retry: () => void };

/** What stands in a page's place when it failed: that it did, how to go on, and the number that finds it in the log. */
export function Failure({ error, retry }: FailureProps) {
  return (
    <ErrorState
      icon={<CloudAlert />}
      title="This page could not be shown"
      code={digestOf(error)}
      actions={
        <Button variant="primary" onClick={() => retry()}>
          Try again
        </Button>
      }
    >
      Something went wrong on our side. Nothing was changed; trying again often helps.
    </ErrorState>
  );
}

/** The reference that the server logged with the error. Errors of the browser have none. */
function digestOf(error: unknown): string | undefined {
  const digest = (error as { digest?: unknown } | null)?.digest;
  return typeof digest === 'string' ? digest : undefined;
}
