import { METHODS, type Method, type Operation } from '../operation';
import { AUDIT } from './audit';
import { CONVERSATIONS } from './conversations';
import { DOMAINS } from './domains';
import { GRANTS } from './grants';
import { INVITATIONS } from './invitations';
import { MEMBERS } from './members';
import { ORGANIZATION } from './organization';
import { RECORDS } from './records';
import { SUB_TEAMS } from './sub-teams';
import { TEAMS } from './teams';

/**
 * THE table of the API. A new family of operations is a file beside this one and one entry here; its scopes go into
 * lib/access/scopes.ts, its rows of expectations into e2e/matrix/api.ts, and the tests say what is missing.
 */
export const OPERATIONS: readonly Operation[] = [
  ...ORGANIZATION,
  ...MEMBERS,
  ...INVITATIONS,
  ...SUB_TEAMS,
  ...TEAMS,
  ...RECORDS,
  ...CONVERSATIONS,
  ...GRANTS,
  ...DOMAINS,
  ...AUDIT,
];

export type Match =
  | { operation: Operation; params: Record<string, string> }
  /** There is something at the path, but not by this method. */
  | { allowed: Method[] }
  | null;

type Node = { fixed: Map<string, Node>; open: Node | null; ends: Partial<Record<Method, Operation>> };
const node = (): Node => ({ fixed: new Map(), open: null, ends: {} });

// A tree of path segments: what is asked for is found in as many steps as it has segments.
const ROOT = node();
for (const operation of OPERATIONS) {
  let at = ROOT;
  for (const segment of segmentsOf(operation.path)) {
    const open = segment.startsWith('{');
    const next: Node = (open ? at.open : at.fixed.get(segment)) ?? node();
    if (open) at.open = next;
    else at.fixed.set(segment, next);
    at = next;
  }
  if (at.ends[operation.method]) throw new Error(`two operations are ${operation.method} ${operation.path}`);
  at.ends[operation.method] = operation;
}

/** The operation for a method and a path under /api/v1, with the parameters of its path, as they were written. */
export function operationAt(method: string, path: string): Match {
  const segments = segmentsOf(path);
  const found = walk(ROOT, segments);
  if (!found) return null;
  const operation = found.ends[method as Method];
  if (!operation) return { allowed: METHODS.filter((one) => found.ends[one]) };
  const names = segmentsOf(operation.path);
  const params = Object.fromEntries(
    names.flatMap((name, i) => (name.startsWith('{') ? [[name.slice(1, -1), segments[i] ?? '']] : [])),
  );
  return { operation, params };
}

/** A word that stands in the table wins over a parameter at its place. */
function walk(at: Node, [segment, ...rest]: string[]): Node | null {
  if (segment === undefined) return Object.keys(at.ends).length > 0 ? at : null;
  const fixed = at.fixed.get(segment);
  return (fixed && walk(fixed, rest)) || (at.open && segment !== '' ? walk(at.open, rest) : null);
}

function segmentsOf(path: string): string[] {
  return path.split('/').slice(1);
}
