import { calleeName, calls, isFunction } from './ast';
import { importedAs } from './imports';
import { hit, type Rule } from './rule';
import type { File } from './tree';

const TRANSACTIONS = ['inOrgTx', 'inWorkspaceTx', 'asUserTx', 'asAccountTx', 'inNewOrg', 'inMyOrgTx'];
const OTHER_HANDLES = [
  ...TRANSACTIONS,
  'inOrg',
  'readOrg',
  'inWorkspace',
  'readWorkspace',
  'enterWorkspace',
  'asUser',
  'asAccount',
  'askGate',
  'askAuthGate',
  'enterOrg',
  'enterUser',
  'enterInvitation',
];
const WAITS = new Set([
  'fetch',
  'sendMail',
  'send',
  'setTimeout',
  'setInterval',
  'hashPassword',
  'passwordMatches',
]);

/** The calls inside the function that a transaction runs. */
function* insideTransactions(file: File) {
  for (const call of calls(file.source)) {
    const name = calleeName(call);
    const from = name && importedAs(file, name)?.name;
    if (!from || !TRANSACTIONS.includes(from)) continue;
    for (const argument of call.arguments) if (isFunction(argument)) yield* calls(argument);
  }
}

export const noWaitingInTransactions: Rule = {
  id: 'no-waiting-in-transactions',
  promise: 'A transaction waits for the database alone: a slow mail server can’t hold its locks.',
  instead: 'Do it after the commit (after(…) of next/server, or a job).',
  *check(tree) {
    for (const file of tree.files)
      for (const call of insideTransactions(file)) {
        const name = calleeName(call) ?? '';
        const from = importedAs(file, name)?.from;
        if (
          WAITS.has(name) ||
          /^lib\/mail\//.test(from?.inside ?? '') ||
          /^node:(https?|net|tls|child_process)$/.test(from?.specifier ?? '')
        )
          yield hit(file, call, `calls ${name} inside a transaction`);
      }
  },
};

export const oneHandleInTransactions: Rule = {
  id: 'one-handle-in-transactions',
  promise: 'Inside a transaction only its own handle is used: a second connection would wait for the first.',
  instead: 'Use the handle that the callback was given.',
  *check(tree) {
    for (const file of tree.files)
      for (const call of insideTransactions(file)) {
        const name = calleeName(call) ?? '';
        const taken = importedAs(file, name);
        if (taken?.from.inside?.startsWith('lib/db/') && OTHER_HANDLES.includes(taken.name))
          yield hit(file, call, `calls ${name} inside a transaction`);
      }
  },
};
