const HUES = [12, 45, 80, 140, 178, 220, 256, 290, 325];

/** A hue that a name always gets, so that a person or an organization keeps its colour everywhere. */
export function hueOf(name: string): number {
  let hash = 2166136261;
  for (const char of name.trim().toLowerCase()) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 16777619);
  return HUES[(hash >>> 0) % HUES.length] ?? 256;
}

/** One or two letters for a name: first and last word's, or an e-mail's first. "?" for an empty name. */
export function initialsOf(name: string): string {
  const words =
    name
      .split('@', 1)[0]
      ?.split(/[\s._-]+/)
      .filter((word) => /[\p{L}\p{N}]/u.test(word)) ?? [];
  const letter = (word?: string) => word?.match(/[\p{L}\p{N}]/u)?.[0] ?? '';
  const first = letter(words[0]);
  const last = words.length > 1 ? letter(words.at(-1)) : '';
  return (first + last).toLocaleUpperCase('en') || '?';
}
