// npm run dev: as npm run up, but pages are compiled as they are asked for and change as they are edited.
import './lib/check-node.mjs';
import { greeting } from './lib/greeting.mjs';
import { atEnd, end, isEnding, main } from './lib/lifecycle.mjs';
import { prepare } from './lib/prepare.mjs';
import { step } from './lib/progress.mjs';
import { startWeb } from './lib/web-server.mjs';
import { startWorker, workerEnv } from './lib/worker.mjs';

await main(async () => {
  const { env, workerUrl, demo } = await prepare({ mode: 'development', command: 'npm run dev' });
  await step('server', async () => {
    const web = await startWeb(env, { dev: true, onExit: (code) => isEnding() || end(code) });
    atEnd(web.stop);
    return `port ${env.PORT}`;
  });
  await step('worker', async () => {
    const worker = await startWorker(workerEnv(env, workerUrl));
    atEnd(worker.stop);
    return 'takes jobs';
  });
  console.log(greeting(env, demo));
});
