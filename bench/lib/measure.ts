/** Milliseconds since some start, with microseconds. */
const now = () => performance.now();

export const median = (numbers: readonly number[]): number => quantile(numbers, 0.5);

/** The value below which the share `q` of the numbers lies. */
export function quantile(numbers: readonly number[], q: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;
}

/** Median milliseconds of one call, one call after another, for `ms` milliseconds. */
export async function p50(call: () => Promise<unknown>, ms: number): Promise<number> {
  const times: number[] = [];
  for (const end = now() + ms; now() < end; ) {
    const t = now();
    await call();
    times.push(now() - t);
  }
  return median(times);
}

/** Calls a second with `workers` at once, for `ms` milliseconds. */
export async function throughput(call: () => Promise<unknown>, workers: number, ms: number): Promise<number> {
  let calls = 0;
  const start = now();
  const end = start + ms;
  const work = async () => {
    while (now() < end) {
      await call();
      calls++;
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
  return (calls / (now() - start)) * 1000;
}

export type Interleaved = Record<string, number[]>;

/**
 * Measures each way once a round, in the order A B C, then C B A, so that drift of the machine hits all alike.
 * @returns each way's figures, one a round
 */
export async function interleave(
  ways: Record<string, () => Promise<number>>,
  rounds: number,
): Promise<Interleaved> {
  const names = Object.keys(ways);
  const figures: Interleaved = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? names : [...names].reverse();
    for (const name of order) figures[name]?.push(await (ways[name] as () => Promise<number>)());
  }
  return figures;
}

/** The median of the rounds' ratios a/b, and the quarter and three-quarter marks: how much the machine swings. */
export function ratio(a: readonly number[] = [], b: readonly number[] = []) {
  const ratios = a.map((x, i) => x / (b[i] ?? Number.NaN));
  return { ratio: median(ratios), low: quantile(ratios, 0.25), high: quantile(ratios, 0.75) };
}
