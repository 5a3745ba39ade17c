/** "Into Platform, Support and North": the teams and sub-teams that an invitation leads into; empty for none. */
export const into = (names: string[]): string => (names.length ? `Into ${AND.format(names)}` : '');

const AND = new Intl.ListFormat('en-GB', { type: 'conjunction' });
