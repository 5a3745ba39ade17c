import { fileHasDirective } from './ast';
import { FOR_CLIENTS } from './import-direction';
import { importsOf } from './imports';
import { hit, type Rule } from './rule';
import type { File, Tree } from './tree';

/** What a client file pulls into the browser's bundle: everything it imports, but actions, which stay behind. */
function reach(tree: Tree, from: File): { chain: string[] }[] {
  const seen = new Set([from.path]);
  const waiting: { file: File; chain: string[] }[] = [{ file: from, chain: [from.path] }];
  const found: { chain: string[] }[] = [];
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    for (const one of importsOf(next.file)) {
      if (one.typeOnly || one.inside === undefined) continue;
      const file = tree.file(one.inside);
      const chain = [...next.chain, file?.path ?? one.inside];
      if (file && (seen.has(file.path) || fileHasDirective(file, 'use server'))) continue;
      if (file) seen.add(file.path);
      if (one.inside.startsWith('lib/') && !FOR_CLIENTS.includes(one.inside)) found.push({ chain });
      else if (file) waiting.push({ file, chain });
    }
  }
  return found;
}

export const clientReach: Rule = {
  id: 'client-reach',
  promise: 'No module of lib but the pure ones reaches the browser.',
  instead: 'Read it in the page and pass what is shown as props; change it through an action.',
  *check(tree) {
    for (const file of tree.files) {
      if (!fileHasDirective(file, 'use client')) continue;
      for (const { chain } of reach(tree, file)) {
        const first = importsOf(file).find((one) => one.inside && chain[1]?.startsWith(one.inside));
        yield hit(file, first?.node ?? file.source, `the client gets ${chain.slice(1).join(' → ')}`);
      }
    }
  },
};
