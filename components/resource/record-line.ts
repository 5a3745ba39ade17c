/** One row as the browser gets it: its id outside, its name, and what its cells say by their column. */
export type RecordLine = {
  id: string;
  name: string;
  href: string;
  /** What the person who looks was given on it besides: "Editor". */
  given?: string;
  cells: Record<string, string | number | null>;
};

/** A column that is shown. Times are milliseconds since 1970. */
export type ShownColumn = {
  key: string;
  label: string;
  kind: 'text' | 'email' | 'tel' | 'number' | 'time';
  width?: number;
  /** The page sorted by it, when it can be. */
  sortHref?: string;
  direction: 'asc' | 'desc' | null;
};
