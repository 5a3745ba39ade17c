import { MAIN } from './workspace-path';

const FORMAT = /^[a-z0-9](-?[a-z0-9])*$/;

/**
 * Why a slug can't be a sub-team's address, as a sentence that says how to mend it; null when it can be. Mirrored by the
 * database (sub_team_slug_format).
 */
export function subTeamSlugProblem(slug: string): string | null {
  if (slug === '') return 'Choose an address.';
  if (slug === MAIN) return `“${MAIN}” is the organization’s own workspace. Choose another one.`;
  return teamSlugProblem(slug);
}

/** The same of a team’s address (team_slug_format), which leads to no workspace. */
export function teamSlugProblem(slug: string): string | null {
  if (slug === '') return 'Choose an address.';
  if (slug.length < 2) return 'Use at least 2 characters.';
  if (slug.length > 40) return 'Use at most 40 characters.';
  return FORMAT.test(slug) ? null : 'Use small letters a to z, digits, and single hyphens between them.';
}
