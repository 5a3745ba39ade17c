// npm run up: everything from a bare checkout to a running server. --once: starts, checks its health, stops.
import './lib/check-node.mjs';
import { build } from './lib/build.mjs';
import { greeting } from './lib/greeting.mjs';
import { atEnd, end, isEnding, main } from './lib/lifecycle.mjs';
import { prepare } from './lib/prepare.mjs';
import { step } from './lib/progress.mjs';
import { checkHealth, startWeb } from './lib/web-server.mjs';
import { startWorker, workerEnv } from './lib/worker.mjs';

const once = process.argv.includes('--once');

await main(async () => {
  const { env, workerUrl, demo } = await prepare({ mode: 'production', command: 'npm run up' });
  await step('build', () => build(env));
  await step('server', async () => {
    const web = await startWeb(env, {
      onExit: (code) => {
        if (isEnding()) return;
        console.error(`\nThe web server ended by itself (exit code ${code}).`);
        end(1);
      },
    });
    atEnd(web.stop);
    await checkHealth(env);
    return `port ${env.PORT}`;
  });
  await step('worker', async () => {
    const worker = await startWorker(workerEnv(env, workerUrl));
    atEnd(worker.stop);
    return 'takes jobs';
  });
  if (once) return 0;
  console.log(greeting(env, demo));
});
