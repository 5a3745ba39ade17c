import type { Finding } from '../finding';
import type { Tree } from '../static/tree';
import type { Build } from './build';
import { MANIFEST_RULES, type ManifestRule } from './rules';

/** Holds a finished build against the rules over it. */
export const checkBuild = (
  build: Build,
  tree: Tree,
  rules: readonly ManifestRule[] = MANIFEST_RULES,
): Finding[] =>
  rules.flatMap((rule) =>
    rule
      .check(build, tree)
      .map(({ at, what }) => ({ rule: rule.id, at, message: `${what}. ${rule.instead}` })),
  );
