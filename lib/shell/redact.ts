// Whoever writes an event leaves secrets out; this holds for the one who forgot, at any depth.
const SECRET = /secret|password|token|hash|cookie|credential|authorization|private/i;

/** True when what stands under this name is shown to nobody. */
export const isSecret = (field: string): boolean => SECRET.test(field);

/** The value with each field that is named like a secret blacked out, as deep as it goes. */
export function redacted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redacted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([field, inner]) => [field, isSecret(field) ? 'redacted' : redacted(inner)]),
  );
}
