/** An event as far as its sentence needs it. */
export type Told = {
  action: string;
  refused: boolean;
  actor: string;
  target: string | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
};

/** A sentence in pieces: names stand out, the rest is plain. */
export type Words = (string | { name: string })[];

/** What an action is called in a list, and its sentence. What is not told so is still told, by its action's name. */
export type Teller = {
  label: string;
  say: (event: Told, who: { name: string }, whom: { name: string }) => Words;
};

/** A value of an event as a name in its sentence. */
export const name = (value: unknown) => ({ name: String(value ?? '?') });
/** " as admin", or nothing. */
export const as = (values: Record<string, unknown> | null): string =>
  values?.role ? ` as ${values.role}` : '';
/** "1 member", "12 members"; "the members" where an event doesn't say how many. */
export const counted = (count: unknown, one: string, many: string): string =>
  count === 1 ? `1 ${one}` : `${count ?? 'the'} ${many}`;
/** The role in an event's values. */
export const role = (values: Record<string, unknown> | null): string => String(values?.role ?? '?');
