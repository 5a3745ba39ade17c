import { describe, expect, test } from 'vitest';
import { readTree, treesOf } from '../static/tree';
import { mutationsOf } from './mutations';
import { PARITY } from './rows';

test('[I8] every surface that reaches a mutation has its row, and every row its surface', () => {
  expect(Object.fromEntries(mutationsOf(readTree(process.cwd())))).toEqual(PARITY);
});

describe('the reading of the sources', () => {
  const data = `import { inOrgTx } from '../db/in-org';
    export const removeThing = (actor) => inOrgTx(actor, (db) => db.thing.delete({}));
    export const listThings = (actor) => inOrg(actor, (db) => db.thing.findMany({}));
    export const countThings = () => 3;`;
  const reads = (files: Record<string, string>) =>
    Object.fromEntries(
      mutationsOf(treesOf({ one: { 'lib/data/things.ts': data, ...files } }).get('one') as never),
    );

  test('[I8] finds an action, a handler, an operation, and a task', () => {
    expect(
      reads({
        'app/t~/[org]/things/actions.ts': `'use server';
          import { removeThing, listThings } from '@/lib/data/things';
          export const drop = orgAction('thing.remove', schema, async ({ actor }) => { await removeThing(actor); });
          export const look = orgAction('thing.read', schema, async ({ actor }) => listThings(actor));`,
        'app/t~/[org]/things/drop/route.ts': `import { removeThing } from '@/lib/data/things';
          export const DELETE = orgRoute('thing.remove', async ({ actor }) => removeThing(actor));`,
        'lib/api/operations/things.ts': `import { removeThing } from '../../data/things';
          const dropping = async ({ actor }) => removeThing(actor);
          export const THINGS = [orgOperation({ id: 'deleteThing', method: 'DELETE', run: async (c) => { await dropping(c); } })];`,
        'lib/jobs/drop-things.ts': `import { removeThing } from '../data/things';
          const all = async () => { await removeThing(null); };
          export const dropThings = task({ cron: '* * * * *', run: all });`,
      }),
    ).toEqual({
      'lib/data/things#removeThing': [
        'action drop',
        'app/t~/[org]/things/drop/route.ts DELETE',
        'operation deleteThing',
        'task drop-things',
      ],
    });
  });

  test('[I8] finds a mutation behind a helper, and one that is exported from another file', () => {
    expect(
      reads({
        'lib/data/all.ts': `export { removeThing } from './things';`,
        'app/t~/[org]/things/drop.ts': `import { removeThing } from '@/lib/data/all';
          export const dropOne = (actor) => removeThing(actor);`,
        'app/t~/[org]/things/actions.ts': `'use server';
          import { dropOne } from './drop';
          export const drop = orgAction('thing.remove', schema, async ({ actor }) => { await dropOne(actor); });`,
      }),
    ).toEqual({ 'lib/data/things#removeThing': ['action drop'] });
  });
});
