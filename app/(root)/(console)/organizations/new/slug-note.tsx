import { Status } from '@/components/ui/status';
import type { SlugState } from './use-slug-state';

/** How an address stands, below its field. Why one is refused is the field's error. */
export function SlugNote({ state }: { state: SlugState }) {
  return (
    <span role="status" className="flex min-h-4 items-center text-xs">
      {state.kind === 'free' ? <Status tone="green">Free</Status> : null}
      {state.kind === 'checking' ? 'Looking whether it is free' : null}
      {state.kind === 'unknown' ? 'Could not look whether it is free. Creating will tell.' : null}
      {state.kind === 'idle' ? 'Letters, digits and hyphens. Members open the organization there.' : null}
    </span>
  );
}
