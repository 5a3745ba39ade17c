import pg from 'pg';
import { readWish, USAGE, WishError } from '../../../lib/plans/exceptions';
import { changeOrg, showOrg } from './change-org';
import { changesOf, stateOf } from './print';

async function main([slug, ...args]: string[]): Promise<number> {
  try {
    if (!slug || slug.startsWith('--')) throw new WishError(USAGE);
    const wish = readWish(args);
    const db = new pg.Client({ connectionString: process.env.OPERATOR_DATABASE_URL });
    await db.connect();
    try {
      if (args.length === 0) console.log(stateOf(await showOrg(db, slug)));
      else {
        const { before, after } = await changeOrg(db, slug, wish);
        console.log(`${changesOf(before, after)}\n\n${stateOf(after)}`);
      }
      return 0;
    } finally {
      await db.end();
    }
  } catch (error) {
    if (!(error instanceof WishError)) throw error;
    console.error(error.message);
    return 2;
  }
}

process.exitCode = await main(process.argv.slice(2));
