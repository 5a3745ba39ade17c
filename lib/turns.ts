type Line = { running: number; waiting: (() => void)[] };

/**
 * Lines by name: in each at most `atOnce` hold a turn at a time, the others come in the order in which they asked. When
 * more than `mostWaiting` wait in one already, `busy` says what to throw instead of letting it grow.
 * @returns what waits for a turn, and gives what ends it
 */
export function lines(atOnce: number, mostWaiting: number, busy: () => Error) {
  const all = new Map<string, Line>();
  return async (name: string): Promise<() => void> => {
    const line = all.get(name) ?? { running: 0, waiting: [] };
    all.set(name, line);
    if (line.running >= atOnce) {
      if (line.waiting.length >= mostWaiting) throw busy();
      // Whoever ends hands the turn on: nobody who comes meanwhile gets in between.
      await new Promise<void>((go) => line.waiting.push(go));
    } else line.running++;
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      const next = line.waiting.shift();
      if (next) next();
      else if (--line.running === 0) all.delete(name);
    };
  };
}

/** One line for pieces of work, each of which ends its turn by ending. */
export function turns(atOnce: number, mostWaiting: number, busy: () => Error) {
  const turn = lines(atOnce, mostWaiting, busy);
  return async <T>(work: () => Promise<T>): Promise<T> => {
    const end = await turn('');
    try {
      return await work();
    } finally {
      end();
    }
  };
}
