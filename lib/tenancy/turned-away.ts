import { log } from '../log';
import { loggedPath } from './logged-path';

// The operator's side of the routing log: refusals that name no organization. The middleware imports this, so it
// reaches no database; and it keeps counts alone.

/** A refusal that no organization's log can hold. `host` as the client spelt it, as far as that is text. */
export type TurnedAway = {
  requestId?: string;
  reason: string;
  why?: string;
  method?: string;
  host: string;
  path: string;
  resolvedBy?: string;
  header?: string | null;
  actorId?: string | null;
  ip: string;
};

const A_SECOND = 20;

/** Lines of one second, and how many more there would have been. */
type Count = { second: number; lines: number; held: number; timer?: NodeJS.Timeout };

// One count for the whole process: the middleware and the pages are bundles of their own, with modules of their own.
const kept = globalThis as { rowhouseTurnedAway?: Count };

/**
 * Writes a refusal to the operator's log: at most twenty lines a second, then how many were left out, so that a
 * flood of nonsense fills no disk.
 */
export function turnedAway({ host, path, ...what }: TurnedAway, now = Date.now()): void {
  const second = Math.floor(now / 1000);
  kept.rowhouseTurnedAway ??= { second, lines: 0, held: 0 };
  const count = kept.rowhouseTurnedAway;
  if (count.second !== second) begin(count, second);
  if (count.lines >= A_SECOND) {
    count.held++;
    count.timer ??= setTimeout(() => begin(count, second + 1), 1000).unref();
    return;
  }
  count.lines++;
  log.warn('request turned away', { ...what, host: host.slice(0, 100), path: loggedPath(path) });
}

function begin(count: Count, second: number) {
  if (count.held > 0) log.warn('requests turned away, not listed', { count: count.held });
  clearTimeout(count.timer);
  Object.assign(count, { second, lines: 0, held: 0, timer: undefined });
}
