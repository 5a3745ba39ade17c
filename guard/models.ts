/** A model of the Prisma schema as the database has it. */
export type Model = {
  name: string;
  table: string;
  columns: string[];
  /** Whose rows: `org_id` (or `id` of org itself), `user_id` (or `id` of app_user), or nobody's. */
  owner: { kind: 'org' | 'user'; column: string } | { kind: 'global' };
  /** Its rows are in a workspace of their org, and say in which by `workspace_id`. */
  inWorkspace?: true;
};

const SCALARS = new Set([
  'String',
  'Boolean',
  'Int',
  'BigInt',
  'Float',
  'Decimal',
  'DateTime',
  'Json',
  'Bytes',
  'Unsupported',
]);

/** The roots: the tables whose own id is what others' org_id and user_id mean. */
const ROOTS: Record<string, 'org' | 'user'> = { org: 'org', app_user: 'user' };

/** The models in the texts of a Prisma schema. */
export function modelsOf(schemas: Iterable<string>): Model[] {
  const text = [...schemas].join('\n').replace(/\/\/.*$/gm, '');
  const models = [...text.matchAll(/^model\s+(\w+)\s*\{([\s\S]*?)^\}/gm)].map(([, name = '', body = '']) =>
    model(name, body),
  );
  if (models.length === 0) throw new Error('the Prisma schema has no model');
  return models;
}

function model(name: string, body: string): Model {
  const table = /@@map\("([^"]+)"\)/.exec(body)?.[1] ?? name;
  const columns: string[] = [];
  for (const line of body.split('\n')) {
    const [, field = '', type = ''] = /^\s*(\w+)\s+(\w+)/.exec(line) ?? [];
    if (SCALARS.has(type)) columns.push(/@map\("([^"]+)"\)/.exec(line)?.[1] ?? field);
  }
  const root = ROOTS[table];
  if (root) return { name, table, columns, owner: { kind: root, column: 'id' } };
  if (columns.includes('org_id') && columns.includes('workspace_id'))
    return { name, table, columns, owner: { kind: 'org', column: 'org_id' }, inWorkspace: true };
  if (columns.includes('org_id')) return { name, table, columns, owner: { kind: 'org', column: 'org_id' } };
  if (columns.includes('user_id'))
    return { name, table, columns, owner: { kind: 'user', column: 'user_id' } };
  return { name, table, columns, owner: { kind: 'global' } };
}
