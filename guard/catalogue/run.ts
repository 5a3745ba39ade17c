import type { Finding } from '../finding';
import type { Model } from '../models';
import type { CatalogueRule, Query } from './rule';
import { CATALOGUE_RULES } from './rules';

/** Holds a migrated database against the rules over its catalogue. `query` must be able to read all of it. */
export async function checkCatalogue(
  query: Query,
  models: readonly Model[],
  rules: readonly CatalogueRule[] = CATALOGUE_RULES,
): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const rule of rules)
    for (const { at, what } of await rule.check(query, models))
      found.push({ rule: rule.id, at, message: `${what}. ${rule.instead}` });
  return found;
}
