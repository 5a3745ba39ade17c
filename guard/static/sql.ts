import type { TaggedTemplateExpression } from 'typescript/unstable/ast';
import { type Model, modelsOf } from '../models';
import { calleeName, calls, fixedText, nodes } from './ast';
import { importedAs } from './imports';
import { hit, type Rule } from './rule';
import { expanded, partsOf, templatesOf } from './sql-pieces';
import { demands, type Hole, inserts, references, statement, type Token } from './sql-text';
import type { Tree } from './tree';

const schemasOf = (tree: Tree) =>
  [...tree.texts].filter(([file]) => file.endsWith('.prisma')).map(([, text]) => text);

const VERBS = new Set(['select', 'with', 'insert', 'update', 'delete', 'merge', 'values', 'table', '(']);
/** A piece that could be sent as it is; any other must be spliced into one that could. */
const isWhole = (all: readonly Token[]) => VERBS.has(all[0]?.text ?? '');

export const sqlNamesOwner: Rule = {
  id: 'sql-names-owner',
  promise:
    'Hand-written SQL filters each walled table by the scope’s own id, so that it isolates without the policies.',
  instead:
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it shows what to write
    'Write `alias.org_id = ${ORG}` (or ${db.orgId}; in a workspace’s tables `alias.workspace_id = ${WORKSPACE}` besides; for a person’s tables `user_id = ${db.userId}`) after WHERE, ON or AND, for each such table, in the same template or in a constant piece spliced into it.',
  *check(tree) {
    const models = new Map<string, Model>(modelsOf(schemasOf(tree)).map((model) => [model.table, model]));
    for (const file of tree.files) {
      for (const node of templatesOf(file)) {
        const all = expanded(tree, file, node);
        const whole = isWhole(all);
        for (const what of unfiltered(all, models, whole)) yield hit(file, node, what);
      }
    }
  },
};

function* unfiltered(all: Token[], models: Map<string, Model>, whole: boolean): Generator<string> {
  const sent = statement(all);
  const found = references(sent);
  const owned = found.flatMap((reference) => {
    const owner = models.get(reference.table ?? '')?.owner;
    const inWorkspace = models.get(reference.table ?? '')?.inWorkspace;
    return owner && owner.kind !== 'global' ? [{ reference, owner, inWorkspace }] : [];
  });
  for (const { table } of found) if (table === undefined) yield 'a hole stands where a table is named';
  if (!whole) return;
  for (const { reference, owner, inWorkspace } of owned) {
    const { table, group, verb } = reference;
    const alone = owned.filter((one) => one.reference.group === group).length === 1;
    const wanted: [string, Hole][] = [[owner.column, owner.kind]];
    if (inWorkspace) wanted.push(['workspace_id', 'workspace']);
    for (const [column, scope] of wanted) {
      const filtered =
        verb === 'insert'
          ? inserts(sent, reference, column, scope)
          : demands(sent, reference, { column, scope, alone });
      if (!filtered) yield `${verb === 'insert' ? 'adds to' : 'reads'} ${table} without its ${column}`;
    }
  }
}

export const sqlIsWritten: Rule = {
  id: 'sql-is-written',
  promise:
    'Each piece of SQL is a template in the code: no value is ever text, and no condition undoes another.',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it shows what to write
  instead: 'Write sql`…`, splice pieces with ${piece}, and put brackets around an OR.',
  *check(tree) {
    for (const file of tree.files) {
      if (file.path === 'lib/db/sql.ts') continue;
      for (const call of calls(file.source)) {
        const from = importedAs(file, calleeName(call) ?? '');
        if (from?.from.inside === 'lib/db/sql' && from.name === 'sql')
          yield hit(file, call, 'calls sql as a function');
      }
      for (const node of templatesOf(file)) {
        if (quoted(node)) yield hit(file, node, 'has a hole between quotes');
        if (/^\s*or\b/i.test(partsOf(node).parts[0] ?? ''))
          yield hit(file, node, 'is a piece that begins with OR');
      }
    }
  },
};

/** A hole between quotes would be text of the statement, not a parameter. */
function quoted(node: TaggedTemplateExpression): boolean {
  let open = false;
  return partsOf(node)
    .parts.slice(0, -1)
    .some((part) => {
      const quotes = part.replace(/--[^\n]*/g, '').match(/'/g)?.length ?? 0;
      if (quotes % 2 === 1) open = !open;
      return open;
    });
}

const KEEPS = String.raw`\bset_config\s*\([^)]*,\s*(?:false|'f(?:alse)?')\s*\)`;
const SETS = String.raw`(?:SET\s+(?!LOCAL\b|TRANSACTION\b|CONSTRAINTS\b)[A-Za-z]|RESET\s|DISCARD\s)`;
const IN_CODE = new RegExp(`${KEEPS}|(?:^|;)\\s*${SETS}`);
const IN_MIGRATION = new RegExp(
  `${KEEPS}|(?:^|;|\\bBEGIN|\\bTHEN|\\bELSE|\\bLOOP|\\bEXECUTE\\s+(?:format\\()?')\\s*${SETS}|\\bALTER\\s+(?:ROLE|DATABASE)\\b[^;]*\\bSET\\b`,
  'gi',
);

export const noSessionSettings: Rule = {
  id: 'no-session-settings',
  promise:
    'Nothing is set for longer than its transaction: a pooled connection would carry it to the next organization.',
  instead: 'Use set_config(name, value, true) or SET LOCAL, inside lib/db.',
  *check(tree) {
    for (const file of tree.files)
      for (const node of nodes(file.source)) {
        const text = fixedText(node);
        if (text !== undefined && IN_CODE.test(text))
          yield hit(file, node, `sets for the session: ${excerpt(text)}`);
      }
    for (const [path, text] of tree.texts) {
      if (!path.endsWith('.sql')) continue;
      const plain = text.replace(/--[^\n]*/g, (comment) => ' '.repeat(comment.length));
      for (const found of plain.matchAll(IN_MIGRATION)) {
        const line = plain.slice(0, found.index + found[0].search(/[^\s;]/)).split('\n').length;
        yield { path, line, what: `sets for the session: ${excerpt(found[0])}` };
      }
    }
  },
};

const excerpt = (text: string) => text.trim().replace(/\s+/g, ' ').slice(0, 60);
