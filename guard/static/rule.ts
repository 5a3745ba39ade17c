import type { Node } from 'typescript/unstable/ast';
import type { File, Tree } from './tree';

/** One rule over the product's sources. */
export type Rule = {
  readonly id: string;
  /** One line: what holds while this rule finds nothing. */
  readonly promise: string;
  /** What to do instead. */
  readonly instead: string;
  check(tree: Tree): Iterable<Hit>;
};

/** A place that breaks a rule, and what stands there. */
export type Hit = { path: string; line: number; what: string };

/** A hit at a node. */
export const hit = (file: File, node: Node, what: string): Hit => ({
  path: file.path,
  line: file.source.getLineAndCharacterOfPosition(node.getStart(file.source)).line + 1,
  what,
});

/** True when `path` is one of these files, or lies in one of these folders (which end with a slash). */
export const among = (path: string, places: Iterable<string>): boolean =>
  [...places].some((place) => (place.endsWith('/') ? path.startsWith(place) : path === place));
