// npm run db:url -- app|migrator|worker|admin: the address for psql and other tools.
import './lib/check-node.mjs';
import { main } from './lib/lifecycle.mjs';
import { PlainError } from './lib/plain-error.mjs';
import { knownUrls } from './lib/urls.mjs';

await main(async () => {
  const who = process.argv[2] ?? 'app';
  if (!['app', 'migrator', 'worker', 'admin'].includes(who))
    throw new PlainError('Say which sign-in: npm run db:url -- app|migrator|worker|admin');
  const urls = knownUrls();
  if (!urls) throw new PlainError('No database is known yet. Start one with npm run up or npm run dev.');
  if (!urls[who]) throw new PlainError(`The last start was given no ${who} sign-in.`);
  console.log(urls[who]);
  return 0;
});
