// Pure: the form of a new organization shows it.

/** Colours that stand apart from each other and carry white or near-black text in both themes. */
export const ORG_COLORS = [
  '#4f46e5',
  '#0e7490',
  '#b45309',
  '#be123c',
  '#15803d',
  '#7e22ce',
  '#1d4ed8',
  '#c2410c',
  '#0f766e',
  '#a21caf',
  '#475569',
  '#854d0e',
] as const;

/** The colour that a new organization starts with: the same for the same slug, spread over the palette. */
export function startingColor(slug: string): string {
  let hash = 2_166_136_261; // FNV-1a
  for (let i = 0; i < slug.length; i++) hash = Math.imul(hash ^ slug.charCodeAt(i), 16_777_619);
  return ORG_COLORS[(hash >>> 0) % ORG_COLORS.length] ?? ORG_COLORS[0];
}
