'use client';

import { Status, type Tone } from '@/components/ui/status';
import { Switch } from '@/components/ui/switch';
import type { TailState } from './use-tail';

type LiveSwitchProps = {
  on: boolean;
  onChange: (on: boolean) => void;
  state: TailState;
  waiting: number;
};

/** Switches the live view on and off, and says how it fares. */
export function LiveSwitch({ on, onChange, state, waiting }: LiveSwitchProps) {
  const ended = state === 'ended';
  const { tone, says } = on || ended ? fares(state, waiting) : { tone: 'neutral' as Tone, says: '' };
  return (
    <div className="flex min-h-8 items-center gap-3">
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the control is inside */}
      <label className="flex items-center gap-2 text-sm text-ink-2">
        <Switch checked={on && !ended} onCheckedChange={onChange} disabled={ended} />
        Follow live
      </label>
      <span role="status" className="text-sm">
        {says ? (
          <Status tone={tone} live={state === 'live' && waiting === 0}>
            {says}
          </Status>
        ) : null}
      </span>
    </div>
  );
}

function fares(state: TailState, waiting: number): { tone: Tone; says: string } {
  if (state === 'ended') return { tone: 'red', says: 'Ended: you may not read this log any more' };
  if (state === 'away') return { tone: 'amber', says: 'No answer from the server. Trying again' };
  return waiting > 0
    ? { tone: 'amber', says: `Held while you read: ${waiting} more` }
    : { tone: 'green', says: 'Live' };
}
