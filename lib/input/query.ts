/** The parameters of a query: a text, or a list for a name that occurs more than once. Looks at each of them once. */
export function queryOf(search: URLSearchParams): Record<string, string | string[]> {
  const all = new Map<string, string | string[]>();
  for (const [name, value] of search) {
    const before = all.get(name);
    if (before === undefined) all.set(name, value);
    else if (Array.isArray(before)) before.push(value);
    else all.set(name, [before, value]);
  }
  return Object.fromEntries(all);
}
