/**
 * Lets at most `atOnce` pieces of work run at a time, the others in the order in which they came. When more than
 * `mostWaiting` wait already, `busy` says what to throw instead of letting the line grow.
 */
export function turns(atOnce: number, mostWaiting: number, busy: () => Error) {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= atOnce) {
      if (waiting.length >= mostWaiting) throw busy();
      // Whoever ends hands the turn on: nobody who comes meanwhile gets in between.
      await new Promise<void>((go) => waiting.push(go));
    } else running++;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}
