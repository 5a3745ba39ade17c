/** A word, sign or hole of a piece of SQL. Words are lower case unless they were quoted. */
export type Token =
  | { text: string; kind: 'word' | 'sign' }
  /** Something that is put in at run time. */
  | { text: '?'; kind: 'hole'; is: Hole };

/** What a hole is known to be: the scope's own id, or nothing that can be known. */
export type Hole = 'org' | 'workspace' | 'user' | 'unknown';

const TOKEN =
  /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"([^"]+)"|([A-Za-z_][A-Za-z0-9_]*)|::|<>|[<>!]=|\d+(?:\.\d+)?|[^\s]/g;

/** The tokens of a text without holes. Comments are dropped. */
export function tokens(text: string): Token[] {
  const found: Token[] = [];
  for (const [all, quoted, word] of text.matchAll(TOKEN)) {
    if (all.startsWith('--') || all.startsWith('/*')) continue;
    if (quoted !== undefined) found.push({ text: quoted, kind: 'word' });
    else if (word !== undefined) found.push({ text: word.toLowerCase(), kind: 'word' });
    else found.push({ text: all, kind: 'sign' });
  }
  return found;
}

/** Tokens of one statement, each with the bracket that it stands in (-1: none). */
export type Statement = { tokens: readonly Token[]; group: readonly number[] };

export function statement(all: readonly Token[]): Statement {
  const open: number[] = [];
  const group = all.map(({ text, kind }, i) => {
    if (kind === 'sign' && text === ')') open.pop();
    const own = open.at(-1) ?? -1;
    if (kind === 'sign' && text === '(') open.push(i);
    return own;
  });
  return { tokens: all, group };
}

/** A table that a statement reads, changes or adds to. `table` is undefined where a hole names it. */
export type Reference = {
  table: string | undefined;
  alias: string;
  at: number;
  group: number;
  verb: 'read' | 'insert';
};

const CLAUSES = new Set(
  'select from where set group order values returning having limit on using union with window offset'.split(
    ' ',
  ),
);
const NO_ALIAS = new Set([
  ...CLAUSES,
  ...'as left right inner outer full cross natural join for tablesample fetch do default except intersect'.split(
    ' ',
  ),
]);

/** The tables that stand where a table can stand: after FROM, JOIN, UPDATE, INTO, USING, and in FROM's list. */
export function references({ tokens: all, group }: Statement): Reference[] {
  const found: Reference[] = [];
  const clauses = new Map<number, string>();
  all.forEach(({ text, kind }, i) => {
    const own = group[i] ?? -1;
    const before = all[i - 1]?.text ?? '';
    const listed = text === ',' && ['from', 'using'].includes(clauses.get(own) ?? '');
    const named =
      kind === 'word' &&
      ((text === 'from' && before !== 'distinct') ||
        text === 'join' ||
        text === 'into' ||
        (text === 'using' && all[i + 1]?.text !== '(') ||
        (text === 'update' && all[i + 1]?.text !== 'set' && !['for', 'key', 'do'].includes(before)));
    if (kind === 'word' && CLAUSES.has(text)) clauses.set(own, text);
    if (kind === 'word' && text === 'join') clauses.set(own, 'from');
    const one = (listed || named) && reference(all, i + 1, text === 'into' ? 'insert' : 'read');
    if (one) found.push({ ...one, group: own });
  });
  return found;
}

function reference(
  all: readonly Token[],
  from: number,
  verb: Reference['verb'],
): Omit<Reference, 'group'> | undefined {
  let at = from;
  while (['only', 'lateral'].includes(all[at]?.text ?? '')) at++;
  if (all[at]?.text === 'public' && all[at + 1]?.text === '.') at += 2;
  const name = all[at];
  if (name?.kind === 'hole') return { table: undefined, alias: '', at, verb };
  // A function's call (`FROM my_orgs()`) or another schema's table is none of ours.
  if (name?.kind !== 'word' || ['.', '('].includes(verb === 'read' ? (all[at + 1]?.text ?? '') : ''))
    return undefined;
  const alias = all[all[at + 1]?.text === 'as' ? at + 2 : at + 1];
  const renamed = alias?.kind === 'word' && !NO_ALIAS.has(alias.text);
  return { table: name.text, alias: renamed ? alias.text : name.text, at, verb };
}

/**
 * True when the statement demands `alias.column = <the scope's id>` (either way round; without the alias where
 * only one table could be meant): in the brackets that the table itself stands in, after WHERE, ON or AND, and
 * with no OR beside it.
 */
export function demands(
  { tokens: all, group }: Statement,
  reference: Reference,
  { column, scope, alone }: { column: string; scope: Hole; alone: boolean },
): boolean {
  return all.some(({ text, kind }, i) => {
    if (kind !== 'word' || text !== column || group[i] !== reference.group) return false;
    const qualified = all[i - 1]?.text === '.';
    if (qualified ? all[i - 2]?.text !== reference.alias : !alone) return false;
    const start = qualified ? i - 2 : i;
    if (all[i + 1]?.text === '=' && isScope(all[i + 2], scope))
      return demanded({ tokens: all, group }, start);
    if (all[start - 1]?.text !== '=') return false;
    const hole = all[start - 3]?.text === '::' ? start - 4 : start - 2;
    return isScope(all[hole], scope) && demanded({ tokens: all, group }, hole);
  });
}

const isScope = (token: Token | undefined, scope: Hole) => token?.kind === 'hole' && token.is === scope;

function demanded({ tokens: all, group }: Statement, condition: number): boolean {
  const own = group[condition];
  if (!['where', 'on', 'and'].includes(all[condition - 1]?.text ?? '')) return false;
  const beside = (step: 1 | -1): boolean => {
    for (let i = condition + step; i >= 0 && i < all.length; i += step) {
      if (group[i] !== own) {
        if (step === 1 && all[i]?.text === ')' && (group[i] ?? -1) < (own ?? -1)) return true;
        continue;
      }
      const { text, kind } = all[i] as Token;
      if (kind === 'word' && text === 'or') return false;
      if (kind === 'word' && CLAUSES.has(text)) return true;
    }
    return true;
  };
  return beside(1) && beside(-1);
}

/** True when an INSERT gives the scope's id to `column` in each of its rows. */
export function inserts({ tokens: all }: Statement, { at }: Reference, column: string, scope: Hole): boolean {
  const columns = list(all, at + 1);
  const index = columns.items.findIndex(([first]) => all[first ?? -1]?.text === column);
  if (all[at + 1]?.text !== '(' || index < 0) return false;
  let i = columns.end + 1;
  if (all[i]?.text === 'select') {
    const chosen = list(all, i, ['from', 'where', 'union', 'on', 'returning', ')']);
    return isScope(all[chosen.items[index]?.[0] ?? -1], scope);
  }
  if (all[i]?.text !== 'values') return false;
  for (i++; all[i]?.text === '('; i++) {
    const row = list(all, i);
    if (!isScope(all[row.items[index]?.[0] ?? -1], scope)) return false;
    i = row.end + 1;
    if (all[i]?.text !== ',') return true;
  }
  return false;
}

/** The items between commas, from the token after `open` to its bracket (or to one of `ends`). */
function list(
  all: readonly Token[],
  open: number,
  ends: readonly string[] = [')'],
): { items: number[][]; end: number } {
  const items: number[][] = [[]];
  let depth = 0;
  let i = open + 1;
  for (; i < all.length; i++) {
    const { text } = all[i] as Token;
    if (depth === 0 && ends.includes(text)) break;
    if (text === '(') depth++;
    if (text === ')') depth--;
    if (depth === 0 && text === ',') items.push([]);
    else items.at(-1)?.push(i);
  }
  return { items, end: i };
}
