/** A node of EXPLAIN's JSON, as far as it is looked at. */
export type PlanNode = {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Index Cond'?: string;
  'Startup Cost': number;
  'Total Cost': number;
  'Plan Rows': number;
  'Rows Removed by Filter'?: number;
  Plans?: PlanNode[];
};

/** More rows than this are not sorted for one answer: a count stops at 20,000. */
const MANY_ROWS = 25_000;

/** The walled tables with their column, and the unique indexes of one column: a key of those is a row by itself. */
export type Walls = { columns: ReadonlyMap<string, string>; unique: ReadonlySet<string> };

/**
 * THE RULE for plans, on an org of a hundred thousand rows: a walled table is reached through an index whose condition
 * holds the wall's own column, never row by row; and no step sorts the whole org.
 * @returns what breaks it; empty when nothing does
 */
export function faults(plan: PlanNode, { columns, unique }: Walls): string[] {
  const found = new Set<string>();
  walk(plan, undefined);
  return [...found];

  function walk(node: PlanNode, above: string | undefined) {
    const type = node['Node Type'];
    const index = node['Index Name'];
    const relation = node['Relation Name'] ?? (type === 'Bitmap Index Scan' ? above : undefined);
    const column = relation && columns.get(relation);
    if (column && type === 'Seq Scan') found.add(`reads ${relation} row by row`);
    if (
      column &&
      index &&
      !unique.has(index) &&
      !new RegExp(`\\b${column}\\b`).test(node['Index Cond'] ?? '')
    )
      found.add(`enters ${index} without ${column}`);
    for (const child of node.Plans ?? []) {
      // A sort that follows an index gives its first rows before it has read the rest (one by one, under a LIMIT).
      const whole = node['Startup Cost'] > child['Total Cost'] / 2;
      if (/Sort/.test(type) && whole && child['Plan Rows'] > MANY_ROWS)
        found.add(`sorts ${Math.round(child['Plan Rows'])} rows`);
      walk(child, relation);
    }
  }
}

/** How many tables a plan touches. */
export const tablesIn = (node: PlanNode): number =>
  (node['Relation Name'] ? 1 : 0) + (node.Plans ?? []).reduce((sum, child) => sum + tablesIn(child), 0);
