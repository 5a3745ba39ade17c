// npm run typecheck begins with it: makes what the types need and no commit has, Prisma's client and the types of the API.
import './lib/check-node.mjs';
import { generate, generateApiTypes } from './lib/generate.mjs';
import { main } from './lib/lifecycle.mjs';
import { step } from './lib/progress.mjs';

await main(async () => {
  await step('prisma client', generate);
  await step('types of the API', generateApiTypes);
  return 0;
});
