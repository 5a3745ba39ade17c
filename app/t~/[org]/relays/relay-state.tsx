import { Status, type Tone } from '@/components/ui/status';
import type { RelayState as State } from '@/lib/shell/relay-line';

const STATES: Record<State, { tone: Tone; word: string }> = {
  unused: { tone: 'neutral', word: 'Not used yet' },
  working: { tone: 'green', word: 'Working' },
  failing: { tone: 'amber', word: 'Failing' },
  held: { tone: 'red', word: 'Failing' },
  paused: { tone: 'neutral', word: 'Paused' },
};

/** How a relay fares, as dot and word. */
export function RelayState({ state }: { state: State }) {
  const { tone, word } = STATES[state];
  return <Status tone={tone}>{word}</Status>;
}
