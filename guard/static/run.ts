import type { Finding } from '../finding';
import type { Rule } from './rule';
import { STATIC_RULES } from './rules';
import type { Tree } from './tree';

/** Holds a tree against the rules over its sources. */
export function checkTree(tree: Tree, rules: readonly Rule[] = STATIC_RULES): Finding[] {
  const unreadable = tree.broken.map(({ path, line, message }) => ({
    rule: 'readable',
    at: `${path}:${line}`,
    message: `${message} No rule can speak for a file that doesn’t parse.`,
  }));
  const found = rules.flatMap((rule) =>
    [...rule.check(tree)].map(({ path, line, what }) => ({
      rule: rule.id,
      at: `${path}:${line}`,
      message: `${what}. ${rule.instead}`,
    })),
  );
  return [...unreadable, ...found];
}
