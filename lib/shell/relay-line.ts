import type { RelayRow } from '../data/relays';
import { toUlid } from '../ids';

/** A relay as the interface has it: ids as ULIDs, times as numbers. */
export type RelayLine = {
  id: string;
  name: string;
  echo: boolean;
  url: string | null;
  state: RelayState;
  everywhere: boolean;
  tail: string;
  oldSecretUntil: number | null;
  waiting: number;
  dead: number;
  lastUsed: number | null;
  createdBy: string;
  createdAt: number;
};

/** How a relay fares. `held`: it failed several times in a row and is left alone for a while. */
export type RelayState = 'paused' | 'held' | 'failing' | 'working' | 'unused';

/** Makes the line of a row. */
export function relayLine(row: RelayRow, now = Date.now()): RelayLine {
  return {
    id: toUlid(row.id),
    name: row.name,
    echo: row.kind === 'echo',
    url: row.url,
    state: stateOf(row, now),
    everywhere: row.everywhere,
    tail: row.tail,
    oldSecretUntil: row.old_secret_until?.getTime() ?? null,
    waiting: row.waiting,
    dead: row.dead,
    lastUsed: row.last_try?.getTime() ?? null,
    createdBy: row.created_by,
    createdAt: row.created_at.getTime(),
  };
}

function stateOf({ paused, failures, hold_until: hold, last_try: last }: RelayRow, now: number): RelayState {
  if (paused) return 'paused';
  if (hold && hold.getTime() > now) return 'held';
  if (failures > 0) return 'failing';
  return last ? 'working' : 'unused';
}
