import {
  type Expression,
  isBinaryExpression,
  isCallExpression,
  isClassDeclaration,
  isDeleteExpression,
  isElementAccessExpression,
  isIdentifier,
  isPostfixUnaryExpression,
  isPrefixUnaryExpression,
  isPropertyAccessExpression,
  isPropertyDeclaration,
  isVariableDeclaration,
  type Node,
  SyntaxKind,
} from 'typescript/unstable/ast';
import { bare, fileHasDirective, hasModifier, isFunction, nodes, topVariables } from './ast';
import { among, hit, type Rule } from './rule';
import type { File } from './tree';

/** State that outlives a request, with the reason why no organization's data can be in it. */
export const KEPT: Record<string, readonly string[]> = {
  'lib/env.ts': ['read'], // the process's settings, read once
  'lib/auth/password.ts': [
    'decoy', // a hash that no account has
  ],
  'lib/auth/counter.ts': ['counters'], // one counter for each kind; counts are in the database
  'lib/db/sql.ts': ['names'], // texts of statements, which come from the code
  'lib/db/in-org.ts': ['scopes'], // weakly by the actor's object, which lives one request
  'lib/db/in-workspace.ts': ['scopes'], // weakly by the actor's object, which lives one request
  'lib/db/client.ts': ['kept'], // the engine
  'lib/db/flight.ts': ['described'], // columns of prepared statements, weakly by their connection
  'lib/mail/smtp.ts': ['kept'], // the connection to the mail server
  'lib/db/limiter-store.ts': ['kept'], // the counters' pool
  'lib/db/auth-store.ts': ['kept'], // the sign-in code's pool
  'lib/db/worker-store.ts': ['kept'], // the worker's pool
  'lib/tenancy/seal.ts': ['macs'], // by host and second, what anybody with the secret reckons alike
  'lib/tenancy/turned-away.ts': ['kept'], // how many lines were written this second
  'lib/routing/note.ts': ['kept'], // decisions on their way to the database, each with its org's id
  'lib/at-stop.ts': ['kept'], // what is done when the server stops
  'lib/api/meter.ts': [
    'pending', // how many API requests each org made within a second: ids and counts
    'waiting', // the timer that writes them
    'known', // how many each org made this month, as read within this second: ids and counts
    'entered', // which org a host or id was lately: ids, and no right follows from them
  ],
};

const MUTATORS = new Set(
  'set add push pop shift unshift splice delete clear sort reverse fill copyWithin assign'.split(' '),
);

export const noModuleState: Rule = {
  id: 'no-module-state',
  promise: 'No module keeps what a request brought: the next request may be another organization’s.',
  instead:
    'Pass it as an argument, or keep it in the database. State that can hold no organization’s data needs a line with its reason in guard/static/module-state.ts.',
  *check(tree) {
    for (const file of tree.files) {
      if (!among(file.path, ['lib/', 'app/', 'middleware.ts']) || fileIsClient(file)) continue;
      const kept = KEPT[file.path] ?? [];
      for (const { declaration, constant } of topVariables(file)) {
        if (!isIdentifier(declaration.name)) continue;
        const { text: name } = declaration.name;
        if (kept.includes(name)) continue;
        if (!constant) yield hit(file, declaration, `${name} can be assigned anew`);
        else if (holdsState(declaration.initializer) && mutated(file, name))
          yield hit(file, declaration, `${name} is changed in place`);
      }
      for (const node of nodes(file.source)) {
        if (isClassDeclaration(node))
          for (const member of node.members)
            if (
              isPropertyDeclaration(member) &&
              hasModifier(member, SyntaxKind.StaticKeyword) &&
              !hasModifier(member, SyntaxKind.ReadonlyKeyword)
            )
              yield hit(file, member, 'a static field that can be assigned anew');
        const target = assigned(node);
        if (target && root(target) === 'globalThis') yield hit(file, node, 'writes to globalThis');
      }
    }
  },
};

// In the browser a module's state is one person's own; a server-rendered pass of it must not write there, which
// React's rules of effects see to.
const fileIsClient = (file: File) => fileHasDirective(file, 'use client');

/** Primitive values can't be changed in place. */
const holdsState = (value: Expression | undefined) =>
  value !== undefined && !isFunction(bare(value)) && !/^['"`\d/]/.test(bare(value).getText());

/** True when something of the module's constant is assigned, deleted, or changed by a method. */
function mutated(file: File, name: string): boolean {
  for (const node of nodes(file.source)) {
    const target = assigned(node);
    if (target && !isIdentifier(target) && root(target) === name) return true;
    if (isCallExpression(node) && isPropertyAccessExpression(node.expression)) {
      const { expression, name: method } = node.expression;
      if (MUTATORS.has(method.text) && root(expression) === name && !shadowed(node, name)) return true;
      if (method.text === 'assign' && node.arguments[0] && root(node.arguments[0]) === name) return true;
    }
  }
  return false;
}

function assigned(node: Node): Expression | undefined {
  if (isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    const assigns = kind >= SyntaxKind.FirstAssignment && kind <= SyntaxKind.LastAssignment;
    return assigns ? bare(node.left) : undefined;
  }
  if (isDeleteExpression(node)) return bare(node.expression);
  if (isPrefixUnaryExpression(node) || isPostfixUnaryExpression(node)) {
    const changes =
      node.operator === SyntaxKind.PlusPlusToken || node.operator === SyntaxKind.MinusMinusToken;
    return changes ? bare(node.operand) : undefined;
  }
  return undefined;
}

/** The name that a chain of accesses starts with: `a` of a.b[c].d */
function root(expression: Expression): string | undefined {
  let inner = bare(expression);
  while (isPropertyAccessExpression(inner) || isElementAccessExpression(inner))
    inner = bare(inner.expression);
  return isIdentifier(inner) ? inner.text : undefined;
}

/** True when a function around the node has a variable or a parameter of that name. */
function shadowed(node: Node, name: string): boolean {
  for (let around: Node | undefined = node.parent; around; around = around.parent) {
    if (!isFunction(around)) continue;
    const { parameters = [] } = around as unknown as { parameters?: readonly { name: Node }[] };
    if (parameters.some((parameter) => isIdentifier(parameter.name) && parameter.name.text === name))
      return true;
    for (const inner of nodes(around))
      if (isVariableDeclaration(inner) && isIdentifier(inner.name) && inner.name.text === name) return true;
  }
  return false;
}
