/**
 * How well texts answer what was typed: lower is better, null is not at all. Every typed word must occur;
 * at the beginning of a text beats at the beginning of a word beats inside one. The first text counts most.
 */
export function rank(query: string, ...texts: (string | undefined)[]): number | null {
  const words = fold(query).split(/\s+/).filter(Boolean);
  const folded = texts.map((text) => fold(text ?? ''));
  let total = 0;
  for (const word of words) {
    const best = Math.min(...folded.map((text, i) => wordRank(word, text) + i * 0.5));
    if (best === Number.POSITIVE_INFINITY) return null;
    total += best;
  }
  return total;
}

/** Those of `items` that answer the query, best first; all of them, in their order, for an empty query. */
export function ranked<T>(items: T[], query: string, textsOf: (item: T) => (string | undefined)[]): T[] {
  if (!query.trim()) return items;
  return items
    .map((item) => ({ item, score: rank(query, ...textsOf(item)) }))
    .filter((entry): entry is { item: T; score: number } => entry.score !== null)
    .sort((a, b) => a.score - b.score)
    .map((entry) => entry.item);
}

function wordRank(word: string, text: string): number {
  const at = text.indexOf(word);
  if (at < 0) return Number.POSITIVE_INFINITY;
  if (at === 0) return text.length === word.length ? 0 : 1;
  return new RegExp(`[^\\p{L}\\p{N}]${escapeRegExp(word)}`, 'u').test(text) ? 2 : 3;
}

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
