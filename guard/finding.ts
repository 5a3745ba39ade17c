/** A place where a rule does not hold. */
export type Finding = {
  /** The rule's id. */
  rule: string;
  /** `file:line`, or the database object, or the part of the build. */
  at: string;
  /** What is there, and what to do instead. */
  message: string;
};

/** Sorted by place, so that two runs over the same tree print the same. */
export const sorted = (findings: Finding[]): Finding[] =>
  [...findings].sort((a, b) =>
    a.at === b.at ? a.rule.localeCompare(b.rule) : a.at.localeCompare(b.at, 'en', { numeric: true }),
  );
