/** A page's query as Next hands it to a page: text, a list, or nothing. */
export type Params = Record<string, string | string[] | undefined>;

// Where a keyset page starts means nothing once the list is another.
const CURSORS = ['after', 'before'];

/**
 * The address of the same page with a changed query. A value of null, undefined, '' or [] leaves the
 * parameter out; cursors go unless `change` sets them. Parameters stay in a fixed order.
 */
export function buildHref(
  path: string,
  params: Params,
  change: Record<string, string | string[] | null | undefined>,
): string {
  const kept = Object.entries(params).filter(([key]) => !CURSORS.includes(key));
  const merged = { ...Object.fromEntries(kept), ...change };
  const query = new URLSearchParams();
  for (const key of Object.keys(merged).sort()) {
    for (const value of [merged[key] ?? []].flat()) if (value) query.append(key, value);
  }
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

/** A parameter's values, as a list whether it occurs never, once or often. */
export function valuesOf(params: Params, key: string): string[] {
  return [params[key] ?? []].flat().filter(Boolean);
}
